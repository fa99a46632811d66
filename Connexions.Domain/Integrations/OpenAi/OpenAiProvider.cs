using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations.OpenAi;

/// <summary>OpenAI. Keys: platform.openai.com/api-keys.</summary>
public sealed class OpenAiProvider : Provider
{
    public override string Code => "openai";

    public override string Name => "OpenAI";

    public override string Table => "openai_connexion";

    public override Type ConnexionType => typeof(OpenAiConnexion);

    public override IReadOnlyList<ProviderField> Fields { get; } =
    [
        new(FieldKind.ApiKey, "openai_api_key"),
        new(FieldKind.AccountEmail, "openai_email_compte"),
    ];

    public override Uri KeyPage { get; } = new("https://platform.openai.com/api-keys");

    public override ProviderVerifier Verifier { get; } = new OpenAiVerification();

    public override ProviderGateway Gateway { get; } = new OpenAiGateway();

    public override Uri? PlaceFor(VerificationVerdict verdict) => verdict == VerificationVerdict.NoCredit
        ? new Uri("https://platform.openai.com/settings/organization/billing")
        : base.PlaceFor(verdict);

    public override KeyFormat KeyFormat => KeyFormats.OpenAi;

    /// <summary>An admin key manages the whole organisation and calls no model: it has no business here.</summary>
    public override Error? Refuse(SecretText key) =>
        base.Refuse(key) ?? (KeyFormats.OpenAiAdmin.Pattern.IsMatch(key.Reveal()) ? ConnexionErrors.OpenAiAdminKey : null);

    public override Connexion NewConnexion(Guid organisationId, ClientRef client, DateTime at) =>
        new OpenAiConnexion().BelongTo<OpenAiConnexion>(organisationId, client, at);
}
