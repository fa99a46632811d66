using System.Globalization;
using System.Net;
using System.Resources;
using Connexions.Domain.Text;

namespace Connexions.Domain.Integrations;

/// <summary>A mail that a person sends to themself to see whether a key works. The addresses were checked by whoever filled them in.</summary>
/// <param name="SenderEmail">Null where the gateway fills the sender in.</param>
public sealed record TestMail(string? SenderEmail, string? SenderName, string RecipientEmail, string Subject, string Html)
{
    private static readonly ResourceManager Texts = new(typeof(TestMail));

    /// <param name="clientName">Whose connexion is tried.</param>
    /// <param name="account">From which account it goes out; null where that is not known.</param>
    public static TestMail Write(string senderEmail, string? senderName, string recipientEmail, string clientName, string? account, CultureInfo culture) =>
        new(EmailAddress.Write(senderEmail), senderName, EmailAddress.Write(recipientEmail), Text("Subject", culture), HtmlOf("Body", clientName, account, culture));

    /// <summary>One that goes the way of a tool's calls: without a sender.</summary>
    /// <param name="clientName">For whom it is sent.</param>
    public static TestMail ThroughGateway(string recipientEmail, string clientName, string? account, CultureInfo culture) =>
        new(null, null, EmailAddress.Write(recipientEmail), Text("Subject", culture), HtmlOf("GatewayBody", clientName, account, culture));

    private static string HtmlOf(string key, string clientName, string? account, CultureInfo culture)
    {
        var body = string.Format(culture, Text(key, culture), WebUtility.HtmlEncode(clientName));
        return account is null ? $"<p>{body}</p>" : $"<p>{body}</p><p>{string.Format(culture, Text("Account", culture), WebUtility.HtmlEncode(account))}</p>";
    }

    private static string Text(string key, CultureInfo culture) => Texts.GetString(key, culture)
        ?? throw new MissingManifestResourceException($"{nameof(TestMail)} has no text {key}.");
}
