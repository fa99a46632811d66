using System.Net.Http.Headers;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations.Zoho;

/// <summary>
/// ZeptoMail has no call that tries a "Send Mail token" without sending: a person may send a mail to themself
/// (zoho.com/zeptomail/help/api-home.html). Errors <c>{"error": {"code", "message", "details": [{"code"}]}}</c>: the
/// same <c>TM_4001</c> has unrelated causes, and the code in the details decides (…/help/api/error-codes.html).
/// </summary>
public sealed class ZohoVerification : ProviderVerifier
{
    public override Uri BaseAddress { get; } = new("https://api.zeptomail.com/v1.1/");

    /// <summary>No limit is published: this one is ours. Each of these calls sends a mail.</summary>
    public override CallLimit AccountLimit { get; } = new(20, TimeSpan.FromHours(1));

    public override bool CanProbe => false;

    public override bool SendsTestMail => true;

    public override HttpRequestMessage NewTestMail(SecretText key, TestMail mail)
    {
        var request = NewRequest(HttpMethod.Post, "email", "Authorization", $"Zoho-enczapikey {key.Reveal()}");
        request.Content = new ByteArrayContent(ZeptoMailBody.Write(mail)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        return request;
    }

    protected override Verification? Read(int status, AnswerJson body) => null;

    protected override Verification? ReadTestMail(int status, AnswerJson body)
    {
        var requestId = ProviderText.Id(body["request_id"].Text ?? body["error"]["request_id"].Text);
        var verification = status switch
        {
            201 when body["data"].Items.Any(item => item["code"].Is("EM_104")) => new Verification(VerificationVerdict.Valid),
            >= 400 and <= 499 => ReadError(status, body["error"]),
            _ => null,
        };
        return verification is null ? null : verification with { RequestId = requestId };
    }

    private static Verification? ReadError(int status, AnswerJson error)
    {
        var causes = error["details"].Items.Select(detail => detail["code"].Text?.ToUpperInvariant()).ToList();
        return error["code"].Text?.ToUpperInvariant() switch
        {
            "TM_4001" when causes is ["SERR_157"] && status == 401 => new Verification(VerificationVerdict.Rejected),
            "TM_4001" when causes.Contains("SM_111") || causes.Contains("SM_113") => Limited(VerificationCause.SenderNotConfirmed),
            "TM_4001" when causes.Contains("SM_128") => Limited(VerificationCause.AccountUnderReview),
            "TM_3601" when causes.Contains("SERR_156") => new Verification(VerificationVerdict.IpBlocked),
            "TM_3601" when causes.Contains("SM_133") || causes.Contains("SMI_115") => new Verification(VerificationVerdict.NoCredit),
            "TM_3601" when causes.Contains("AE_101") => Limited(VerificationCause.AccountBlocked),
            "TM_3501" when causes.Contains("LE_101") || causes.Contains("LE_102") => new Verification(VerificationVerdict.NoCredit),
            _ => null,
        };
    }

    private static Verification Limited(VerificationCause cause) => new(VerificationVerdict.InsufficientScope) { Cause = cause };
}
