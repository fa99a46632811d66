namespace Connexions.Web.Features.Gateway;

/// <summary>Reads what a provider says of a call that it did not accept.</summary>
internal static class ProviderErrorBody
{
    /// <summary>Up to a limit: what is longer is cut off.</summary>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, int most, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[4 * 1024];
        int count;
        while (read.Length < most && (count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            read.Write(buffer, 0, (int)Math.Min(count, most - read.Length));
        }

        return read.ToArray();
    }
}
