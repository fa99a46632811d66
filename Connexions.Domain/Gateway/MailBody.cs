using Connexions.Domain.Results;
using Connexions.Domain.Sharing;

namespace Connexions.Domain.Gateway;

/// <summary>As whom a client may send.</summary>
/// <param name="Sender">What the effective connexion gives this client.</param>
/// <param name="IsShared">Whether the key is the network's: then nobody may send as anybody else, and a sender must be stated.</param>
public sealed record SenderTerms(Sender Sender, bool IsShared);

/// <summary>A body that may be sent.</summary>
/// <param name="Body">JSON, UTF-8, written anew from what was read: what was checked is what is sent.</param>
/// <param name="Emails">How many e-mails it makes; null where only the provider knows (a newsletter to a list).</param>
public sealed record CheckedMail(byte[] Body, int? Emails);

/// <summary>
/// Finds the sender in a body of the provider's, refuses another's, fills in a missing one, and counts the e-mails. A
/// body that two readers could read differently (a name twice, a name in another case) is refused.
/// </summary>
public abstract class MailBody
{
    public abstract Result<CheckedMail> Check(ReadOnlyMemory<byte> body, SenderTerms terms);
}
