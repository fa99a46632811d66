using System.Collections.Frozen;
using Connexions.Domain.Organisations;

namespace Connexions.Domain.Access;

/// <summary>What a handler does, as far as rights tell it apart.</summary>
public enum Operation
{
    ViewConnexion,

    /// <summary>Creates, edits, replaces or removes the key.</summary>
    EditConnexion,

    DeleteConnexion,

    /// <summary>Freezes one's own client's connexion for everybody who uses it, and thaws it.</summary>
    FreezeConnexion,

    /// <summary>Tries a key at its provider: one's own client's, stored or typed.</summary>
    VerifyConnexion,

    /// <summary>Has every connexion of the network and its agencies tried; learns no more of them than the board shows.</summary>
    VerifyFamily,

    /// <summary>Says that a key or an account claimed by another is one's own.</summary>
    ContestClaim,

    /// <summary>Sees the collisions that wait to be settled.</summary>
    ViewCollisions,

    /// <summary>Settles a collision, with a reason.</summary>
    SettleCollision,

    /// <summary>Sees how the verification of all connexions is getting on.</summary>
    ViewVerifications,

    /// <summary>Looks through the connexions of all organisations, masked.</summary>
    AuditConnexions,

    ViewJournal,

    /// <summary>Sees who works for the client, and who is invited to; a director, for the network's agencies as well.</summary>
    ViewTeam,

    /// <summary>Invites someone to work for a client; withdraws an invitation.</summary>
    Invite,

    /// <summary>Sees what the network shares, and what every agency of it uses.</summary>
    ViewSharing,

    /// <summary>Decides what the network shares.</summary>
    EditSharing,

    /// <summary>Says that one has seen what one's client was told.</summary>
    AcknowledgeNotices,

    /// <summary>Asks one's network for the use of a connexion.</summary>
    RequestSharing,

    /// <summary>Answers an agency that asked.</summary>
    AnswerRequest,

    /// <summary>Sees the client's service tokens, never what they open with.</summary>
    ViewTokens,

    /// <summary>Makes and revokes service tokens of one's own client.</summary>
    EditTokens,

    /// <summary>Sees how much was used of what one's client owns or borrows.</summary>
    ViewUsage,

    /// <summary>Uses the connexion in effect through the gateway oneself: a mail to try it.</summary>
    UseConnexion,

    /// <summary>Sees organisations, accounts, and who may work for whom.</summary>
    ViewAdministration,

    /// <summary>Creates organisations, networks and agencies, withdraws rights, disables accounts.</summary>
    Administer,
}

/// <summary>Whose the thing is, seen from the membership a person works under.</summary>
public enum Ownership
{
    /// <summary>The client of the membership; for what names no client, the platform's own.</summary>
    Own,

    /// <summary>An agency of the network one directs.</summary>
    AgencyOfOwnNetwork,

    /// <summary>Anybody else's, in the same organisation or not, existing or not.</summary>
    Foreign,
}

/// <summary>Who may do what (design section 4), as data: handlers ask it, a test walks it.</summary>
public static class Permissions
{
    private static readonly FrozenSet<(Role, Operation, Ownership)> Granted = new HashSet<(Role, Operation, Ownership)>
    {
        (Role.Directeur, Operation.ViewConnexion, Ownership.Own),
        (Role.Directeur, Operation.EditConnexion, Ownership.Own),
        (Role.Directeur, Operation.DeleteConnexion, Ownership.Own),
        (Role.Directeur, Operation.FreezeConnexion, Ownership.Own),
        (Role.Directeur, Operation.VerifyConnexion, Ownership.Own),
        (Role.Directeur, Operation.VerifyFamily, Ownership.Own),
        (Role.Directeur, Operation.ContestClaim, Ownership.Own),
        (Role.Directeur, Operation.AcknowledgeNotices, Ownership.Own),
        (Role.Directeur, Operation.ViewJournal, Ownership.Own),
        (Role.Directeur, Operation.ViewTeam, Ownership.Own),
        (Role.Directeur, Operation.Invite, Ownership.AgencyOfOwnNetwork),
        (Role.Directeur, Operation.ViewSharing, Ownership.Own),
        (Role.Directeur, Operation.EditSharing, Ownership.Own),
        (Role.Directeur, Operation.AnswerRequest, Ownership.AgencyOfOwnNetwork),
        (Role.Directeur, Operation.ViewTokens, Ownership.Own),
        (Role.Directeur, Operation.EditTokens, Ownership.Own),
        (Role.Directeur, Operation.ViewUsage, Ownership.Own),
        (Role.Directeur, Operation.UseConnexion, Ownership.Own),

        (Role.Responsable, Operation.ViewConnexion, Ownership.Own),
        (Role.Responsable, Operation.EditConnexion, Ownership.Own),
        (Role.Responsable, Operation.DeleteConnexion, Ownership.Own),
        (Role.Responsable, Operation.FreezeConnexion, Ownership.Own),
        (Role.Responsable, Operation.VerifyConnexion, Ownership.Own),
        (Role.Responsable, Operation.ContestClaim, Ownership.Own),
        (Role.Responsable, Operation.AcknowledgeNotices, Ownership.Own),
        (Role.Responsable, Operation.ViewJournal, Ownership.Own),
        (Role.Responsable, Operation.ViewTeam, Ownership.Own),
        (Role.Responsable, Operation.Invite, Ownership.Own),
        (Role.Responsable, Operation.RequestSharing, Ownership.Own),
        (Role.Responsable, Operation.ViewTokens, Ownership.Own),
        (Role.Responsable, Operation.EditTokens, Ownership.Own),
        (Role.Responsable, Operation.ViewUsage, Ownership.Own),
        (Role.Responsable, Operation.UseConnexion, Ownership.Own),

        (Role.Support, Operation.AuditConnexions, Ownership.Own),
        (Role.Support, Operation.AuditConnexions, Ownership.Foreign),
        (Role.Support, Operation.ViewJournal, Ownership.Own),
        (Role.Support, Operation.ViewVerifications, Ownership.Own),
        (Role.Support, Operation.ViewCollisions, Ownership.Own),

        (Role.Administrateur, Operation.ViewJournal, Ownership.Own),
        (Role.Administrateur, Operation.Invite, Ownership.Own),
        (Role.Administrateur, Operation.Invite, Ownership.Foreign),
        (Role.Administrateur, Operation.ViewCollisions, Ownership.Own),
        (Role.Administrateur, Operation.SettleCollision, Ownership.Own),
        (Role.Administrateur, Operation.ViewAdministration, Ownership.Own),
        (Role.Administrateur, Operation.Administer, Ownership.Own),
        (Role.Administrateur, Operation.Administer, Ownership.Foreign),
    }.ToFrozenSet();

    public static bool Allows(Role role, Operation operation, Ownership ownership) =>
        Granted.Contains((role, operation, ownership));

    /// <summary>Whether the operation needs a transaction of its own.</summary>
    public static bool Writes(Operation operation) => operation is not (Operation.ViewConnexion or Operation.ViewJournal or Operation.ViewTeam or Operation.ViewSharing
        or Operation.ViewAdministration or Operation.ViewCollisions or Operation.ViewVerifications or Operation.ViewTokens or Operation.ViewUsage
        or Operation.UseConnexion);

    /// <summary>
    /// How a client looks from a membership. Whether an agency belongs to the network is for the database to say, so
    /// the caller passes it.
    /// </summary>
    public static Ownership OwnershipOf(Actor actor, ClientRef? client, bool isAgencyOfOwnNetwork = false) =>
        client == actor.Client ? Ownership.Own
        : isAgencyOfOwnNetwork && actor.Role == Role.Directeur ? Ownership.AgencyOfOwnNetwork
        : Ownership.Foreign;
}
