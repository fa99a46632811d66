using System.Buffers;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>The beginning of a body, and whether it went on.</summary>
internal readonly record struct CappedBody(byte[] Bytes, bool IsCutOff)
{
    private const int FirstBuffer = 8 * 1024;

    /// <summary>What arrives is counted after decompression: a small body that swells is cut off like a long one.</summary>
    /// <param name="most">How much is kept, in bytes; no more than one is read beyond.</param>
    public static async Task<CappedBody> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        var (buffer, length) = (ArrayPool<byte>.Shared.Rent(FirstBuffer), 0);
        try
        {
            int count;
            while (length <= most && (count = await stream.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length - length, most + 1 - length)), cancellationToken)) > 0)
            {
                length += count;
                if (length == buffer.Length)
                {
                    var longer = ArrayPool<byte>.Shared.Rent(2 * length);
                    buffer.CopyTo(longer, 0);
                    GiveBack(buffer);
                    buffer = longer;
                }
            }

            return new CappedBody(buffer[..Math.Min(length, most)], length > most);
        }
        finally
        {
            GiveBack(buffer);
        }
    }

    /// <summary>Whoever rents it next finds nothing of a mail, nor of a key.</summary>
    private static void GiveBack(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
}
