using System.Collections.Concurrent;
using Connexions.Domain.Access;

namespace Connexions.Web.Security;

/// <summary>Tells the circuits of this server that a right or a session is gone, so that they end at once and not at the next check.</summary>
public sealed class LiveSessions
{
    private readonly ConcurrentDictionary<CurrentSession, bool> tabs = new();

    /// <summary>The memberships that somebody works under on this server.</summary>
    public IEnumerable<Guid> MembershipsAtWork => tabs.Keys.Select(tab => tab.Actor?.MembershipId).OfType<Guid>().Distinct();

    /// <summary>Raised with the id of the membership that was withdrawn.</summary>
    public event Action<Guid>? MembershipWithdrawn;

    /// <summary>Raised with the id of a session that is over, and why; perhaps more than once.</summary>
    public event Action<Guid, SessionEnd>? SessionEnded;

    internal void Open(CurrentSession tab) => tabs.TryAdd(tab, true);

    internal void Close(CurrentSession tab) => tabs.TryRemove(tab, out _);

    public void EndMembership(Guid membershipId) => MembershipWithdrawn?.Invoke(membershipId);

    public void EndSession(Guid sessionId, SessionEnd by) => SessionEnded?.Invoke(sessionId, by);

    /// <summary>Those that a transaction has ended.</summary>
    public void EndSessions(IEnumerable<PersonSession> sessions)
    {
        foreach (var session in sessions)
        {
            EndSession(session.SessionId, session.EndedBy ?? throw new ArgumentException("It has not ended.", nameof(sessions)));
        }
    }
}
