using System.Text.Json;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Demo.Providers;

/// <summary>OpenAI: <c>GET /v1/models</c>. Errors as in its published specification and as reported in public issues.</summary>
public sealed class FakeOpenAi : FakeProvider
{
    public override Provider Provider => ProviderCatalogue.Find("openai")!;

    private protected override string CredentialHeader => "Authorization";

    private protected override string CredentialPrefix => "Bearer ";

    private protected override Func<FakeRequest, FakeAnswer>? Find(string method, string path) => method == "GET" && path == "/v1/models" ? Models : null;

    private protected override FakeAnswer NotFound(string method, string path) => Error(404, $"Invalid URL ({method} {path})", "invalid_request_error", null);

    private protected override FakeAnswer NoKey() => Error(401, "You didn't provide an API key.", "invalid_request_error", null);

    private protected override FakeAnswer Unknown(string key) => Error(401,
        $"Incorrect API key provided: {key[..Math.Min(8, key.Length)]}****{key[^Math.Min(4, key.Length)..]}. You can find your API key at https://platform.openai.com/account/api-keys.",
        "invalid_request_error", "invalid_api_key");

    private static FakeAnswer Models(FakeRequest request) => new(200,
        """{"object":"list","data":[{"id":"gpt-demo","object":"model","created":1751234567,"owned_by":"system"},{"id":"embedding-demo","object":"model","created":1751234568,"owned_by":"system","shutdown_date":null}]}""")
    {
        Headers = [("x-request-id", $"req_{Guid.NewGuid():N}"), ("openai-version", "2020-10-01")],
    };

    private protected override FakeAnswer IpBlocked(string caller) =>
        Error(401, $"Your IP address is not authorized: IP not authorized ({caller}).", "invalid_request_error", "ip_not_authorized");

    private protected override FakeAnswer NoCredit() => Error(429,
        "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota");

    private protected override FakeAnswer Restricted() => Error(403,
        "You have insufficient permissions for this operation. Missing scopes: api.model.read.", "invalid_request_error", null);

    // The x-ratelimit headers belong to calls of a model; that the list of models has them is not established.
    private protected override FakeAnswer RateLimited() => Error(429, "Rate limit reached for requests.", "requests", "rate_limit_exceeded");

    private protected override FakeAnswer Echo(string key) => Error(401,
        $"Incorrect API key provided: {key}. You can find your API key at https://platform.openai.com/account/api-keys.", "invalid_request_error", "invalid_api_key") with
    {
        Headers = [("x-request-id", key)],
    };

    private static FakeAnswer Error(int status, string message, string type, string? code) => new(status,
        $$$"""{"error":{"message":{{{JsonSerializer.Serialize(message)}}},"type":"{{{type}}}","param":null,"code":{{{JsonSerializer.Serialize(code)}}}}}""")
    {
        Headers = [("x-request-id", $"req_{Guid.NewGuid():N}")],
    };
}
