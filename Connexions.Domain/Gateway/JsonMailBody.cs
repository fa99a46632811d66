using System.Text.Json.Nodes;
using Connexions.Domain.Results;

namespace Connexions.Domain.Gateway;

/// <summary>What the bodies of providers' mails share: an object with a sender, headers and lists of recipients.</summary>
public abstract class JsonMailBody : MailBody
{
    private readonly MailSender sender;
    private readonly string headers;
    private readonly MemberNames names;

    /// <param name="sender">Where the sender stands.</param>
    /// <param name="headers">The member that holds headers of the mail.</param>
    /// <param name="others">Further members at the top that are looked at.</param>
    private protected JsonMailBody(MailSender sender, string headers, params string[] others)
    {
        this.sender = sender;
        this.headers = headers;
        names = new MemberNames([sender.Member, headers, .. others]);
    }

    public sealed override Result<CheckedMail> Check(ReadOnlyMemory<byte> body, SenderTerms terms)
    {
        var read = MailJson.Read(body);
        if (!read.Succeeded)
        {
            return Result<CheckedMail>.Failure(read.Errors);
        }

        var mail = read.Value;
        var error = MailJson.RefuseMisspelt(mail, names)
            ?? MailHeaders.Check(mail[headers])
            ?? CheckRest(mail, terms)
            ?? sender.Settle(mail, terms);
        return error is null ? new CheckedMail(MailJson.Write(mail), Count(mail)) : error;
    }

    /// <summary>Looks at what is the provider's own; what it lets through can be counted.</summary>
    private protected virtual Error? CheckRest(JsonObject mail, SenderTerms terms) => null;

    /// <summary>How many e-mails it makes; null where only the provider knows.</summary>
    private protected virtual int? Count(JsonObject mail) => null;

    /// <summary>A list may be missing, and else has objects in it.</summary>
    private protected static Error? CheckList(JsonNode? list, Func<JsonObject, Error?> checkOne) => list switch
    {
        null => null,
        JsonArray items => items.Select(item => item is JsonObject one ? checkOne(one) : GatewayErrors.BodyUnreadable).FirstOrDefault(error => error is not null),
        _ => GatewayErrors.BodyUnreadable,
    };

    private protected static int Length(JsonNode? list) => (list as JsonArray)?.Count ?? 0;
}
