using System.Text.Json;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// ZeptoMail: <c>POST /v1.1/email</c> and its batch and template forms, which send nothing here. Codes as in
/// zoho.com/zeptomail/help/api/error-codes.html, fields as in zoho.com/zeptomail/help/api/email-sending.html; the bodies
/// are those that Swoosh's tests keep (github.com/swoosh/swoosh, <c>zepto_mail_test.exs</c>). With which status a missing
/// field is refused is not documented.
/// </summary>
public sealed class FakeZoho : FakeProvider
{
    public override Provider Provider => ProviderCatalogue.Find("zoho")!;

    private protected override string CredentialHeader => "Authorization";

    private protected override string CredentialPrefix => "Zoho-enczapikey ";

    private protected override Func<FakeRequest, FakeAnswer>? Find(string method, string path) => (method, path) switch
    {
        ("POST", "/v1.1/email" or "/v1.1/email/batch") => request => Send(request, template: false),
        ("POST", "/v1.1/email/template" or "/v1.1/email/template/batch") => request => Send(request, template: true),
        _ => null,
    };

    private protected override FakeAnswer NotFound(string method, string path) => new(404, "", "text/plain");

    // That it is 401 is documented; the body is not, and one that says "invalid token" would be a guess.
    private protected override FakeAnswer NoKey() => new(401, "", "text/plain");

    private protected override FakeAnswer Unknown(string key) => new(401,
        """{"error":{"code":"TM_4001","details":[{"code":"SERR_157","message":"Invalid API Token found"}],"message":"Access Denied"}}""");

    private protected override FakeAnswer IpBlocked(string caller) => Error(403, "TM_3601", "SERR_156", "IP not in the allowed list", "Access Denied");

    private protected override FakeAnswer NoCredit() => Error(403, "TM_3501", "LE_101", "Credits expired", "Limit Exceeded");

    private protected override FakeAnswer Restricted(string path) => Error(401, "TM_4001", "SM_111", "Sender domain not verified", "Access Denied");

    private protected override FakeAnswer RateLimited() => new(429, "", "text/plain");

    private protected override FakeAnswer Echo(string key) => Error(401, "TM_4001", "SERR_157", $"Invalid API Token found: {key}", "Access Denied") with
    {
        Headers = [("x-request-id", key)],
    };

    private FakeAnswer Send(FakeRequest request, bool template)
    {
        if (request.Body.Parse() is not { } mail)
        {
            return Error(400, "TM_3301", "SM_101", "Invalid JSON format", "Invalid request");
        }

        var from = mail.At("from") ?? default;
        var missing = from.TextAt("address") is not { Length: > 0 } ? "from"
            : !mail.Has("to") ? "to"
            : template && !mail.Has("mail_template_key") && !mail.Has("template_key") && !mail.Has("template_alias") ? "mail_template_key"
            : !template && !mail.Has("subject") ? "subject"
            : !template && !mail.Has("htmlbody") && !mail.Has("textbody") ? "htmlbody"
            : null;
        if (missing is not null)
        {
            return new FakeAnswer(400,
                $$$"""{"error":{"code":"TM_3201","details":[{"code":"GE_102","message":"Mandatory field found empty","target":"{{{missing}}}"}],"message":"Mandatory Field missing","request_id":"{{{Guid.NewGuid():N}}}"}}""");
        }

        Remember(new FakeMail(
            request.Key.Account, from.TextAt("address"), from.TextAt("name"),
            [.. mail.ListAt("to").Concat(mail.ListAt("cc")).Concat(mail.ListAt("bcc")).Select(one => one.At("email_address")?.TextAt("address") ?? "")],
            mail.TextAt("subject")));
        return new FakeAnswer(201,
            $$"""{"data":[{"code":"EM_104","additional_info":[],"message":"Email request received"}],"message":"OK","request_id":"{{Guid.NewGuid():N}}","object":"email"}""");
    }

    private static FakeAnswer Error(int status, string code, string detail, string detailMessage, string message) => new(status,
        $$$"""{"error":{"code":"{{{code}}}","details":[{"code":"{{{detail}}}","message":{{{JsonSerializer.Serialize(detailMessage)}}}}],"message":"{{{message}}}","request_id":"{{{Guid.NewGuid():N}}}"}}""");
}
