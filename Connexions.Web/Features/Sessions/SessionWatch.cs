using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sessions;

/// <summary>
/// Looks every few seconds which sessions have ended and which rights were withdrawn, on whichever server, and ends their tabs here. Now and then it
/// stores which were seen, ends those that ran out, and throws away what is long over.
/// </summary>
public sealed partial class SessionWatch(ContextFactory contexts, SessionBook book, LiveSessions live, TimeProvider clock, ILogger<SessionWatch> logger) : BackgroundService
{
    /// <summary>How long a tab may outlive its session that ended on another server.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>How far the clocks of two servers may be apart.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>How long the row of a session that is over stays.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private static readonly TimeSpan TidyEvery = TimeSpan.FromMinutes(1);

    /// <summary>How many rows are changed in one go.</summary>
    private const int Batch = 200;

    // Those that were told of, by when: each is read again until it lies behind.
    private readonly Dictionary<Guid, DateTime> told = [];

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        var tidied = Now;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Each by itself: a row that cannot be read must not keep the other look from being had.
                await SafelyAsync(LookForSessionsAsync, stoppingToken);
                await SafelyAsync(LookForMembershipsAsync, stoppingToken);
                if (Now - tidied >= TidyEvery)
                {
                    await SafelyAsync(TidyAsync, stoppingToken);
                    tidied = Now;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SafelyAsync(StoreSeenAsync, cancellationToken);
    }

    /// <summary>Ends the tabs of this server whose session has ended, or whose right was withdrawn.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await LookForSessionsAsync(cancellationToken);
        await LookForMembershipsAsync(cancellationToken);
    }

    private async Task LookForSessionsAsync(CancellationToken cancellationToken)
    {
        var since = Now - Overlap;
        await using var db = contexts.CreateUnstamped();
        var ended = await db.Set<PersonSession>().Where(row => row.EndedAt >= since)
            .Select(row => new { row.SessionId, row.EndedAt, row.EndedBy }).ToListAsync(cancellationToken);
        foreach (var session in ended)
        {
            if (told.TryAdd(session.SessionId, session.EndedAt!.Value))
            {
                live.EndSession(session.SessionId, session.EndedBy!.Value);
            }
        }

        foreach (var (sessionId, _) in told.Where(one => one.Value < since).ToList())
        {
            told.Remove(sessionId);
        }
    }

    /// <summary>A right that was withdrawn leaves no row: those at work here are looked for.</summary>
    private async Task LookForMembershipsAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in live.MembershipsAtWork.Chunk(Batch))
        {
            await using var db = contexts.Create(new ActingScope.Job("session", Organisation.Platform));
            var there = await db.Across<Membership>().Where(row => batch.Contains(row.MembershipId)).Select(row => row.MembershipId).ToListAsync(cancellationToken);
            foreach (var gone in batch.Except(there))
            {
                live.EndMembership(gone);
            }
        }
    }

    internal async Task TidyAsync(CancellationToken cancellationToken)
    {
        book.Forget();
        await StoreSeenAsync(cancellationToken);
        await EndExpiredAsync(cancellationToken);
        await ThrowAwayAsync(cancellationToken);
    }

    private async Task StoreSeenAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in book.TakeSeen().Chunk(Batch))
        {
            var ids = batch.Select(one => one.Key).ToList();
            await using var db = contexts.CreateUnstamped();
            var sessions = await db.Set<PersonSession>().Where(row => ids.Contains(row.SessionId) && row.EndedAt == null).ToDictionaryAsync(row => row.SessionId, cancellationToken);
            foreach (var (sessionId, at) in batch)
            {
                sessions.GetValueOrDefault(sessionId)?.See(at);
            }

            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task EndExpiredAsync(CancellationToken cancellationToken)
    {
        var now = Now;
        await using var db = contexts.CreateUnstamped();
        var expired = await db.Set<PersonSession>().Where(row => row.EndedAt == null && row.ExpiresAt <= now).Take(Batch).ToListAsync(cancellationToken);
        expired.ForEach(session => session.End(SessionEnd.Expired, now));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task ThrowAwayAsync(CancellationToken cancellationToken)
    {
        var before = Now - KeptFor;
        await using var db = contexts.CreateUnstamped();
        db.RemoveRange(await db.Set<PersonSession>().Where(row => row.EndedAt < before).Take(Batch).ToListAsync(cancellationToken));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another server is at it too: what is left, the next round finds.
        }
    }

#pragma warning disable CA1031 // The outermost boundary: whatever happens to one look, the next one comes.
    private async Task SafelyAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LookFailed(e);
        }
    }
#pragma warning restore CA1031

    [LoggerMessage(LogLevel.Warning, "Sessions could not be looked after; it is tried again.")]
    private partial void LookFailed(Exception exception);
}
