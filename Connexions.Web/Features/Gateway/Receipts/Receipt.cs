using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;

namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>
/// One use of a connexion through the gateway, as far as it is known before the call is sent. No secret is in it. It is
/// written to disk as it stands: a member added later needs a default value, since lines of the version before lack it.
/// </summary>
/// <param name="UseId">The gateway's own, new for each call.</param>
/// <param name="At">UTC.</param>
/// <param name="OrganisationId">The client's.</param>
/// <param name="Client">Whose tool calls.</param>
/// <param name="TokenId">The service token it came with; null without one.</param>
/// <param name="PersonId">The person it was made for; null for a tool's call.</param>
/// <param name="Provider">The provider's code.</param>
/// <param name="ConnexionId">Whose key is put in; null where none is in effect.</param>
/// <param name="Lender">The network whose key is used; null on a client's own key.</param>
/// <param name="Operation">The operation's code.</param>
/// <param name="Emails">How many e-mails the call makes; null where that cannot be counted.</param>
/// <param name="BytesSent">The body's length as far as it is known; 0 otherwise.</param>
public sealed record UseBegun(
    Guid UseId, DateTime At, Guid OrganisationId, ClientRef Client, Guid? TokenId, Guid? PersonId, string Provider, Guid? ConnexionId,
    Lender? Lender, string Operation, int? Emails, long BytesSent);

/// <summary>The network whose key is used by an agency.</summary>
/// <param name="OrganisationId">The network's.</param>
public sealed record Lender(Guid OrganisationId, Guid ReseauId);

/// <summary>What is known of a use when it is over. The rule on later members is that of <see cref="UseBegun"/>.</summary>
/// <param name="Status">The provider's HTTP status; null where there was none.</param>
/// <param name="Refusal">The error's code where the gateway refused; null otherwise.</param>
/// <param name="BytesSent">Of the body.</param>
/// <param name="BytesReceived">Of the answer's body.</param>
/// <param name="DurationMs">From the call's arrival to its end; 0 where the end is not known.</param>
/// <param name="Emails">How many e-mails were made; null where that cannot be counted.</param>
/// <param name="Tokens">What a language model's answer says it took; null where it says nothing.</param>
public sealed record UseEnded(UseResult Result, int? Status, string? Refusal, long BytesSent, long BytesReceived, int DurationMs, int? Emails, ModelTokens? Tokens = null)
{
    /// <summary>For a use whose end was never written: its server died.</summary>
    public static UseEnded Interrupted(UseBegun begun) => new(UseResult.Interrupted, null, null, begun.BytesSent, 0, 0, begun.Emails);
}

/// <summary>A use from beginning to end.</summary>
public sealed record Receipt(UseBegun Begun, UseEnded Ended);
