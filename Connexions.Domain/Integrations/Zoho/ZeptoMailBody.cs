using System.Text.Json.Nodes;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;

namespace Connexions.Domain.Integrations.Zoho;

/// <summary>
/// The body of ZeptoMail's four ways to send: they differ in how the content is given
/// (zoho.com/zeptomail/help/api/email-sending.html, …/batch-email-sending.html).
/// </summary>
public sealed class ZeptoMailBody() : JsonMailBody(new MailSender("from", "address"), "mime_headers", [.. Lists, BounceAddress])
{
    /// <summary>Where returned mail goes: it becomes the mail's Return-Path.</summary>
    private const string BounceAddress = "bounce_address";

    private const string Recipient = "email_address";

    private static readonly string[] Lists = ["to", "cc", "bcc"];
    private static readonly MemberNames ItemNames = new(Recipient);
    private static readonly MemberNames RecipientNames = new("address", "name");

    public static byte[] Write(TestMail mail) => MailJson.Compose(new
    {
        from = mail.SenderEmail is null ? null : new { address = mail.SenderEmail, name = mail.SenderName ?? mail.SenderEmail },
        to = new[] { new { email_address = new { address = mail.RecipientEmail } } },
        subject = mail.Subject,
        htmlbody = mail.Html,
    });

    /// <summary>On the network's account nobody chooses where returned mail goes: that is seen as a sender, too.</summary>
    private protected override Error? CheckRest(JsonObject mail, SenderTerms terms) => terms.IsShared && mail[BounceAddress] is not null
        ? GatewayErrors.MailHeaderRefused with { Arguments = [BounceAddress] }
        : Lists.Select(list => CheckList(mail[list], CheckItem)).FirstOrDefault(error => error is not null);

    private protected override int? Count(JsonObject mail) => Lists.Sum(list => Length(mail[list]));

    private static Error? CheckItem(JsonObject item) =>
        MailJson.RefuseMisspelt(item, ItemNames) ?? (item[Recipient] is JsonObject recipient ? CheckRecipient(recipient) : GatewayErrors.BodyUnreadable);

    private static Error? CheckRecipient(JsonObject recipient) =>
        MailJson.RefuseMisspelt(recipient, RecipientNames) ?? (MailJson.Text(recipient["address"]) is null ? GatewayErrors.BodyUnreadable : null);
}
