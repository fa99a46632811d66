using Connexions.Web.Features.Verifications.Http;

namespace Connexions.Web.Features.Gateway.Answers;

/// <summary>Reads what a provider says of a call that it did not accept.</summary>
internal static class ProviderErrorBody
{
    /// <summary>Up to a limit: what is longer is cut off.</summary>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, int most, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return (await CappedBody.ReadAsync(stream, most, cancellationToken)).Bytes;
    }
}
