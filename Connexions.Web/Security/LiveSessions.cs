namespace Connexions.Web.Security;

/// <summary>Tells the circuits of this server that a right is gone, so that they end at once and not at the next check.</summary>
public sealed class LiveSessions
{
    /// <summary>Raised with the id of the membership that was withdrawn.</summary>
    public event Action<Guid>? MembershipWithdrawn;

    /// <summary>Raised with the id of the person whose account was disabled or whose password was changed by someone else.</summary>
    public event Action<Guid>? PersonSignedOut;

    public void EndMembership(Guid membershipId) => MembershipWithdrawn?.Invoke(membershipId);

    public void EndPerson(Guid personId) => PersonSignedOut?.Invoke(personId);
}
