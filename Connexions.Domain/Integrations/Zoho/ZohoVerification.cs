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
            201 when !body["error"].IsPresent && body["data"].Items.Any() && body["data"].Items.All(item => item["code"].Is("EM_104")) =>
                new Verification(VerificationVerdict.Valid),
            >= 400 and <= 499 when !body["data"].IsPresent => ReadError(status, body["error"]),
            _ => null,
        };
        return verification is null ? null : verification with { RequestId = requestId };
    }

    /// <summary>Several details have to mean the same: of two that do not, none is believed.</summary>
    private static Verification? ReadError(int status, AnswerJson error)
    {
        var code = error["code"].Text?.ToUpperInvariant();
        var meanings = error["details"].Items.Select(detail => ReadDetail(status, code, detail["code"].Text?.ToUpperInvariant())).Distinct().ToList();
        return meanings is [var only] ? only : null;
    }

    private static Verification? ReadDetail(int status, string? code, string? detail) => (code, detail) switch
    {
        ("TM_4001", "SERR_157") when status == 401 => new Verification(VerificationVerdict.Rejected),
        ("TM_4001", "SM_111" or "SM_113") => Limited(VerificationCause.SenderNotConfirmed),
        ("TM_4001", "SM_128") => Limited(VerificationCause.AccountUnderReview),
        ("TM_3601", "SERR_156") => new Verification(VerificationVerdict.IpBlocked),
        ("TM_3601", "SM_133" or "SMI_115") => new Verification(VerificationVerdict.NoCredit),
        ("TM_3601", "AE_101") => Limited(VerificationCause.AccountBlocked),
        ("TM_3501", "LE_101" or "LE_102") => new Verification(VerificationVerdict.NoCredit),
        _ => null,
    };

    private static Verification Limited(VerificationCause cause) => new(VerificationVerdict.InsufficientScope) { Cause = cause };
}
