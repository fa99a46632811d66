using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations.OpenAi;

/// <summary>
/// <c>GET /v1/models</c>, free and documented (github.com/openai/openai-openapi, ListModelsResponse); errors
/// <c>{"error": {"message", "type", "param", "code"}}</c> (ErrorResponse). It names no account. The message echoes the
/// ends of whatever was sent as a key: nothing of it is kept.
/// </summary>
public sealed class OpenAiVerification : ProviderVerifier
{
    public override Uri BaseAddress { get; } = new("https://api.openai.com/v1/");

    /// <summary>No limit is published for the list of models: this one is ours, so as not to stand out.</summary>
    public override CallLimit AccountLimit { get; } = new(60, TimeSpan.FromMinutes(1));

    /// <summary>An account with many models of its own has a long list, some 130 bytes each.</summary>
    public override int AnswerMaxBytes => 512 * 1024;

    public override HttpRequestMessage NewProbe(SecretText key) => NewRequest(HttpMethod.Get, "models", "Authorization", $"Bearer {key.Reveal()}");

    protected override Verification? Read(int status, AnswerJson body)
    {
        var error = body["error"];
        if (status == 200)
        {
            return IsListOfModels(body) && !body.HasAny("error", "errors") ? new Verification(VerificationVerdict.Valid) : null;
        }

        // An error that is a list as well contradicts itself.
        if (error["message"].Text is null || body.HasAny("object", "data"))
        {
            return null;
        }

        return status switch
        {
            // Code and message both: a key is not held to be bad for a code that comes with another reason.
            401 when error["code"].Is("invalid_api_key") => error["message"].Mentions("Incorrect API key") ? new Verification(VerificationVerdict.Rejected) : null,
            401 or 403 => ReadRefusal(status, error),
            429 when HasNoCredit(error) => new Verification(VerificationVerdict.NoCredit),
            _ => null,
        };
    }

    /// <summary>A duration from now, for each kind of limit (as <c>12ms</c> or <c>6m0s</c>): the longer one is safe.</summary>
    protected override TimeSpan? OwnWait(ProviderAnswer answer)
    {
        var requests = ProviderWait.FromDuration(answer.Headers.GetValueOrDefault("x-ratelimit-reset-requests"));
        var tokens = ProviderWait.FromDuration(answer.Headers.GetValueOrDefault("x-ratelimit-reset-tokens"));
        return requests > tokens ? requests : tokens ?? requests;
    }

    private static bool IsListOfModels(AnswerJson body) => body["object"].Is("list") && body["data"].IsArray
        && body["data"].Items.All(model => model["id"].Text is not null && (!model["object"].IsPresent || model["object"].Is("model")));

    /// <summary>The type stays while newer codes tell the reason more exactly.</summary>
    private static bool HasNoCredit(AnswerJson error) =>
        (error["type"].Is("insufficient_quota") && !error["code"].Is("rate_limit_exceeded") && !error["code"].Is("invalid_api_key"))
        || error["code"].Is("insufficient_quota") || error["code"].Is("credit_balance_exhausted");

    /// <summary>
    /// Refusals of a key that is alive (developers.openai.com, error codes and ip-allowlist). A missing scope comes as
    /// 401 without a code, and has met keys that lacked none. What is not understood stays unexpected, which harms no key.
    /// </summary>
    private static Verification? ReadRefusal(int status, AnswerJson error)
    {
        var (code, message) = (error["code"], error["message"]);
        if (code.IsPresent)
        {
            return code switch
            {
                _ when status == 403 && code.Is("unsupported_country_region_territory") => new Verification(VerificationVerdict.IpBlocked) { Cause = VerificationCause.Location },
                _ when status == 401 && code.Is("ip_not_authorized") => new Verification(VerificationVerdict.IpBlocked),
                _ => null,
            };
        }

        if (message.Mentions("member of an organization"))
        {
            return Limited(VerificationCause.NoMembership);
        }

        return message.Mentions("insufficient permissions", "missing scopes") ? Limited(VerificationCause.MissingPermission) : null;
    }

    private static Verification Limited(VerificationCause cause) => new(VerificationVerdict.InsufficientScope) { Cause = cause };
}
