using Connexions.Domain.Gateway;
using Connexions.Web.Features.Gateway.Receipts;

namespace Connexions.Tests.Features.Gateway.Receipts;

public sealed class ReceiptSpoolTests : IDisposable
{
    private readonly SpoolFolder folder = new(new() { SegmentBytes = 4000, MaxBacklogBytes = 20_000 });

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Uses_OnceEnded_AreTakenOldestFirstUntilDrained()
    {
        var spool = folder.Open();
        UseBegun[] uses = [folder.Use(), folder.Use(), folder.Use()];
        Assert.All(uses, use => Assert.True(spool.TryBegin(use)));
        Assert.Empty(spool.Take(10));

        var (first, second) = (folder.End(), folder.End());
        spool.End(uses[2].UseId, first);
        spool.End(uses[0].UseId, second);

        Assert.Equal([new(uses[2], first), new(uses[0], second)], spool.Take(10));
        Assert.Equal([new(uses[2], first)], spool.Take(1));
        Assert.Equal((1, 2), (spool.OpenUses, spool.Undrained));

        spool.Drained([uses[2].UseId, uses[1].UseId, Guid.NewGuid()]);

        Assert.Equal([new(uses[0], second)], spool.Take(10));
        Assert.Equal((1, 1), (spool.OpenUses, spool.Undrained));
    }

    [Fact]
    public void Refusal_InOneLine_IsTaken()
    {
        var (spool, use) = (folder.Open(), folder.Use());
        var ended = folder.End() with { Result = UseResult.Refused, Refusal = GatewayErrors.TooFast.Code };

        Assert.True(spool.TryWhole(use, ended));

        Assert.Equal([new(use, ended)], spool.Take(10));
        spool.Dispose();
        Assert.Equal(2, File.ReadAllLines(Assert.Single(folder.Files)).Length);
    }

    [Fact]
    public void End_OfAUseThatIsNotOpen_ChangesNothing()
    {
        var (spool, use, ended) = (folder.Open(), folder.Use(), folder.End());
        spool.TryBegin(use);
        spool.End(use.UseId, ended);

        spool.End(use.UseId, ended with { Result = UseResult.Interrupted });
        spool.End(Guid.NewGuid(), ended);

        Assert.Equal([new(use, ended)], spool.Take(10));
    }

    [Fact]
    public void Use_ThatHasBegun_DoesNotBeginAgain()
    {
        var (spool, use) = (folder.Open(), folder.Use());
        spool.TryBegin(use);

        Assert.Throws<ArgumentException>(() => spool.TryBegin(use));
    }

    [Fact]
    public void Backlog_WhenFull_RefusesUntilDrained()
    {
        var spool = folder.Open();
        var began = 0;
        while (spool.TryWhole(folder.Use(), folder.End()))
        {
            began++;
        }

        Assert.InRange(spool.BacklogBytes, 20_000, 21_000);
        Assert.False(spool.TryBegin(folder.Use()));
        Assert.Equal(began, spool.Undrained);
        Assert.Single(folder.Log.Complaints);

        spool.Drained([.. spool.Take(began / 2).Select(receipt => receipt.Begun.UseId)]);

        Assert.True(spool.TryBegin(folder.Use()));
        Assert.Contains(folder.Log.Lines, line => line.Contains("again", StringComparison.Ordinal));
    }

    [Fact]
    public void Backlog_WhenFull_StillTakesEnds()
    {
        var (spool, use, ended) = (folder.Open(), folder.Use(), folder.End());
        spool.TryBegin(use);
        while (spool.TryBegin(folder.Use()))
        {
        }

        spool.End(use.UseId, ended);

        Assert.Equal([new(use, ended)], spool.Take(10));
    }

    [Fact]
    public async Task Waiting_EndsWithTheNextReceipt()
    {
        var (spool, use) = (folder.Open(), folder.Use());
        spool.TryBegin(use);
        var waiting = spool.WaitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        spool.End(use.UseId, folder.End());
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(spool.WaitAsync(CancellationToken.None).IsCompleted);
        spool.Drained([use.UseId]);
        Assert.False(spool.WaitAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Waiting_WhenCancelled_Stops()
    {
        using var left = new CancellationTokenSource();
        var waiting = folder.Open().WaitAsync(left.Token);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void Folder_HoldsOneSmallFile_HoweverMuchPassesThrough()
    {
        var (spool, open) = (folder.Open(), folder.Use());
        spool.TryBegin(open);
        for (var i = 0; i < 500; i++)
        {
            var use = folder.Use();
            Assert.True(spool.TryBegin(use));
            spool.End(use.UseId, folder.End());
            spool.Drained([use.UseId]);
            Assert.InRange(new FileInfo(Assert.Single(folder.Files)).Length, 1, 6000);
        }

        spool.End(open.UseId, folder.End());
        spool.Drained([open.UseId]);

        Assert.InRange(new FileInfo(Assert.Single(folder.Files)).Length, 1, 20);
        spool.Dispose();
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Files_AreTheirOwnersAlone()
    {
        folder.Open();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(folder.Files)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        }
    }

    [Fact]
    public void Spool_OnceClosed_BeginsNothingAndCanStillBeDrained()
    {
        var (spool, use, ended) = (folder.Open(), folder.Use(), folder.End());
        spool.TryBegin(use);
        spool.Dispose();

        Assert.False(spool.TryBegin(folder.Use()));
        spool.End(use.UseId, ended);

        Assert.Equal([new(use, ended)], spool.Take(10));
        spool.Drained([use.UseId]);
        Assert.Empty(spool.Take(10));
    }
}
