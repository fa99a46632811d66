using System.Text.Json.Nodes;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;

namespace Connexions.Domain.Integrations.Brevo;

/// <summary>
/// The body of <c>POST v3/smtp/email</c> (official SDK, SendTransacEmailRequest). A sender in it goes before the one of a
/// template. With <c>messageVersions</c> each version makes e-mails of its own; lists that a version does not have are
/// the ones at the top.
/// </summary>
public sealed class BrevoMail() : JsonMailBody(BrevoSender, Headers, [.. Lists, Versions])
{
    internal const string Headers = "headers";

    private const string Versions = "messageVersions";

    internal static readonly MailSender BrevoSender = new("sender", "email", "id");

    private static readonly string[] Lists = ["to", "cc", "bcc"];
    private static readonly MemberNames RecipientNames = new("email", "name");
    private static readonly MemberNames VersionNames = new([.. Lists, Headers]);

    public static byte[] Write(TestMail mail) => MailJson.Compose(new
    {
        sender = mail.SenderEmail is null ? null : new { email = mail.SenderEmail, name = mail.SenderName ?? mail.SenderEmail },
        to = new[] { new { email = mail.RecipientEmail } },
        subject = mail.Subject,
        htmlContent = mail.Html,
    });

    private protected override Error? CheckRest(JsonObject mail, SenderTerms terms) =>
        CheckLists(mail) ?? CheckList(mail[Versions], CheckVersion);

    private protected override int? Count(JsonObject mail) => mail[Versions] is JsonArray { Count: > 0 } versions
        ? versions.Sum(version => Lists.Sum(list => Length(version![list] ?? mail[list])))
        : Lists.Sum(list => Length(mail[list]));

    /// <summary>A version has no sender by the documentation: should it ever have one, it must not pass unseen.</summary>
    private static Error? CheckVersion(JsonObject version) =>
        version.Select(member => member.Key).FirstOrDefault(key => MailJson.Fold(key) == MailJson.Fold(BrevoSender.Member)) is { } sender
            ? MailJson.Ambiguous(sender)
            : MailJson.RefuseMisspelt(version, VersionNames) ?? MailHeaders.Check(version[Headers]) ?? CheckLists(version);

    private static Error? CheckLists(JsonObject holder) =>
        Lists.Select(list => CheckList(holder[list], CheckRecipient)).FirstOrDefault(error => error is not null);

    private static Error? CheckRecipient(JsonObject recipient) =>
        MailJson.RefuseMisspelt(recipient, RecipientNames) ?? (MailJson.Text(recipient["email"]) is null ? GatewayErrors.BodyUnreadable : null);
}
