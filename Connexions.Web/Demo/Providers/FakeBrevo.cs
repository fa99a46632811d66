using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// Brevo: the account and its senders here, mails, newsletters and contacts in classes of their own. Bodies and their trailing line ends as reported in
/// github.com/getbrevo/brevo-python/issues/13 and github.com/sendinblue/APIv3-python-library/issues/63; the account's
/// shape is that of the official client's types.
/// </summary>
public sealed class FakeBrevo : FakeProvider
{
    internal static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FakeBrevoMails mails;
    private readonly FakeBrevoContacts contacts = new();

    public FakeBrevo() => mails = new FakeBrevoMails(Remember);

    public override Provider Provider => ProviderCatalogue.Find("brevo")!;

    /// <summary>The account's id, the same for each of its keys.</summary>
    public static string AccountId(string account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)))[..24];

    private protected override string CredentialHeader => "api-key";

    private protected override Func<FakeRequest, FakeAnswer>? Find(string method, string path) => (method, path) switch
    {
        ("GET", "/v3/account") => Account,
        ("GET", "/v3/senders") => Senders,
        ("POST", "/v3/smtp/email") => mails.Send,
        ("GET", "/v3/smtp/templates") => FakeBrevoMails.Templates,
        ("GET", "/v3/emailCampaigns") => mails.Campaigns,
        ("POST", "/v3/emailCampaigns") => mails.CreateCampaign,
        ("POST", _) when IsBelow(path, "/v3/emailCampaigns/", "/sendNow") => mails.SendCampaign,
        ("GET", _) when IsBelow(path, "/v3/emailCampaigns/") => mails.OneCampaign,
        ("GET", "/v3/contacts") => contacts.List,
        ("POST", "/v3/contacts") => contacts.Create,
        ("GET", "/v3/contacts/lists") => FakeBrevoContacts.Lists,
        ("GET", _) when IsBelow(path, "/v3/contacts/") => contacts.One,
        ("PUT", _) when IsBelow(path, "/v3/contacts/") => contacts.Update,
        ("DELETE", _) when IsBelow(path, "/v3/contacts/") => contacts.Delete,
        _ => null,
    };

    private protected override FakeAnswer NotFound(string method, string path) => new(404, """{"message":"not found","code":"document_not_found"}""");

    private protected override FakeAnswer NoKey() => Error(401, "authentication not found in headers", "unauthorized");

    private protected override FakeAnswer Unknown(string key) => Error(401, "Key not found", "unauthorized");

    private protected override FakeAnswer IpBlocked(string caller) => Error(401,
        $"We have detected you are using an unrecognised IP address {caller}. If you performed this action make sure to add the new IP address in this link: https://app.brevo.com/security/authorised_ips",
        "unauthorized");

    private protected override FakeAnswer NoCredit() => Error(402, "Not enough credits", "not_enough_credits");

    // The message is documented (help.brevo.com 40154686262546), status and code are those of the general table.
    private protected override FakeAnswer Restricted(string path) => Error(403, $"Access denied for resource \"{path.Split('/')[2]}\"", "permission_denied");

    private protected override FakeAnswer RateLimited() => Error(429, "Too many requests", "too_many_requests") with
    {
        Headers = [("x-sib-ratelimit-limit", "100"), ("x-sib-ratelimit-remaining", "0"), ("x-sib-ratelimit-reset", "1200")],
    };

    private protected override FakeAnswer Echo(string key) => new(401, $$"""{"message":"Key not found","code":"unauthorized","key":"{{key}}"}""" + "\n")
    {
        Headers = [("sib-request-id", key)],
    };

    internal static FakeAnswer Answer(int status, string body) => new(status, body) { Headers = [("sib-request-id", Guid.NewGuid().ToString())] };

    // The other way round than in Error: so it stands in the reports of either.
    internal static FakeAnswer Refused(int status, string code, string message) => Answer(status, $$"""{"code":"{{code}}","message":"{{message}}"}""");

    internal static FakeAnswer Missing(string field) => Refused(400, "missing_parameter", $"{field} is missing");

    internal static FakeAnswer Missed(string message) => Refused(404, "document_not_found", message);

    internal static FakeAnswer NoJson() => Refused(400, "bad_request", "Input must be a valid JSON object");

    // One segment and what follows it.
    private static bool IsBelow(string path, string start, string end = "") =>
        path.Length > start.Length + end.Length && path.StartsWith(start, StringComparison.Ordinal) && path.EndsWith(end, StringComparison.Ordinal)
        && !path.AsSpan(start.Length, path.Length - start.Length - end.Length).Contains('/');

    private static FakeAnswer Error(int status, string message, string code) => new(status, $$"""{"message":{{JsonSerializer.Serialize(message, Plain)}},"code":"{{code}}"}""" + "\n")
    {
        Headers = [("sib-request-id", Guid.NewGuid().ToString())],
    };

    private static FakeAnswer Account(FakeRequest request) => Answer(200, JsonSerializer.Serialize(new
    {
        organization_id = AccountId(request.Key.Account),
        user_id = 1000001,
        enterprise = false,
        companyName = request.Key.Account,
        email = request.Key.Email,
        firstName = "Ana",
        lastName = "Test",
        address = new { city = "Lyon", country = "France", street = "1 rue du Test", zipCode = "69001" },
        dateTimePreferences = new { timezone = "Europe/Paris", timeFormat = "24", dateFormat = "dd-mm-yyyy" },
        marketingAutomation = new { enabled = false },
        plan = new object[]
        {
            new { type = "free", credits = 300, creditsType = "sendLimit", startDate = "1751234567", endDate = "1753826567" },
            new { type = "sms", credits = 0, creditsType = "sendLimit" },
        },
        relay = new { enabled = true, data = new { userName = request.Key.Email, relay = "smtp-relay.brevo.com", port = 587 } },
    }, Plain));

    // A network's account has confirmed its agencies' addresses as well.
    private static FakeAnswer Senders(FakeRequest request)
    {
        var domain = request.Key.Email[(request.Key.Email.IndexOf('@', StringComparison.Ordinal) + 1)..];
        string[] addresses = [request.Key.Email, .. DemoKeys.All.Where(other => other.Email.EndsWith($"@{domain}", StringComparison.Ordinal)).Select(other => other.Email)];
        return new FakeAnswer(200, JsonSerializer.Serialize(new
        {
            senders = addresses.Distinct(StringComparer.Ordinal).Select((address, index) => new { id = index + 1, name = request.Key.Account, email = address, active = true, ips = Array.Empty<object>() }),
        }, Plain));
    }
}
