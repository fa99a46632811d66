using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// OpenAI: the models here, texts and media in classes of their own. Errors as in its published specification
/// (github.com/openai/openai-openapi, <c>openapi.yaml</c>) and as reported in public issues; headers as in
/// developers.openai.com/api/reference/overview, and those of the network in front of it.
/// </summary>
public sealed class FakeOpenAi : FakeProvider
{
    private static readonly string[] KnownModels = ["gpt-demo", "embedding-demo"];

    public override Provider Provider => ProviderCatalogue.Find("openai")!;

    /// <summary>In how many pieces a streamed text comes: 1 at least.</summary>
    public int Chunks { get; set; } = 8;

    private protected override string CredentialHeader => "Authorization";

    private protected override string CredentialPrefix => "Bearer ";

    private protected override Func<FakeRequest, FakeAnswer>? Find(string method, string path) => (method, path) switch
    {
        ("GET", "/v1/models") => Models,
        ("GET", _) when path.StartsWith("/v1/models/", StringComparison.Ordinal) => Model,
        ("POST", "/v1/chat/completions") => request => FakeOpenAiTexts.Chat(request, Chunks),
        ("POST", "/v1/responses") => request => FakeOpenAiTexts.Response(request, Chunks),
        ("POST", "/v1/embeddings") => FakeOpenAiMedia.Embeddings,
        ("POST", "/v1/moderations") => FakeOpenAiMedia.Moderations,
        ("POST", "/v1/images/generations") => FakeOpenAiMedia.Images,
        ("POST", "/v1/audio/speech") => FakeOpenAiMedia.Speech,
        ("POST", "/v1/audio/transcriptions") => FakeOpenAiMedia.Transcription,
        _ => null,
    };

    private protected override FakeAnswer NotFound(string method, string path) => Error(404, $"Invalid URL ({method} {path})", "invalid_request_error", null);

    private protected override FakeAnswer NoKey() => Error(401, "You didn't provide an API key.", "invalid_request_error", null);

    private protected override FakeAnswer Unknown(string key) => Error(401,
        $"Incorrect API key provided: {key[..Math.Min(8, key.Length)]}****{key[^Math.Min(4, key.Length)..]}. You can find your API key at https://platform.openai.com/account/api-keys.",
        "invalid_request_error", "invalid_api_key");

    private protected override FakeAnswer IpBlocked(string caller) =>
        Error(401, "Your request IP does not match the configured IP allowlist for your project or organization.", "invalid_request_error", "ip_not_authorized");

    private protected override FakeAnswer NoCredit() => Error(429,
        "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota");

    private protected override FakeAnswer Restricted(string path) => Error(401,
        "You have insufficient permissions for this operation. Missing scopes: api.model.read. Check that you have the correct role in your organization, and if you're using a restricted API key, that it has the necessary scopes.",
        "invalid_request_error", null);

    // The x-ratelimit headers belong to calls of a model; that the list of models has them is not established.
    private protected override FakeAnswer RateLimited() => Error(429, "Rate limit reached for requests.", "requests", "rate_limit_exceeded");

    private protected override FakeAnswer Echo(string key) => Error(401,
        $"Incorrect API key provided: {key}. You can find your API key at https://platform.openai.com/account/api-keys.", "invalid_request_error", "invalid_api_key") with
    {
        Headers = [("x-request-id", key)],
    };

    /// <summary>What a call of a model answers, with the headers that tell of the account.</summary>
    internal static FakeAnswer Answer(DemoKey key, string body) => new(200, body) { Headers = HeadersOf(key, ofModel: true) };

    internal static FakeAnswer Answer(DemoKey key, IReadOnlyList<byte[]> pieces, string contentType) => new(200, pieces, contentType) { Headers = HeadersOf(key, ofModel: true) };

    /// <summary>The body, or the refusal of one that lacks a member.</summary>
    internal static (JsonElement Body, FakeAnswer? Refusal) Read(FakeRequest request, params ReadOnlySpan<string> members)
    {
        if (request.Body.Parse() is not { } body)
        {
            return (default, Error(400, "We could not parse the JSON body of your request.", "invalid_request_error", null));
        }

        foreach (var member in members)
        {
            if (!body.Has(member))
            {
                return (body, Error(400, $"Missing required parameter: '{member}'.", "invalid_request_error", "missing_required_parameter", member));
            }
        }

        return (body, null);
    }

    internal static FakeAnswer Error(int status, string message, string type, string? code, string? param = null) => new(status,
        $$$"""{"error":{"message":{{{JsonSerializer.Serialize(message)}}},"type":"{{{type}}}","param":{{{JsonSerializer.Serialize(param)}}},"code":{{{JsonSerializer.Serialize(code)}}}}}""")
    {
        Headers = [("x-request-id", $"req_{Guid.NewGuid():N}")],
    };

    private static FakeAnswer Models(FakeRequest request) => new(200,
        """{"object":"list","data":[{"id":"gpt-demo","object":"model","created":1751234567,"owned_by":"system"},{"id":"embedding-demo","object":"model","created":1751234568,"owned_by":"system","shutdown_date":null}]}""")
    {
        Headers = HeadersOf(request.Key, ofModel: false),
    };

    private static FakeAnswer Model(FakeRequest request)
    {
        var id = request.Path["/v1/models/".Length..];
        return KnownModels.Contains(id, StringComparer.Ordinal)
            ? new FakeAnswer(200, $$"""{"id":"{{id}}","object":"model","created":1751234567,"owned_by":"system"}""") { Headers = HeadersOf(request.Key, ofModel: false) }
            : Error(404, $"The model '{id}' does not exist", "invalid_request_error", "model_not_found", "model");
    }

    private static (string Name, string Value)[] HeadersOf(DemoKey key, bool ofModel)
    {
        var account = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Account)));
        (string, string)[] all =
        [
            ("x-request-id", $"req_{Guid.NewGuid():N}"), ("openai-version", "2020-10-01"), ("openai-processing-ms", "12"),
            ("openai-organization", $"org-{account[..24]}"), ("openai-project", $"proj_{account[24..48]}"),
            ("set-cookie", $"__cf_bm={Guid.NewGuid():N}; path=/; domain=.api.openai.com; HttpOnly; Secure; SameSite=None"),
        ];
        return !ofModel ? all :
        [
            .. all, ("x-ratelimit-limit-requests", "10000"), ("x-ratelimit-limit-tokens", "200000"), ("x-ratelimit-remaining-requests", "9999"),
            ("x-ratelimit-remaining-tokens", "199900"), ("x-ratelimit-reset-requests", "6ms"), ("x-ratelimit-reset-tokens", "30ms"),
        ];
    }
}
