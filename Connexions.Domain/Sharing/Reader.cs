using Connexions.Domain.Access;

namespace Connexions.Domain.Sharing;

/// <summary>Who reads of a client, and what they may do about it.</summary>
/// <param name="IsClient">They work for the client itself: it is "you" to them.</param>
/// <param name="MayAct">They may change the client's own connexions.</param>
/// <param name="IsNetwork">They direct the network the client belongs to: its shared connexion is theirs to mend.</param>
/// <param name="Oversees">They watch over clients that are not theirs, and what is wrong there concerns them.</param>
public sealed record Reader(bool IsClient, bool MayAct, bool IsNetwork, bool Oversees)
{
    /// <summary>Nobody's eyes: what a client's tools are told.</summary>
    public static readonly Reader Tool = new(IsClient: false, MayAct: false, IsNetwork: false, Oversees: true);

    public static Reader Of(Role role, Ownership ownership) => new(
        ownership == Ownership.Own,
        Permissions.Allows(role, Operation.EditConnexion, ownership),
        ownership == Ownership.AgencyOfOwnNetwork && Permissions.Allows(role, Operation.EditSharing, Ownership.Own),
        ownership == Ownership.AgencyOfOwnNetwork || Permissions.Allows(role, Operation.AuditConnexions, ownership));
}
