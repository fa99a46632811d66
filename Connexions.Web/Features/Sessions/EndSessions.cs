using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sessions;

/// <summary>Ends sessions: in the database, then in the tabs of this server. Other servers read of it within seconds.</summary>
public sealed class EndSessions(ContextFactory contexts, LiveSessions live, TimeProvider clock)
{
    /// <summary>The session that signs out, if it is still open.</summary>
    public async Task SignOutAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        if (await db.Set<PersonSession>().SingleOrDefaultAsync(row => row.SessionId == sessionId && row.EndedAt == null, cancellationToken) is { } session)
        {
            session.End(SessionEnd.SignedOut, clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancellationToken);
            live.EndSession(sessionId, SessionEnd.SignedOut);
        }
    }

    /// <summary>One of a person's own.</summary>
    public Task<Result<Done>> EndOwnAsync(Guid personId, Guid sessionId, Origin origin, CancellationToken cancellationToken) =>
        EndAsync(personId, rows => rows.Where(row => row.SessionId == sessionId), origin, cancellationToken);

    /// <summary>All of a person's but the one they are at.</summary>
    public Task<Result<Done>> EndOthersAsync(Guid personId, Guid current, Origin origin, CancellationToken cancellationToken) =>
        EndAsync(personId, rows => rows.Where(row => row.SessionId != current), origin, cancellationToken);

    private async Task<Result<Done>> EndAsync(
        Guid personId, Func<IQueryable<PersonSession>, IQueryable<PersonSession>> which, Origin origin, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = contexts.Create(new ActingScope.Job("session", Organisation.Platform));
        await using var transaction = await db.BeginWritingAsync([Turn.OfPerson(personId)], cancellationToken);
        var ended = await which(db.OpenSessionsOf(personId)).ToListAsync(cancellationToken);
        foreach (var session in ended)
        {
            session.End(SessionEnd.EndedByPerson, now);
            db.RecordOfAccount(AuditAction.SessionEnded, personId, origin, now, Browsers.NameOf(session.UserAgent));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        live.EndSessions(ended);
        return new Done();
    }
}

internal static class OpenSessions
{
    public static IQueryable<PersonSession> OpenSessionsOf(this ConnexionsDbContext db, Guid personId) =>
        db.Set<PersonSession>().Where(row => row.PersonId == personId && row.EndedAt == null);

    /// <summary>With the next save; <see cref="LiveSessions.EndSessions"/> once that is committed.</summary>
    public static async Task<IReadOnlyList<PersonSession>> EndSessionsOfAsync(
        this ConnexionsDbContext db, Guid personId, SessionEnd by, DateTime at, CancellationToken cancellationToken)
    {
        var ended = await db.OpenSessionsOf(personId).ToListAsync(cancellationToken);
        ended.ForEach(session => session.End(by, at));
        return ended;
    }

    /// <summary>What a new password brings with it: every session ends, and the journal says so. In the transaction of the new password.</summary>
    public static async Task<IReadOnlyList<PersonSession>> ChangedPasswordAsync(
        this ConnexionsDbContext db, Guid personId, Origin origin, DateTime at, CancellationToken cancellationToken)
    {
        var ended = await db.EndSessionsOfAsync(personId, SessionEnd.PasswordChanged, at, cancellationToken);
        db.RecordOfAccount(AuditAction.PasswordChanged, personId, origin, at);
        await db.SaveChangesAsync(cancellationToken);
        return ended;
    }
}
