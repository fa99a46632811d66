using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Web.Features.Verifications.Http;
using Microsoft.Net.Http.Headers;

namespace Connexions.Web.Features.Gateway.Mails;

/// <summary>Reads the body of a call that says as whom it sends: whole, and only where it can be read in one way.</summary>
internal static class MailReader
{
    public static async Task<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (!IsJson(request))
        {
            return GatewayErrors.BodyNotJson;
        }

        // Compressed, the provider might read it as another text.
        if (request.Headers.ContentEncoding.ToString() is not "" and var coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return GatewayErrors.BodyCompressed;
        }

        var read = await CappedBody.ReadAsync(request.Body, most, cancellationToken);
        return read.IsCutOff ? GatewayErrors.LargerThan(most) : (ReadOnlyMemory<byte>)read.Bytes;
    }

    /// <summary>JSON in UTF-8: one in another encoding the provider might read as another text.</summary>
    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
