using Connexions.Domain.Gateway;
using Connexions.Web.Features.Gateway.Receipts;

namespace Connexions.Tests.Features.Gateway.Receipts;

public sealed class ReceiptRecoveryTests : IDisposable
{
    private readonly SpoolFolder folder = new(new() { SegmentBytes = 2000 });

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Receipts_LeftBehind_ComeOutOfTheNextSpool()
    {
        var (over, open, ended) = (folder.Use(), folder.Use(), folder.End());
        using (var spool = folder.Open())
        {
            spool.TryBegin(open);
            spool.TryWhole(over, ended);
        }

        var next = folder.Open();

        Assert.Equal([new(over, ended), new(open, Interrupted(open))], next.Take(10));
        Assert.Single(folder.Files);
        Assert.Equal(0, next.OpenUses);
        Assert.Contains(folder.Log.Lines, line => line.Contains("Took over 2 receipts of earlier processes, 1 of them", StringComparison.Ordinal));
        Assert.True(next.WaitAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void Receipts_LeftBehindTwice_ComeOutOfTheOneAfter()
    {
        var use = folder.Use();
        using (var spool = folder.Open())
        {
            spool.TryBegin(use);
        }

        using (folder.Open())
        {
        }

        Assert.Equal([new(use, Interrupted(use))], folder.Open().Take(10));
    }

    [Fact]
    public void Receipts_LeftForAnotherDatabase_WaitForIt()
    {
        var (first, second) = (folder.Use(), folder.Use());
        using (var spool = folder.Open("20261130T100000"))
        {
            spool.TryBegin(first);
        }

        using (var other = folder.Open("20261201T100000"))
        {
            other.Open();
            other.TryBegin(second);
            Assert.Empty(other.Take(10));
            Assert.Single(folder.Log.Lines, line => line.Contains("1 files of receipts are for another database", StringComparison.Ordinal));
        }

        Assert.Equal([new(first, Interrupted(first))], folder.Open("20261130T100000").Take(10));
    }

    [Fact]
    public void Receipts_OfAnEarlierVersion_AreTheDatabasesThatFindsThem()
    {
        var use = folder.Use();
        using (var spool = folder.Open())
        {
            spool.TryBegin(use);
        }

        Assert.Equal([new(use, Interrupted(use))], folder.Open("20261130T100000").Take(10));
    }

    [Fact]
    public void Receipts_InSeveralFiles_ComeOutOnce()
    {
        var (use, ended) = (folder.Use(), folder.End());
        Leave(spool =>
        {
            spool.TryBegin(use);
            spool.End(use.UseId, ended);
        });
        File.Copy(folder.Files[0], folder.Files[0].Replace("-1.", "-2.", StringComparison.Ordinal));

        Assert.Equal([new(use, ended)], folder.Open().Take(10));
        Assert.Single(folder.Files);
    }

    [Fact]
    public void LastLine_WithoutItsEnd_IsIgnored()
    {
        var (first, second) = (folder.Use(), folder.Use());
        Leave(spool =>
        {
            spool.TryBegin(first);
            spool.TryBegin(second);
        });
        var file = Assert.Single(folder.Files);
        File.WriteAllText(file, File.ReadAllText(file)[..^1]);

        Assert.Equal([new(first, Interrupted(first))], folder.Open().Take(10));
        Assert.Empty(folder.Log.Complaints);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"Begun\":{\"UseId\"")]
    [InlineData("{\"Begun\":{\"UseId\":\"7d6f3c9e-4f0a-4a52-9d4c-0f8f0ad1e6a1\"}}")]
    [InlineData("{\"UseId\":\"7d6f3c9e-4f0a-4a52-9d4c-0f8f0ad1e6a1\"}")]
    [InlineData("{\"UseId\":\"7d6f3c9e-4f0a-4a52-9d4c-0f8f0ad1e6a1\",\"Ended\":{\"Result\":\"Sent\",\"Status\":200,\"Refusal\":null,\"BytesSent\":1,\"BytesReceived\":1,\"DurationMs\":1,\"Emails\":null}}")]
    public void Line_ThatCannotBeRead_IsSkippedAndCountedUnquoted(string broken)
    {
        var (first, second, ended) = (folder.Use(), folder.Use(), folder.End());
        Leave(spool =>
        {
            spool.TryWhole(first, ended);
            spool.TryBegin(second);
        });
        var file = Assert.Single(folder.Files);
        var lines = File.ReadAllLines(file).ToList();
        lines.Insert(2, broken);
        File.WriteAllText(file, string.Join('\n', lines) + '\n');

        Assert.Equal([new(first, ended), new(second, Interrupted(second))], folder.Open().Take(10));
        Assert.Contains("Warning", Assert.Single(folder.Log.Complaints), StringComparison.Ordinal);
        Assert.Contains(folder.Log.Lines, line => line.Contains("1 lines of earlier", StringComparison.Ordinal));
        Assert.DoesNotContain(folder.Log.Lines, line => line.Contains("7d6f3c9e", StringComparison.Ordinal));
    }

    [Fact]
    public void File_OfALivingSpool_IsLeftAlone()
    {
        var (living, use, ended) = (folder.Open(), folder.Use(), folder.End());
        living.TryBegin(use);

        var other = folder.Open();

        Assert.Empty(other.Take(10));
        Assert.Equal(2, folder.Files.Count);
        living.End(use.UseId, ended);
        living.Dispose();
        Assert.Equal([new(use, ended)], folder.Open().Take(10));
        Assert.Empty(other.Take(10));
    }

    [Fact]
    public void File_JustBeingMade_IsLeftAlone()
    {
        Directory.CreateDirectory(folder.Path);
        var file = Path.Combine(folder.Path, "other-1.receipts");
        File.WriteAllBytes(file, []);

        folder.Open();

        Assert.True(File.Exists(file));
    }

    [Fact]
    public void NewFile_CarriesOverWhatIsPending()
    {
        var (open, over, ended) = (folder.Use(), folder.Use(), folder.End());
        using (var spool = folder.Open())
        {
            spool.TryBegin(open);
            spool.TryBegin(over);
            spool.End(over.UseId, ended);
            var first = Assert.Single(folder.Files);
            while (File.Exists(first))
            {
                var passing = folder.Use();
                spool.TryBegin(passing);
                spool.End(passing.UseId, folder.End());
                spool.Drained([passing.UseId]);
            }
        }

        var next = folder.Open().Take(100);

        Assert.Contains(new(over, ended), next);
        Assert.Contains(new(open, Interrupted(open)), next);
    }

    [Fact]
    public void Enumerations_AreWrittenByName()
    {
        Leave(spool => spool.TryWhole(folder.Use(), folder.End() with { Result = UseResult.KeyRefused }));

        Assert.Contains("\"Result\":\"KeyRefused\"", File.ReadAllText(Assert.Single(folder.Files)), StringComparison.Ordinal);
    }

    private static UseEnded Interrupted(UseBegun use) => new(UseResult.Interrupted, null, null, use.BytesSent, 0, 0, use.Emails);

    private void Leave(Action<ReceiptSpool> work)
    {
        using var spool = folder.Open();
        work(spool);
    }
}
