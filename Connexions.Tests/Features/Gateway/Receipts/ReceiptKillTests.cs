using Connexions.Domain.Gateway;
using Connexions.Web.Features.Gateway.Receipts;

namespace Connexions.Tests.Features.Gateway.Receipts;

/// <summary>A process that is killed without warning, over and over, in the same folder.</summary>
public sealed class ReceiptKillTests
{
    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(500, 50, 1500)]
    public async Task Uses_ThatBegan_ComeOutAfterAKill(params int[] rounds)
    {
        using var folder = new SpoolFolder();
        var told = new List<string>();
        foreach (var lines in rounds)
        {
            using var child = SpoolChild.Start(SpoolChild.Work, folder.Path);
            told.AddRange(await child.ReadAsync(lines));
            told.AddRange(await child.KillAsync());
        }

        var spool = folder.Open();
        var receipts = spool.Take(int.MaxValue).ToDictionary(receipt => receipt.Begun.UseId, receipt => receipt.Ended.Result);

        Assert.True(told.Count >= rounds.Sum());
        var drained = Tell(told, "drained").ToHashSet();
        var begun = Tell(told, "begun").Where(useId => !drained.Contains(useId)).ToList();
        Assert.NotEmpty(begun);
        Assert.All(begun, useId => Assert.Contains(useId, receipts));
        Assert.All(
            told.Where(line => line.StartsWith("ended ", StringComparison.Ordinal)).Select(line => line.Split(' ')),
            line => Assert.True(!receipts.TryGetValue(Guid.Parse(line[1]), out var result) || result == Enum.Parse<UseResult>(line[2]), line[1]));
        Assert.Empty(folder.Log.Complaints);
        // One that was killed as it made a file leaves it empty: nobody takes it for a file of receipts.
        Assert.Single(folder.Files, file => new FileInfo(file).Length > 0);
    }

    [Fact]
    public async Task Files_OfALivingProcess_AreLeftToItUntilItDies()
    {
        using var folder = new SpoolFolder();
        using var child = SpoolChild.Start(SpoolChild.Work, folder.Path);
        var told = await child.ReadAsync(50);

        var spool = folder.Open();
        Assert.Empty(spool.Take(10));

        told.AddRange(await child.ReadAsync(500));
        told.AddRange(await child.KillAsync());
        spool.Open();
        var receipts = spool.Take(int.MaxValue).Select(receipt => receipt.Begun.UseId).ToHashSet();
        Assert.Subset(receipts, Tell(told, "begun").Except(Tell(told, "drained")).ToHashSet());
    }

    private static IEnumerable<Guid> Tell(IEnumerable<string> told, string what) =>
        told.Where(line => line.StartsWith(what + " ", StringComparison.Ordinal)).Select(line => Guid.Parse(line.Split(' ')[1]));
}
