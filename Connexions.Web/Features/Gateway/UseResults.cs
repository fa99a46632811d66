using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Features.Gateway;

internal static class UseResults
{
    /// <summary>What an answer that is no success means: the provider's own verifier reads its errors.</summary>
    public static UseResult Of(Provider provider, GatewayOperation operation, HttpResponseMessage answer, byte[] body) =>
        Read(provider, operation, answer, body).Result;

    /// <returns>With why, where the provider tells and the verifier knows it.</returns>
    public static (UseResult Result, VerificationCause? Cause) Read(Provider provider, GatewayOperation operation, HttpResponseMessage answer, byte[] body)
    {
        var status = (int)answer.StatusCode;
        if (status < 400)
        {
            return (UseResult.Unavailable, null);
        }

        var said = new ProviderAnswer(status, answer.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(body));
        var verification = operation.Mail is not null && provider.Verifier.SendsTestMail ? provider.Verifier.ClassifyTestMail(said) : provider.Verifier.Classify(said);
        var result = verification.Verdict switch
        {
            VerificationVerdict.Rejected or VerificationVerdict.IpBlocked => UseResult.KeyRefused,
            VerificationVerdict.RateLimited => UseResult.Throttled,
            VerificationVerdict.NoCredit => UseResult.NoCredit,
            VerificationVerdict.ProviderUnavailable => UseResult.Unavailable,
            // The key opens the account, and may not do this: a sender that is not confirmed, a right that is missing.
            VerificationVerdict.InsufficientScope => UseResult.Failed,
            _ when status is StatusCodes.Status401Unauthorized => UseResult.KeyRefused,
            _ => UseResult.Failed,
        };
        return (result, verification.Cause);
    }
}
