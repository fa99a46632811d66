using System.Text.Json;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// ZeptoMail: <c>POST /v1.1/email</c>, which sends nothing here. Codes as in zoho.com/zeptomail/help/api/error-codes.html.
/// </summary>
public sealed class FakeZoho : FakeProvider
{
    public override Provider Provider => ProviderCatalogue.Find("zoho")!;

    private protected override string CredentialHeader => "Authorization";

    private protected override string CredentialPrefix => "Zoho-enczapikey ";

    private protected override Func<FakeRequest, FakeAnswer>? Find(string method, string path) => method == "POST" && path == "/v1.1/email" ? Valid : null;

    private protected override FakeAnswer NotFound(string method, string path) => new(404, "", "text/plain");

    // That it is 401 is documented; the body is not, and one that says "invalid token" would be a guess.
    private protected override FakeAnswer NoKey() => new(401, "", "text/plain");

    private protected override FakeAnswer Unknown(string key) => new(401,
        """{"error":{"code":"TM_4001","details":[{"code":"SERR_157","message":"Invalid API Token found"}],"message":"Access Denied"}}""");

    private static FakeAnswer Valid(FakeRequest request) => new(201,
        $$"""{"data":[{"code":"EM_104","additional_info":[],"message":"Email request received"}],"message":"OK","request_id":"{{Guid.NewGuid():N}}","object":"email"}""");

    private protected override FakeAnswer IpBlocked(string caller) => Error(403, "TM_3601", "SERR_156", "IP not in the allowed list", "Access Denied");

    private protected override FakeAnswer NoCredit() => Error(403, "TM_3501", "LE_101", "Credits expired", "Limit Exceeded");

    private protected override FakeAnswer Restricted() => Error(401, "TM_4001", "SM_111", "Sender domain not verified", "Access Denied");

    private protected override FakeAnswer RateLimited() => new(429, "", "text/plain");

    private protected override FakeAnswer Echo(string key) => Error(401, "TM_4001", "SERR_157", $"Invalid API Token found: {key}", "Access Denied") with
    {
        Headers = [("x-request-id", key)],
    };

    private static FakeAnswer Error(int status, string code, string detail, string detailMessage, string message) => new(status,
        $$$"""{"error":{"code":"{{{code}}}","details":[{"code":"{{{detail}}}","message":{{{JsonSerializer.Serialize(detailMessage)}}}}],"message":"{{{message}}}","request_id":"{{{Guid.NewGuid():N}}}"}}""");
}
