using Connexions.Domain.Gateway;
using Connexions.Web.Features.Gateway.Receipts;

namespace Connexions.Tests.Features.Gateway.Receipts;

/// <summary>A disk that does not do what it is asked. Permissions alone would not stop a test that runs as root.</summary>
public sealed class ReceiptDiskTests : IDisposable
{
    private readonly SpoolFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Folder_ThatCannotBeMade_RefusesUntilItCan()
    {
        File.WriteAllText(folder.Path, "");
        var (spool, use) = (folder.Open(), folder.Use());

        Assert.False(spool.TryBegin(use));
        Assert.False(spool.TryWhole(folder.Use(), folder.End()));
        Assert.Equal((0, 0, 0L), (spool.OpenUses, spool.Undrained, spool.BacklogBytes));
        Assert.Single(folder.Log.Complaints);

        File.Delete(folder.Path);

        Assert.True(spool.TryBegin(use));
        spool.Dispose();
        Assert.Equal([use], folder.Open().Take(10).Select(receipt => receipt.Begun));
    }

    [Fact]
    public void Folder_ThatCouldNotBeReadAtTheStart_IsRecoveredWhenItCan()
    {
        var use = folder.Use();
        using (var before = folder.Open())
        {
            before.TryBegin(use);
        }

        var elsewhere = folder.Path + "-elsewhere";
        Directory.Move(folder.Path, elsewhere);
        File.WriteAllText(folder.Path, "");
        var spool = folder.Open();
        Assert.Empty(spool.Take(10));
        File.Delete(folder.Path);
        Directory.Move(elsewhere, folder.Path);

        Assert.True(spool.TryBegin(folder.Use()));

        Assert.Equal([use], spool.Take(10).Select(receipt => receipt.Begun));
    }

    [Fact]
    public void Folder_ReplacedByAFile_RefusesAndLosesNothing()
    {
        var (spool, first, second, ended) = (folder.Open(), folder.Use(), folder.Use(), folder.End());
        spool.TryBegin(first);
        Directory.Delete(folder.Path, recursive: true);
        File.WriteAllText(folder.Path, "");

        Assert.False(spool.TryBegin(second));
        spool.End(first.UseId, ended);
        Assert.Equal([new(first, ended)], spool.Take(10));

        File.Delete(folder.Path);
        Assert.True(spool.TryBegin(second));
        spool.Dispose();
        Assert.Equal([new(first, ended), new(second, UseEnded.Interrupted(second))], folder.Open().Take(10).OrderBy(receipt => receipt.Begun.At));
    }

    [Fact]
    public async Task Disk_WhenFull_RefusesCallsAndKeepsEnds()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var child = SpoolChild.Start(SpoolChild.Fill, folder.Path);

        var told = await child.ReadAsync();
        await child.KillAsync();

        var began = int.Parse(told[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(began, 10, 1000);
        Assert.Equal(["refused", "1 taken"], told.Skip(1));
        var receipts = folder.Open().Take(int.MaxValue);
        Assert.Equal(began, receipts.Count);
        Assert.All(receipts, receipt => Assert.Equal(UseResult.Interrupted, receipt.Ended.Result));
        Assert.Empty(folder.Log.Complaints);
    }
}
