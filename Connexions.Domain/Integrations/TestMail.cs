using System.Globalization;
using System.Net;
using System.Resources;

namespace Connexions.Domain.Integrations;

/// <summary>A mail that a person sends to themself to see whether a key works. The addresses were checked by whoever filled them in.</summary>
public sealed record TestMail(string SenderEmail, string? SenderName, string RecipientEmail, string Subject, string Html)
{
    private static readonly ResourceManager Texts = new(typeof(TestMail));

    /// <param name="clientName">Whose connexion is tried.</param>
    public static TestMail Write(string senderEmail, string? senderName, string recipientEmail, string clientName, CultureInfo culture)
    {
        var body = string.Format(culture, Text("Body", culture), WebUtility.HtmlEncode(clientName));
        return new TestMail(senderEmail, senderName, recipientEmail, Text("Subject", culture), $"<p>{body}</p>");
    }

    private static string Text(string key, CultureInfo culture) => Texts.GetString(key, culture)
        ?? throw new MissingManifestResourceException($"{nameof(TestMail)} has no text {key}.");
}
