using System.Text.Json;
using Connexions.Domain.Integrations;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain.Integrations;

/// <summary>Whatever comes back, it has a verdict; none is better or worse than what the provider's contract says.</summary>
public sealed class ClassificationPropertyTests
{
    private static readonly string[] Bodies =
    [
        """{"organization_id":"5f00000000000000000000a1","companyName":"Agence","email":"contact@agence.test","firstName":"Ana","lastName":"T","plan":[],"relay":{"enabled":true}}""",
        """{"message":"Key not found","code":"unauthorized"}""",
        """{"message":"authentication not found in headers","code":"unauthorized"}""",
        """{"message":"Service temporarily unavailable","code":"unauthorized"}""",
        """{"message":"Access denied for resource \"account\"","code":"permission_denied"}""",
        """{"message":"Not enough credits","code":"not_enough_credits"}""",
        """{"plan":[],"relay":{}}""",
        """{"message":"unrecognised IP address 203.0.113.9 https://app.brevo.com/security/authorised_ips","code":"unauthorized"}""",
        """{"senders":[{"id":1,"name":"A","email":"a@agence.test","active":true}]}""",
        """{"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"system"}]}""",
        """{"error":{"message":"Incorrect API key provided: sk-****abcd","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""",
        """{"error":{"message":"Your IP is not authorized","type":"invalid_request_error","param":null,"code":"ip_not_authorized"}}""",
        """{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.model.read.","type":"invalid_request_error","param":null,"code":null}}""",
        """{"error":{"message":"quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""",
        """{"data":[{"code":"EM_104","message":"Email request received"}],"message":"OK","request_id":"r1"}""",
        """{"error":{"code":"TM_4001","details":[{"code":"SERR_157","message":"Invalid API Token found"}],"message":"Access Denied"}}""",
        """{"error":{"code":"TM_4001","details":[{"code":"SM_111"},{"code":"SERR_157"}],"message":"Access Denied"}}""",
        "<!doctype html><p>Key not found</p>", "", "null", "0", "\"unauthorized\"", "[]", "{}",
        """{"message":"\ud800","code":"\udc00"}""",
    ];

    private static readonly string[] AccountMarks = ["organization_id", "email", "companyName", "firstName", "address", "plan", "relay"];

    [Fact]
    public void Classify_AnyAnswer_HasAVerdictThatItsContractAllows() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Arb.From(Answers()), answer =>
        {
            foreach (var provider in ProviderCatalogue.All)
            {
                Examine(provider.Code, answer, provider.Verifier.Classify(answer), mail: false);
                Examine(provider.Code, answer, provider.Verifier.ClassifyTestMail(answer), mail: true);
                _ = provider.Verifier.ReadSenders(answer);
            }
        }));

    private static void Examine(string code, ProviderAnswer answer, Verification verification, bool mail)
    {
        Assert.True(Enum.IsDefined(verification.Verdict));
        Assert.True(verification.RetryAfter is null || verification.RetryAfter.Value.Ticks is >= 0 && verification.RetryAfter <= ProviderWait.Longest);
        var body = Parse(answer);
        var says = body is { } read ? (IsContract(code, mail, answer.Status, read), IsRefusal(code, mail, answer.Status, read)) : (false, false);
        Assert.True(verification.Verdict != VerificationVerdict.Valid || says == (true, false), $"Valid: {code} {answer.Status} {answer.Body}");
        Assert.True(verification.Verdict != VerificationVerdict.Rejected || says == (false, true), $"Rejected: {code} {answer.Status} {answer.Body}");
        // What is less than a success and yet counts for a key is no refusal of it.
        Assert.True(!verification.Verdict.IsAlive() || !says.Item2, $"{verification.Verdict}: {code} {answer.Status} {answer.Body}");
    }

    // Written apart from the verifiers, by other means: what looks like a success, and what looks like a refusal of the key.
    private static bool IsContract(string code, bool mail, int status, JsonElement body) => (code, mail, status) switch
    {
        ("brevo", false, 200) => LooksLikeAnAccount(body) && Get(body, "code") is null && Get(body, "message") is null && Get(body, "error") is null,
        ("openai", false, 200) => Get(body, "error") is null && Same(Get(body, "object"), "list") && Items(Get(body, "data"))?.All(model => Text(Get(model, "id")) is not null) == true,
        ("zoho", true, 201) => Get(body, "error") is null && Items(Get(body, "data")) is { Count: > 0 } items && items.All(item => Same(Get(item, "code"), "EM_104")),
        _ => false,
    };

    private static bool IsRefusal(string code, bool mail, int status, JsonElement body) => status == 401 && (code, mail) switch
    {
        ("brevo", false) => Same(Get(body, "message"), "Key not found") && (Get(body, "code") is null || Same(Get(body, "code"), "unauthorized")) && !LooksLikeAnAccount(body),
        ("openai", false) => Same(Get(Get(body, "error"), "code"), "invalid_api_key")
            && Text(Get(Get(body, "error"), "message"))?.StartsWith("Incorrect API key", StringComparison.OrdinalIgnoreCase) == true && Get(body, "data") is null,
        ("zoho", true) => Same(Get(Get(body, "error"), "code"), "TM_4001") && Get(body, "data") is null
            && Items(Get(Get(body, "error"), "details")) is { Count: > 0 } details && details.All(detail => Same(Get(detail, "code"), "SERR_157")),
        _ => false,
    };

    private static bool LooksLikeAnAccount(JsonElement body) => AccountMarks.Count(name => Get(body, name) is not null) >= 3;

    private static JsonElement? Parse(ProviderAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body.TrimStart('\uFEFF'));
            return answer.IsCutOff || document.RootElement.ValueKind != JsonValueKind.Object ? null : document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonElement? Get(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static List<JsonElement>? Items(JsonElement? element) => element is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : null;

    private static bool Same(JsonElement? element, string text) => string.Equals(Text(element), text, StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonElement? element)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Gen<ProviderAnswer> Answers() =>
        from status in Gen.OneOf(Gen.Elements(200, 201, 204, 301, 307, 400, 401, 402, 403, 404, 408, 429, 500, 503), Gen.Choose(0, 999))
        from body in MutatedBodies()
        from type in Gen.Elements("application/json", "text/html", "text/plain", "", null)
        from cut in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from header in Gen.Elements(ProviderAnswer.HeadersKept.ToArray())
        from value in Gen.OneOf(
            Gen.Elements("60", "-1", "1e9", "99999999999999999999999", "NaN", "∞", "6m0s", "12ms", "Mon, 02 Mar 2026 09:00:00 GMT", "", "9999999999999h"),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""))
        select new ProviderAnswer(status, type, body)
        {
            IsCutOff = cut,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [header] = value },
            ReceivedAt = new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc),
        };

    private static Gen<string> MutatedBodies() =>
        from body in Gen.Elements(Bodies)
        from other in Gen.Elements(Bodies)
        from at in Gen.Choose(0, 400)
        from mutation in Gen.Choose(0, 11)
        from text in ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")
        select Mutate(body, other, Math.Min(at, body.Length), mutation, text);

    private static string Mutate(string body, string other, int at, int mutation, string text) => mutation switch
    {
        0 => body[..at],
        1 => body.Insert(at, text),
        2 => body.Remove(at, Math.Min(3, body.Length - at)),
        3 => $$"""{"error":{{body}},"data":{{other}}}""",
        4 => string.Concat(Enumerable.Repeat("[", 2_000)) + body,
        5 => body.Replace("\"code\":\"", "\"code\":[\"", StringComparison.Ordinal),
        6 => string.Concat(body.Split(":\"").Select((part, index) => index == 0 ? part : $":1,\"x{index}\":\"{part}")),
        7 => '\uFEFF' + body + new string(' ', 70_000),
        8 => body.ToUpperInvariant(),
        // One and the other at once: an error that is a success as well, or a name that stands twice.
        9 or 10 when body.StartsWith('{') && other.StartsWith('{') && body.Length > 2 && other.Length > 2 => $"{body[..^1]},{other[1..]}",
        _ => body,
    };
}
