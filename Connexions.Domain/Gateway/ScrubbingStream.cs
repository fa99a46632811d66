using System.Buffers;
using System.Text;

namespace Connexions.Domain.Gateway;

/// <summary>
/// Writes through to another stream and overwrites whatever part of a key is found (<see cref="KeySpellings"/>) with as
/// many <c>*</c>, wherever one write ends and the next begins. What is written must not be compressed.
/// </summary>
/// <remarks>
/// Nothing waits but the last bytes written, as long as they may be the beginning of a part of the key: the next write lets
/// them go or overwrites them, a flush does neither, and <see cref="CompleteAsync"/> lets them go. The other stream stays open.
/// </remarks>
/// <param name="tokens">Is shown what is written, as it came; null where nobody counts.</param>
public sealed class ScrubbingStream(Stream inner, KeySpellings key, TokenScanner? tokens = null) : Stream
{
    /// <summary>A dozen characters, each in the longest of usual escapes: what is written at greater length does not wait, in bytes.</summary>
    private const int MaxHeld = 512;

    private readonly byte[] held = new byte[MaxHeld];
    private readonly List<(int Start, int End)> traces = [];
    private int heldCount;

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
        tokens?.Look(buffer.Span);
        var open = Look(buffer.Span);
        return CanPass(buffer.Length, open) ? inner.WriteAsync(buffer, cancellationToken) : WriteScrubbedAsync(buffer, open, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Written += buffer.Length;
        tokens?.Look(buffer);
        var open = Look(buffer);
        if (CanPass(buffer.Length, open))
        {
            inner.Write(buffer);
            return;
        }

        var scrubbed = Scrub(buffer, open);
        inner.Write(scrubbed, 0, open);
        ArrayPool<byte>.Shared.Return(scrubbed, clearArray: true);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <summary>Lets the last bytes go: nothing follows that could make them more of the key. Does not flush.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        var count = heldCount;
        heldCount = 0;
        if (count > 0)
        {
            Overwrite(held.AsSpan(0, count));
            traces.Clear();
            await inner.WriteAsync(held.AsMemory(0, count), cancellationToken);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private bool CanPass(int length, int open) => heldCount == 0 && traces.Count == 0 && open == length;

    /// <summary>Looks at what was held and what is new; traces that reached into what was held are known already.</summary>
    /// <returns>How much may go.</returns>
    private int Look(ReadOnlySpan<byte> bytes)
    {
        var length = heldCount + bytes.Length;
        var text = ArrayPool<char>.Shared.Rent(length);
        // One character for each byte: all that a key is made of is ASCII.
        Encoding.Latin1.GetChars(held.AsSpan(0, heldCount), text);
        Encoding.Latin1.GetChars(bytes, text.AsSpan(heldCount));
        var open = key.Look(text.AsSpan(0, length), traces);
        ArrayPool<char>.Shared.Return(text, clearArray: true);
        return length - open <= MaxHeld ? open : length;
    }

    private async ValueTask WriteScrubbedAsync(ReadOnlyMemory<byte> bytes, int open, CancellationToken cancellationToken)
    {
        var scrubbed = Scrub(bytes.Span, open);
        await inner.WriteAsync(scrubbed.AsMemory(0, open), cancellationToken);
        ArrayPool<byte>.Shared.Return(scrubbed, clearArray: true);
    }

    /// <returns>A rented array that begins with what may go.</returns>
    private byte[] Scrub(ReadOnlySpan<byte> bytes, int open)
    {
        var length = heldCount + bytes.Length;
        var scrubbed = ArrayPool<byte>.Shared.Rent(length);
        held.AsSpan(0, heldCount).CopyTo(scrubbed);
        bytes.CopyTo(scrubbed.AsSpan(heldCount));
        heldCount = length - open;
        scrubbed.AsSpan(open, heldCount).CopyTo(held);

        Overwrite(scrubbed.AsSpan(0, length));
        for (var index = traces.Count - 1; index >= 0; index--)
        {
            // What is held may yet be more of the key, and is looked at as it came.
            var (start, end) = traces[index];
            if (end <= open)
            {
                traces.RemoveAt(index);
            }
            else
            {
                traces[index] = (Math.Max(0, start - open), end - open);
            }
        }

        return scrubbed;
    }

    private void Overwrite(Span<byte> bytes)
    {
        foreach (var (start, end) in traces)
        {
            bytes[start..end].Fill((byte)'*');
        }
    }
}
