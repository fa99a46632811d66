using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sessions;

/// <param name="Address">Where the browser was at sign-in.</param>
public sealed record OwnSession(Guid SessionId, string? UserAgent, string? Address, DateTime CreatedAt, DateTime LastSeenAt);

/// <param name="Ended">Which browser's session ended, where one did.</param>
public sealed record AccountEvent(AuditAction Action, DateTime At, string? UserAgent, string? Address, string? Ended);

/// <param name="Sessions">Open ones, the last seen first.</param>
/// <param name="Events">The newest first.</param>
public sealed record OwnSecurity(IReadOnlyList<OwnSession> Sessions, IReadOnlyList<AccountEvent> Events);

/// <summary>Where a person is signed in, and what happened around their account lately: for that person alone.</summary>
public sealed class GetOwnSecurity(ContextFactory contexts, TimeProvider clock)
{
    public const int MaxEvents = 20;

    public async Task<OwnSecurity> HandleAsync(Guid personId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = contexts.Create(new ActingScope.Job("own account", Organisation.Platform));
        var sessions = await db.OpenSessionsOf(personId).Where(row => row.ExpiresAt > now).OrderByDescending(row => row.LastSeenAt)
            .Select(row => new OwnSession(row.SessionId, row.UserAgent, row.Address, row.CreatedAt, row.LastSeenAt)).ToListAsync(cancellationToken);
        return new OwnSecurity(sessions, await Events(db, personId).ToListAsync(cancellationToken));
    }

    /// <summary>By the index of what somebody did that is no use of a connexion.</summary>
    internal static IQueryable<AccountEvent> Events(ConnexionsDbContext db, Guid personId) =>
        (from entry in db.AuditEntries.AsNoTracking()
         where entry.ActorId == personId && entry.Operation == null && AccountEntries.Actions.Contains(entry.Action)
         orderby entry.Sequence descending
         select new AccountEvent(entry.Action, entry.At, entry.Detail!.UserAgent, entry.Detail.Address,
             entry.Action == AuditAction.SessionEnded ? entry.Detail.Subject : null)).Take(MaxEvents);
}
