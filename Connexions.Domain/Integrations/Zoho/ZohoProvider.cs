using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations.Zoho;

/// <summary>
/// Zoho's ZeptoMail, the one Zoho product whose account is a single token, a sender e-mail and a name
/// (zoho.com/zeptomail/help/api-home.html). A "Send Mail token" has no published shape.
/// </summary>
public sealed class ZohoProvider : Provider
{
    public override string Code => "zoho";

    public override string Name => "Zoho";

    public override string Table => "zoho_connexion";

    public override Type ConnexionType => typeof(ZohoConnexion);

    public override IReadOnlyList<ProviderField> Fields { get; } =
    [
        new(FieldKind.ApiKey, "zoho_api_key"),
        new(FieldKind.AccountEmail, "zoho_email_compte"),
        new(FieldKind.AccountName, "zoho_nom_compte"),
        new(FieldKind.SenderEmail, "zoho_expediteur_email"),
        new(FieldKind.SenderName, "zoho_expediteur_nom"),
    ];

    public override Uri KeyPage { get; } = new("https://zeptomail.zoho.com/");

    public override ProviderVerifier Verifier { get; } = new ZohoVerification();

    public override ProviderGateway Gateway { get; } = new ZohoGateway();

    /// <summary>No shape is published, but a long random text it always is.</summary>
    public override bool LooksUsual(SecretText key) => KeyInText.HoldsToken(key.Reveal()) || KeyFormats.ZohoOAuth.Pattern.IsMatch(key.Reveal());

    public override Connexion NewConnexion(Guid organisationId, ClientRef client, DateTime at) =>
        new ZohoConnexion().BelongTo<ZohoConnexion>(organisationId, client, at);
}
