using Connexions.Domain.Gateway;

namespace Connexions.Domain.Integrations.Brevo;

/// <summary>
/// The body of <c>POST v3/emailCampaigns</c> (official SDK, CreateEmailCampaignRequest). Its recipients are lists and
/// segments kept by Brevo: how many e-mails that makes, only Brevo knows.
/// </summary>
public sealed class BrevoNewsletter() : JsonMailBody(BrevoMail.BrevoSender, BrevoMail.Headers);
