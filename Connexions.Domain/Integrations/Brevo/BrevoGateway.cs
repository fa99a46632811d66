using Connexions.Domain.Gateway;

namespace Connexions.Domain.Integrations.Brevo;

/// <summary>
/// What tools may do at Brevo. Paths: the official SDK getbrevo/brevo-node (transactionalEmails, emailCampaigns, contacts),
/// developers.brevo.com/reference. Left out, beside the account, senders, domains and users:
/// testing or changing a stored campaign (its sender may be another agency's; so only the account's owner sends one off,
/// and one that is created with <c>scheduledAt</c> sends itself); the content of mails that were sent, which may be another's; the confirmation mail of
/// a double opt-in, whose sender is in a template; imports and exports, which run on their own and concern everything;
/// renaming or deleting lists and attributes, which are the whole account's.
/// </summary>
public sealed class BrevoGateway : ProviderGateway
{
    private static readonly BrevoMail Mail = new();
    private static readonly BrevoNewsletter Newsletter = new();

    public override string CredentialHeader => "api-key";

    public override IReadOnlyList<GatewayOperation> Operations { get; } =
    [
        new("email.send", "POST", "v3/smtp/email", Purposes.Emails) { Mail = Mail },
        new("email.list", "GET", "v3/smtp/emails", Purposes.Emails) { OwnerOnly = true },
        new("event.list", "GET", "v3/smtp/statistics/events", Purposes.Emails) { OwnerOnly = true },
        new("template.list", "GET", "v3/smtp/templates", Purposes.Emails),
        new("template.read", "GET", "v3/smtp/templates/{templateId}", Purposes.Emails),

        new("newsletter.create", "POST", "v3/emailCampaigns", Purposes.Newsletters) { Mail = Newsletter },
        new("newsletter.list", "GET", "v3/emailCampaigns", Purposes.Newsletters) { OwnerOnly = true },
        new("newsletter.read", "GET", "v3/emailCampaigns/{campaignId}", Purposes.Newsletters) { OwnerOnly = true },
        new("newsletter.send", "POST", "v3/emailCampaigns/{campaignId}/sendNow", Purposes.Newsletters) { OwnerOnly = true },

        new("contact.list", "GET", "v3/contacts", Purposes.Contacts),
        new("contact.create", "POST", "v3/contacts", Purposes.Contacts),
        new("contact.update_many", "POST", "v3/contacts/batch", Purposes.Contacts),
        new("contact.read", "GET", "v3/contacts/{identifier}", Purposes.Contacts),
        new("contact.update", "PUT", "v3/contacts/{identifier}", Purposes.Contacts),
        new("contact.delete", "DELETE", "v3/contacts/{identifier}", Purposes.Contacts),
        new("contact_statistics.read", "GET", "v3/contacts/{identifier}/campaignStats", Purposes.Contacts) { OwnerOnly = true },
        new("attribute.list", "GET", "v3/contacts/attributes", Purposes.Contacts),
        new("segment.list", "GET", "v3/contacts/segments", Purposes.Contacts),
        new("folder.list", "GET", "v3/contacts/folders", Purposes.Contacts),
        new("list.list", "GET", "v3/contacts/lists", Purposes.Contacts),
        new("list.create", "POST", "v3/contacts/lists", Purposes.Contacts),
        new("list.read", "GET", "v3/contacts/lists/{listId}", Purposes.Contacts),
        new("list_contact.list", "GET", "v3/contacts/lists/{listId}/contacts", Purposes.Contacts),
        new("list_contact.add", "POST", "v3/contacts/lists/{listId}/contacts/add", Purposes.Contacts),
        new("list_contact.remove", "POST", "v3/contacts/lists/{listId}/contacts/remove", Purposes.Contacts),
    ];

    /// <summary>The limits are those of the calls (developers.brevo.com/docs/limit-headers).</summary>
    public override IReadOnlyList<string> ResponseHeaders { get; } =
        ["sib-request-id", "x-sib-ratelimit-limit", "x-sib-ratelimit-remaining", "x-sib-ratelimit-reset"];

    /// <summary>The client is npm <c>@getbrevo/brevo</c> 6.</summary>
    public override IReadOnlyList<ToolExample> Examples { get; } =
    [
        new("email.send", """
            {
              "to": [{ "email": "client@example.com" }],
              "subject": "Bonjour",
              "textContent": "Bonjour de notre part."
            }
            """)
        {
            JavaScript = """
                import { BrevoClient } from '@getbrevo/brevo';

                const brevo = new BrevoClient({
                  apiKey: process.env.CONNEXIONS_TOKEN,
                  baseUrl: '{address}',
                });
                const mail = await brevo.transactionalEmails.sendTransacEmail({
                  to: [{ email: 'client@example.com' }],
                  subject: 'Bonjour',
                  textContent: 'Bonjour de notre part.',
                });
                console.log(mail.messageId);
                """,
        },
        new("contact.create", """
            {
              "email": "client@example.com",
              "updateEnabled": true
            }
            """),
        new("newsletter.create", """
            {
              "name": "Lettre de printemps",
              "subject": "Bonjour",
              "htmlContent": "<p>Bonjour de notre part.</p>"
            }
            """),
    ];

    public override MailCall NewTestMail(TestMail mail) => new("email.send", BrevoMail.Write(mail));

    /// <summary>As in the official SDK's ErrorModel.</summary>
    public override IReadOnlyDictionary<string, object?> ErrorMembers(string code, string sentence) =>
        new Dictionary<string, object?> { ["message"] = sentence, ["code"] = code };
}
