namespace Connexions.Web.Features.Verifications.Http;

/// <summary>The beginning of a body, and whether it went on.</summary>
internal readonly record struct CappedBody(ReadOnlyMemory<byte> Bytes, bool IsCutOff)
{
    /// <summary>What arrives is counted after decompression: a small body that swells is cut off like a long one.</summary>
    /// <param name="most">How much is kept, in bytes; no more than one buffer is read beyond.</param>
    public static async Task<CappedBody> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int count;
        while (read.Length <= most && (count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            read.Write(buffer, 0, count);
        }

        return new CappedBody(read.GetBuffer().AsMemory(0, (int)Math.Min(read.Length, most)), read.Length > most);
    }
}
