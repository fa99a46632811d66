using Connexions.Domain.Integrations;
using static Connexions.Domain.Integrations.VerificationCause;
using static Connexions.Domain.Integrations.VerificationVerdict;

namespace Connexions.Tests.Domain.Integrations;

/// <summary>What each documented answer says of a key, provider by provider; and what only looks like one does not say.</summary>
public sealed class ClassificationTests
{
    private const string BrevoIp =
        """{"message":"We have detected you are using an unrecognised IP address 203.0.113.9. If you performed this action make sure to add the new IP address in this link: https://app.brevo.com/security/authorised_ips","code":"unauthorized"}""";

    private const string OpenAiContradiction =
        """{"object":"list","data":[{"id":"m","object":"model"}],"error":{"message":"Incorrect API key provided: sk-****abcd.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""";

    private const string BrevoContradiction = """{"message":"Key not found","code":"unauthorized","email":"contact@agence.test","companyName":"Agence","firstName":"Ana","lastName":"Test"}""";

    private const string BrevoOldAccount = """{"companyName":"Agence","email":"contact@agence.test","firstName":"Ana","lastName":"Test","address":{},"plan":[],"relay":{}}""";

    [Theory]
    [InlineData(200, BrevoOldAccount, Valid, null)]
    [InlineData(200, """{"organization_id":"5f00000000000000000000a1","companyName":"Agence","email":"contact@agence.test"}""", Valid, null)]
    [InlineData(200, """{"email":"contact@agence.test"}""", UnexpectedResponse, null)]
    [InlineData(200, """{"plan":[],"relay":{}}""", UnexpectedResponse, null)]
    [InlineData(200, """{"address":{},"plan":[],"relay":{"enabled":"yes"},"email":"","companyName":null}""", UnexpectedResponse, null)]
    [InlineData(200, BrevoContradiction, UnexpectedResponse, null)]
    [InlineData(200, """{"error":{"message":"no"},"companyName":"Agence","email":"contact@agence.test","firstName":"Ana","lastName":"Test"}""", UnexpectedResponse, null)]
    [InlineData(200, """{"message":"Key not found","code":"unauthorized"}""", UnexpectedResponse, null)]
    [InlineData(200, "[]", UnexpectedResponse, null)]
    [InlineData(204, "", UnexpectedResponse, null)]
    [InlineData(201, BrevoOldAccount, UnexpectedResponse, null)]
    [InlineData(401, """{"message":"Key not found","code":"unauthorized"}""", Rejected, null)]
    [InlineData(401, """{"message":"Key not found"}""", Rejected, null)]
    [InlineData(401, """{"message":"authentication not found in headers","code":"unauthorized"}""", UnexpectedResponse, null)]
    [InlineData(401, """{"message":"Your IP address 203.0.113.9 is not authorised","code":"unauthorized"}""", UnexpectedResponse, null)]
    [InlineData(401, """{"message":"Service temporarily unavailable","code":"unauthorized"}""", UnexpectedResponse, null)]
    [InlineData(401, """{"message":"Key not found in this region yet, try again","code":"unauthorized"}""", UnexpectedResponse, null)]
    [InlineData(401, """{"message":"Key not found","code":"permission_denied"}""", UnexpectedResponse, null)]
    [InlineData(401, """{"message":"Key not found","code":"unauthorized","message":"Service temporarily unavailable"}""", UnexpectedResponse, null)]
    [InlineData(401, """{"message":"Service temporarily unavailable","code":"unauthorized","message":"Key not found"}""", UnexpectedResponse, null)]
    [InlineData(401, BrevoContradiction, UnexpectedResponse, null)]
    [InlineData(401, """{"message":"Access denied for resource \"account\"","code":"unauthorized"}""", InsufficientScope, MissingPermission)]
    [InlineData(403, """{"message":"Access denied for resource \"account\"","code":"permission_denied"}""", InsufficientScope, MissingPermission)]
    [InlineData(403, """{"message":"Access denied for resource \"account\": the key has no read permission"}""", InsufficientScope, MissingPermission)]
    [InlineData(401, BrevoIp, IpBlocked, null)]
    [InlineData(401, """{"message":"Sign in to the proxy"}""", UnexpectedResponse, null)]
    [InlineData(401, "", UnexpectedResponse, null)]
    [InlineData(402, """{"message":"Not enough credits","code":"not_enough_credits"}""", NoCredit, null)]
    [InlineData(402, """{"message":"Key not found","code":"unauthorized"}""", UnexpectedResponse, null)]
    [InlineData(403, """{"message":"no","code":"permission_denied"}""", InsufficientScope, MissingPermission)]
    [InlineData(403, """{"message":"no","code":"account_under_validation"}""", InsufficientScope, AccountUnderReview)]
    [InlineData(403, """{"message":"Key not found","code":"unauthorized"}""", UnexpectedResponse, null)]
    [InlineData(400, """{"message":"no","code":"max_emails_per_day_exceeded"}""", UnexpectedResponse, null)]
    [InlineData(404, """{"message":"no","code":"document_not_found"}""", UnexpectedResponse, null)]
    [InlineData(429, """{"message":"Too many requests"}""", RateLimited, null)]
    [InlineData(429, "", RateLimited, null)]
    [InlineData(408, "", ProviderUnavailable, null)]
    [InlineData(500, BrevoOldAccount, ProviderUnavailable, null)]
    [InlineData(503, "", ProviderUnavailable, null)]
    [InlineData(307, "", UnexpectedResponse, null)]
    public void Brevo_Answer_HasItsVerdict(int status, string body, VerificationVerdict verdict, VerificationCause? cause) =>
        Check(Classify("brevo", status, body), verdict, cause);

    [Theory]
    [InlineData(200, """{"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"system","shutdown_date":null}]}""", Valid, null)]
    [InlineData(200, """{"object":"list","data":[]}""", Valid, null)]
    [InlineData(200, """{"object":"list"}""", UnexpectedResponse, null)]
    [InlineData(200, OpenAiContradiction, UnexpectedResponse, null)]
    [InlineData(401, OpenAiContradiction, UnexpectedResponse, null)]
    [InlineData(200, """{"object":"list","data":[{"id":"file-1","object":"file"}]}""", UnexpectedResponse, null)]
    [InlineData(401, """{"error":{"message":"Your request IP does not match the configured IP allowlist for your project or organization.","type":"invalid_request_error","param":null,"code":"ip_not_authorized"}}""", IpBlocked, null)]
    [InlineData(401, """{"error":{"message":"The server had an error while processing your request","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", UnexpectedResponse, null)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-****abcd.","type":"invalid_request_error","param":null,"code":"ip_not_authorized"}}""", IpBlocked, null)]
    [InlineData(401, """{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.model.read.","type":"invalid_request_error","param":null,"code":null}}""", InsufficientScope, MissingPermission)]
    [InlineData(401, """{"error":{"message":"You have insufficient permissions for this operation.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", UnexpectedResponse, null)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-****abcd.","type":"invalid_request_error","param":null,"code":null}}""", UnexpectedResponse, null)]
    [InlineData(429, """{"error":{"message":"Rate limit","type":"insufficient_quota","param":null,"code":"rate_limit_exceeded"}}""", RateLimited, null)]
    [InlineData(200, """{"data":[{"id":"m"}]}""", UnexpectedResponse, null)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-****abcd.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", Rejected, null)]
    [InlineData(401, """{"error":{"message":"You must be a member of an organization to use the API","type":"invalid_request_error","param":null,"code":null}}""", InsufficientScope, NoMembership)]
    [InlineData(401, """{"error":{"message":"?","type":"invalid_request_error","param":null,"code":null}}""", UnexpectedResponse, null)]
    [InlineData(403, """{"error":{"message":"Incorrect API key provided","type":"x","param":null,"code":"invalid_api_key"}}""", UnexpectedResponse, null)]
    [InlineData(403, """{"error":{"message":"Country, region, or territory not supported","type":"x","param":null,"code":"unsupported_country_region_territory"}}""", IpBlocked, Location)]
    [InlineData(429, """{"error":{"message":"Rate limit","type":"requests","param":null,"code":"rate_limit_exceeded"}}""", RateLimited, null)]
    [InlineData(429, """{"error":{"message":"quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", NoCredit, null)]
    [InlineData(429, """{"error":{"message":"quota","type":"insufficient_quota","param":null,"code":"credit_balance_exhausted"}}""", NoCredit, null)]
    [InlineData(503, """{"error":{"message":"Overloaded","type":"x","param":null,"code":null}}""", ProviderUnavailable, null)]
    [InlineData(401, """{"error":"invalid_api_key"}""", UnexpectedResponse, null)]
    public void OpenAi_Answer_HasItsVerdict(int status, string body, VerificationVerdict verdict, VerificationCause? cause) =>
        Check(Classify("openai", status, body), verdict, cause);

    [Theory]
    [InlineData(401, "TM_4001", "SERR_157", Rejected, null)]
    [InlineData(403, "TM_4001", "SERR_157", UnexpectedResponse, null)]
    [InlineData(401, "TM_4001", "SM_111", InsufficientScope, SenderNotConfirmed)]
    [InlineData(401, "TM_4001", "SM_113", InsufficientScope, SenderNotConfirmed)]
    [InlineData(401, "TM_4001", "SM_128", InsufficientScope, AccountUnderReview)]
    [InlineData(401, "TM_4001", "SM_999", UnexpectedResponse, null)]
    [InlineData(403, "TM_3601", "SERR_156", IpBlocked, null)]
    [InlineData(403, "TM_3601", "SM_133", NoCredit, null)]
    [InlineData(403, "TM_3601", "SMI_115", NoCredit, null)]
    [InlineData(403, "TM_3601", "AE_101", InsufficientScope, AccountBlocked)]
    [InlineData(403, "TM_3501", "LE_101", NoCredit, null)]
    [InlineData(403, "TM_3501", "LE_102", NoCredit, null)]
    [InlineData(400, "TM_3201", "GE_102", UnexpectedResponse, null)]
    [InlineData(400, "TM_3301", "SM_101", UnexpectedResponse, null)]
    [InlineData(500, "TM_4001", "SERR_157", ProviderUnavailable, null)]
    public void Zoho_Refusal_IsDecidedByTheCodeInItsDetails(int status, string code, string detail, VerificationVerdict verdict, VerificationCause? cause) => Check(
        ClassifyMail(status, $$$"""{"error":{"code":"{{{code}}}","details":[{"code":"{{{detail}}}","message":"?"}],"message":"Access Denied"}}"""), verdict, cause);

    [Theory]
    [InlineData(201, """{"data":[{"code":"EM_104","additional_info":[],"message":"Email request received"}],"message":"OK","request_id":"r1","object":"email"}""", Valid)]
    [InlineData(200, """{"data":[{"code":"EM_104"}]}""", UnexpectedResponse)]
    [InlineData(201, """{"data":[]}""", UnexpectedResponse)]
    [InlineData(201, """{"data":[{"code":"EM_104"},{"code":"TM_4001"}]}""", UnexpectedResponse)]
    [InlineData(201, """{"data":[{"code":"EM_104"}],"error":{"code":"TM_4001","details":[{"code":"SERR_157"}]}}""", UnexpectedResponse)]
    [InlineData(401, """{"data":[{"code":"EM_104"}],"error":{"code":"TM_4001","details":[{"code":"SERR_157"}]}}""", UnexpectedResponse)]
    [InlineData(401, """{"error":{"code":"TM_4001","details":[{"code":"SM_111"},{"code":"SERR_157"}]}}""", UnexpectedResponse)]
    [InlineData(401, """{"error":{"code":"TM_4001","details":[{"code":"SM_111"},{"code":"SM_113"}]}}""", InsufficientScope)]
    [InlineData(401, """{"error":{"code":"TM_4001","details":[{"code":"SERR_157"},{"code":"SERR_157"}]}}""", Rejected)]
    [InlineData(401, """{"error":{"code":"TM_4001","message":"Access Denied"}}""", UnexpectedResponse)]
    [InlineData(401, "", UnexpectedResponse)]
    [InlineData(429, "", RateLimited)]
    public void Zoho_Answer_HasItsVerdict(int status, string body, VerificationVerdict verdict) => Assert.Equal(verdict, ClassifyMail(status, body).Verdict);

    [Fact]
    public void Brevo_BlockedAddress_IsTold() => Assert.Equal("203.0.113.9", Classify("brevo", 401, BrevoIp).BlockedAddress);

    [Fact]
    public void Page_WithTheRightWordsInIt_IsUnexpected()
    {
        Assert.Equal(UnexpectedResponse, Verifier("brevo").Classify(new ProviderAnswer(401, "text/html", """{"message":"Key not found","code":"unauthorized"}""")).Verdict);
        Assert.Equal(UnexpectedResponse, Verifier("brevo").Classify(new ProviderAnswer(200, "text/html", BrevoOldAccount)).Verdict);
    }

    [Fact]
    public void Answer_CutOff_IsUnexpected() =>
        Assert.Equal(UnexpectedResponse, Verifier("brevo").Classify(new ProviderAnswer(200, "application/json", BrevoOldAccount) { IsCutOff = true }).Verdict);

    [Theory]
    [InlineData("brevo", "x-sib-ratelimit-reset", "90", 90)]
    [InlineData("brevo", "retry-after", "30", 30)]
    [InlineData("brevo", "x-sib-ratelimit-reset", "soon", null)]
    [InlineData("brevo", "x-sib-ratelimit-reset", "-5", null)]
    [InlineData("brevo", "x-sib-ratelimit-reset", "NaN", null)]
    [InlineData("brevo", "x-sib-ratelimit-reset", "-Infinity", 0)]
    [InlineData("brevo", "x-sib-ratelimit-reset", "99999999999999999999", 86_400)]
    [InlineData("openai", "x-ratelimit-reset-requests", "6m0s", 360)]
    [InlineData("openai", "x-ratelimit-reset-tokens", "1s", 1)]
    public void TooManyCalls_InEachProvidersWay_SaysHowLong(string code, string header, string value, int? seconds)
    {
        var answer = new ProviderAnswer(429, "application/json", "{}") { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [header] = value } };
        Assert.Equal(seconds, (int?)Verifier(code).Classify(answer).RetryAfter?.TotalSeconds);
    }

    private static void Check(Verification verification, VerificationVerdict verdict, VerificationCause? cause) =>
        Assert.Equal((verdict, cause), (verification.Verdict, verification.Cause));

    private static ProviderVerifier Verifier(string code) => ProviderCatalogue.Find(code)!.Verifier;

    private static Verification Classify(string code, int status, string body) => Verifier(code).Classify(new ProviderAnswer(status, "application/json", body));

    private static Verification ClassifyMail(int status, string body) => Verifier("zoho").ClassifyTestMail(new ProviderAnswer(status, "application/json", body));
}
