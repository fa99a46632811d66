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
        return status switch
        {
            200 => body["object"].Is("list") && body["data"].IsArray && body["data"].Items.All(model => model["id"].Text is not null)
                ? new Verification(VerificationVerdict.Valid)
                : null,
            _ when error["message"].Text is null => null,
            401 when error["code"].Is("invalid_api_key") => new Verification(VerificationVerdict.Rejected),
            401 or 403 => ReadRefusal(error),
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

    /// <summary>The type stays while newer codes tell the reason more exactly.</summary>
    private static bool HasNoCredit(AnswerJson error) =>
        error["type"].Is("insufficient_quota") || error["code"].Is("insufficient_quota") || error["code"].Is("credit_balance_exhausted");

    /// <summary>
    /// That these refusals exist is documented (developers.openai.com, error codes); how they are worded is not. What is
    /// not understood stays unexpected, which harms no key.
    /// </summary>
    private static Verification? ReadRefusal(AnswerJson error)
    {
        if (error["code"].Mentions("unsupported_country") || error["message"].Mentions("country, region"))
        {
            return new Verification(VerificationVerdict.IpBlocked) { Cause = VerificationCause.Location };
        }

        if (error["code"].Mentions("ip_not_auth") || error["message"].Mentions("IP not authorized", "IP address is not", "IP allowlist", "allowed IP"))
        {
            return new Verification(VerificationVerdict.IpBlocked);
        }

        if (error["message"].Mentions("member of an organization"))
        {
            return Limited(VerificationCause.NoMembership);
        }

        return error["message"].Mentions("insufficient permissions", "missing scopes") ? Limited(VerificationCause.MissingPermission) : null;
    }

    private static Verification Limited(VerificationCause cause) => new(VerificationVerdict.InsufficientScope) { Cause = cause };
}
