using System.Text.Json.Nodes;
using Connexions.Domain.Results;
using Connexions.Domain.Text;

namespace Connexions.Domain.Gateway;

/// <summary>The sender in a mail's body: an object with an address and a name.</summary>
/// <param name="member">Its name at the top of the body.</param>
/// <param name="email">What the address is called inside it.</param>
/// <param name="id">What the provider's number for a sender is called inside it; null where there is none.</param>
internal sealed class MailSender(string member, string email, string? id = null)
{
    private const string Name = "name";

    private readonly MemberNames names = id is null ? new(email, Name) : new(email, Name, id);

    public string Member => member;

    /// <summary>Refuses a sender that the terms do not allow; writes the one they state where it is missing.</summary>
    public Error? Settle(JsonObject mail, SenderTerms terms)
    {
        if (terms is { IsShared: true, Sender.IsStated: false })
        {
            return GatewayErrors.NoSender;
        }

        switch (mail[member])
        {
            case JsonObject sender:
                return Compare(sender, terms);
            case not null:
                return GatewayErrors.BodyUnreadable;
            case null when terms.Sender.IsStated:
                var address = EmailAddress.Write(terms.Sender.Email!);
                mail[member] = terms.Sender.Name is { } name
                    ? new JsonObject { [email] = address, [Name] = name }
                    : new JsonObject { [email] = address };
                return null;
            default:
                return null;
        }
    }

    private Error? Compare(JsonObject sender, SenderTerms terms)
    {
        if (MailJson.RefuseMisspelt(sender, names) is { } misspelt)
        {
            return misspelt;
        }

        // A client's own account without a sender of record: its owner may write any.
        if (!terms.Sender.IsStated)
        {
            return null;
        }

        if (id is not null && sender[id] is not null)
        {
            return GatewayErrors.SenderById;
        }

        if (terms.IsShared && sender.Select(one => one.Key).FirstOrDefault(key => !names.Contains(key)) is { } unknown)
        {
            return MailJson.Ambiguous(unknown);
        }

        if (new[] { sender[email], sender[Name] }.Any(value => value is not null && MailJson.Text(value) is null))
        {
            return GatewayErrors.BodyUnreadable;
        }

        if (MailJson.Text(sender[email]) is { } given && !EmailAddress.Same(given, terms.Sender.Email!))
        {
            return GatewayErrors.SenderNotYours with { Arguments = [terms.Sender.Email!] };
        }

        sender[email] = EmailAddress.Write(terms.Sender.Email!);
        return terms.IsShared ? SettleName(sender, terms.Sender.Email!, terms.Sender.Name) : null;
    }

    /// <summary>Who has no name sends under the address alone: a name that is the address is then nobody else's.</summary>
    private static Error? SettleName(JsonObject sender, string ownEmail, string? ownName)
    {
        if (MailJson.Text(sender[Name]) is { } given && !string.IsNullOrWhiteSpace(given)
            && !(ownName is null ? EmailAddress.Same(given, ownEmail) : PlainText.SameName(given, ownName)))
        {
            return GatewayErrors.SenderNameNotYours with { Arguments = [ownName ?? ownEmail] };
        }

        if (ownName is not null)
        {
            sender[Name] = ownName;
        }

        return null;
    }
}
