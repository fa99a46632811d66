using System.Text;
using System.Text.Json;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;

namespace Connexions.Tests.Domain.Gateway;

/// <summary>What the tests of mails' bodies share.</summary>
internal static class MailBodies
{
    public const string Email = "contact@agence.test";
    public const string Name = "Agence du Port";

    public static readonly SenderTerms Shared = new(new Sender(Email, Name), IsShared: true);
    public static readonly SenderTerms SharedNameless = new(new Sender(Email, null), IsShared: true);
    public static readonly SenderTerms SharedUnstated = new(Sender.Unstated, IsShared: true);
    public static readonly SenderTerms Own = new(new Sender(Email, Name), IsShared: false);
    public static readonly SenderTerms OwnUnstated = new(Sender.Unstated, IsShared: false);

    public static Result<CheckedMail> Check(this MailBody mail, string body, SenderTerms terms) => mail.Check(Encoding.UTF8.GetBytes(body), terms);

    public static string Written(this MailBody mail, string body, SenderTerms terms) => Encoding.UTF8.GetString(mail.Check(body, terms).Require().Body);

    public static void AssertRefused(this MailBody mail, string body, SenderTerms terms, Error expected, params object[] arguments)
    {
        var error = Assert.Single(mail.Check(body, terms).Errors);
        Assert.Equal(expected.Code, error.Code);
        Assert.Equal(arguments, error.Arguments);
    }

    public static JsonElement Parse(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
