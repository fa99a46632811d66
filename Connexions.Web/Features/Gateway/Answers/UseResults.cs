using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Features.Gateway.Answers;

internal static class UseResults
{
    /// <summary>What an answer that is no success means: the provider's own verifier reads its errors.</summary>
    public static UseResult Of(Provider provider, GatewayOperation operation, HttpResponseMessage answer, byte[] body) =>
        Read(provider, operation, answer, body).Result;

    /// <summary>
    /// What the answer to an accepted mail says of the key, where only a mail can try it; null for anything but that the
    /// key works.
    /// </summary>
    public static Verification? ProofOf(Provider provider, HttpResponseMessage answer, byte[] body)
    {
        if (provider.Verifier is not { CanProbe: false, SendsTestMail: true } verifier)
        {
            return null;
        }

        var finding = verifier.ClassifyTestMail(Said(answer, body));
        return finding.Verdict == VerificationVerdict.Valid ? finding : null;
    }

    /// <returns>With why, where the provider tells and the verifier knows it.</returns>
    public static (UseResult Result, VerificationCause? Cause) Read(Provider provider, GatewayOperation operation, HttpResponseMessage answer, byte[] body)
    {
        var status = (int)answer.StatusCode;
        if (status < 400)
        {
            return (UseResult.Unavailable, null);
        }

        var said = Said(answer, body);
        var verification = operation.Mail is not null && provider.Verifier.SendsTestMail ? provider.Verifier.ClassifyTestMail(said) : provider.Verifier.Classify(said);
        var result = verification.Verdict switch
        {
            VerificationVerdict.Rejected => UseResult.KeyRefused,
            VerificationVerdict.IpBlocked => UseResult.ServerBlocked,
            VerificationVerdict.RateLimited => UseResult.Throttled,
            VerificationVerdict.NoCredit => UseResult.NoCredit,
            VerificationVerdict.ProviderUnavailable => UseResult.Unavailable,
            // The key opens the account, and may not do this: a sender that is not confirmed, a right that is missing.
            VerificationVerdict.InsufficientScope => UseResult.Failed,
            // Nothing the provider documents: neither the key's fault nor the caller's, whose token it would seem to concern.
            _ when status is StatusCodes.Status401Unauthorized => UseResult.Unavailable,
            _ => UseResult.Failed,
        };
        return (result, verification.Cause);
    }

    private static ProviderAnswer Said(HttpResponseMessage answer, byte[] body) =>
        new((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(body));
}
