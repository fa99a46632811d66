namespace Connexions.Domain.Integrations.Brevo;

public sealed class BrevoConnexion : MailConnexion;
