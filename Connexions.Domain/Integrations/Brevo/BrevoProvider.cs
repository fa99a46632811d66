using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations.Brevo;

/// <summary>Brevo, formerly Sendinblue. Keys: developers.brevo.com/docs/api-key-authentication.</summary>
public sealed class BrevoProvider : Provider
{
    public override string Code => "brevo";

    public override string Name => "Brevo";

    public override string Table => "brevo_connexion";

    public override Type ConnexionType => typeof(BrevoConnexion);

    public override IReadOnlyList<ProviderField> Fields { get; } =
    [
        new(FieldKind.ApiKey, "brevo_api_key"),
        new(FieldKind.AccountEmail, "brevo_email_compte"),
        new(FieldKind.AccountName, "brevo_nom_compte"),
        new(FieldKind.SenderEmail, "brevo_expediteur_email"),
        new(FieldKind.SenderName, "brevo_expediteur_nom"),
    ];

    public override Uri KeyPage { get; } = new("https://app.brevo.com/settings/keys/api");

    public override ProviderVerifier Verifier { get; } = new BrevoVerification();

    public override ProviderGateway Gateway { get; } = new BrevoGateway();

    public override Uri? PlaceFor(VerificationVerdict verdict) => verdict == VerificationVerdict.IpBlocked
        ? new Uri("https://app.brevo.com/security/authorised_ips")
        : base.PlaceFor(verdict);

    public override KeyFormat KeyFormat => KeyFormats.Brevo;

    public override Connexion NewConnexion(Guid organisationId, ClientRef client, DateTime at) =>
        new BrevoConnexion().BelongTo<BrevoConnexion>(organisationId, client, at);
}
