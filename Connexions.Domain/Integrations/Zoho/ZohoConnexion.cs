namespace Connexions.Domain.Integrations.Zoho;

public sealed class ZohoConnexion : MailConnexion;
