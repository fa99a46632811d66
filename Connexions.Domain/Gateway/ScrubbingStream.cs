using System.Buffers;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Gateway;

/// <summary>
/// Writes through to another stream and overwrites each occurrence of a key (<see cref="KeyBytes"/>) with as many <c>*</c>,
/// wherever one write ends and the next begins. What is written must not be compressed.
/// </summary>
/// <remarks>
/// Nothing waits but the last bytes written, as long as they may be the beginning of the key: the next write lets them
/// go or overwrites them, a flush does neither, and <see cref="CompleteAsync"/> lets them go. The other stream stays open.
/// </remarks>
public sealed class ScrubbingStream : Stream
{
    private readonly Stream inner;
    private readonly KeyBytes key;
    private readonly byte[] held;
    private int heldCount;

    public ScrubbingStream(Stream inner, SecretText key)
    {
        this.inner = inner;
        this.key = new KeyBytes(key);
        held = new byte[this.key.MaxLength - 1];
    }

    /// <summary>How much was written to it, bytes.</summary>
    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written += buffer.Length;
        return CanPass(buffer.Span) ? inner.WriteAsync(buffer, cancellationToken) : WriteScrubbedAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Written += buffer.Length;
        if (CanPass(buffer))
        {
            inner.Write(buffer);
            return;
        }

        var (scrubbed, count) = Scrub(buffer);
        inner.Write(scrubbed, 0, count);
        ArrayPool<byte>.Shared.Return(scrubbed, clearArray: true);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <summary>Lets the last bytes go: nothing follows that could make them the key. Does not flush.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        var count = heldCount;
        heldCount = 0;
        if (count > 0)
        {
            await inner.WriteAsync(held.AsMemory(0, count), cancellationToken);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private bool CanPass(ReadOnlySpan<byte> bytes) => heldCount == 0 && key.IndexIn(bytes) < 0;

    private async ValueTask WriteScrubbedAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var (scrubbed, count) = Scrub(bytes.Span);
        await inner.WriteAsync(scrubbed.AsMemory(0, count), cancellationToken);
        ArrayPool<byte>.Shared.Return(scrubbed, clearArray: true);
    }

    // What was held and what is new, in a rented array, of which so many bytes may go; the others are held.
    private (byte[] Scrubbed, int Count) Scrub(ReadOnlySpan<byte> bytes)
    {
        var length = heldCount + bytes.Length;
        var scrubbed = ArrayPool<byte>.Shared.Rent(length);
        held.AsSpan(0, heldCount).CopyTo(scrubbed);
        bytes.CopyTo(scrubbed.AsSpan(heldCount));

        var count = Overwrite(scrubbed.AsSpan(0, length));
        heldCount = length - count;
        scrubbed.AsSpan(count, heldCount).CopyTo(held);
        return (scrubbed, count);
    }

    private int Overwrite(Span<byte> bytes)
    {
        var at = 0;
        while (key.IndexIn(bytes[at..]) is >= 0 and var next)
        {
            at += next;
            if (key.LengthAtStart(bytes[at..]) is not (> 0 and var length))
            {
                return at;
            }

            bytes.Slice(at, length).Fill((byte)'*');
            at += length;
        }

        return bytes.Length;
    }
}
