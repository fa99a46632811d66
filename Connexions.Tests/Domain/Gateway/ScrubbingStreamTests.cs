using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;

namespace Connexions.Tests.Domain.Gateway;

public sealed class ScrubbingStreamTests
{
    private static readonly string[] Pieces = ["data: {\"delta\":\"Les sk", "is, et « sk-proj- »\"}\n\n", "data: [DONE]\n\n"];

    private readonly string key = Planted.OpenAi();
    private readonly MemoryStream inner = new();

    private string Written => Encoding.UTF8.GetString(inner.ToArray());

    [Fact]
    public async Task Events_WithoutTheKey_ArriveWriteByWrite()
    {
        await using var stream = Stream();
        var sent = "";
        foreach (var text in Pieces)
        {
            sent += text;
            await WriteAsync(stream, text);

            Assert.Equal(sent.EndsWith("sk", StringComparison.Ordinal) ? sent[..^2] : sent, Written);
        }
    }

    [Fact]
    public async Task Events_WithTheKeyInTwoWrites_ArriveScrubbed()
    {
        await using var stream = Stream();

        await WriteAsync(stream, $"data: {{\"delta\":\"{key[..100]}");
        await stream.FlushAsync();
        // The last ones wait: with what follows they may be more of the key.
        Assert.Equal($"data: {{\"delta\":\"{new string('*', 89)}", Written);
        await WriteAsync(stream, $"{key[100..]}\"}}\n\n");

        Assert.Equal($"data: {{\"delta\":\"{new string('*', key.Length)}\"}}\n\n", Written);
    }

    [Fact]
    public async Task Flush_WithABeginningOfTheKey_ReachesTheOtherStreamWithoutIt()
    {
        var flushed = new CountingStream();
        await using var stream = new ScrubbingStream(flushed, new KeySpellings(SecretText.From(key)!));

        await WriteAsync(stream, "sk-");
        await stream.FlushAsync();
        stream.Flush();

        Assert.Equal((2, 0), (flushed.Flushes, flushed.Bytes));
    }

    [Fact]
    public async Task Complete_WithABeginningOfTheKey_LetsItGoOnce()
    {
        await using var stream = Stream();
        await WriteAsync(stream, "task sk-pro");

        await stream.CompleteAsync();
        await stream.CompleteAsync();

        Assert.Equal("task sk-pro", Written);
    }

    [Theory]
    [InlineData("Ab/cd/ef", """Ab\/cd\/ef""")]
    [InlineData("Ab-cd\\ef/", """Ab-cd\\ef/""")]
    [InlineData("Ab-cd\\ef/", """Ab-cd\\ef\/""")]
    public async Task Key_AsJsonSpellsIt_IsOverwrittenAtItsLength(string key, string spelled)
    {
        await using var stream = new ScrubbingStream(inner, new KeySpellings(SecretText.From(key)!));

        await WriteAsync(stream, $"[\"{spelled}\",\"{key}\"]");

        Assert.Equal($"[\"{new string('*', spelled.Length)}\",\"{new string('*', key.Length)}\"]", Written);
    }

    [Fact]
    public async Task Dispose_OfTheStream_LeavesTheOtherOneOpen()
    {
        await Stream().DisposeAsync();

        Assert.True(inner.CanWrite);
    }

    [Fact]
    public void Write_WithoutATrace_AllocatesNothing()
    {
        var passed = new CountingStream();
        using var stream = new ScrubbingStream(passed, new KeySpellings(SecretText.From(key)!));
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: six skis, sk-proj-none\n\n", 100)));
        Send();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var times = 0; times < 100; times++)
        {
            Send();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(202 * bytes.Length, passed.Bytes);

        void Send()
        {
            Assert.True(stream.WriteAsync(bytes).AsTask().IsCompletedSuccessfully);
            stream.Write(bytes.Span);
        }
    }

    private static ValueTask WriteAsync(ScrubbingStream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    private ScrubbingStream Stream() => new(inner, new KeySpellings(SecretText.From(key)!));

    private sealed class CountingStream : MemoryStream
    {
        public int Flushes { get; private set; }

        public int Bytes { get; private set; }

        public override void Flush() => Flushes++;

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return Task.CompletedTask;
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Bytes += buffer.Length;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Bytes += buffer.Length;
            return default;
        }
    }
}
