using System.Collections.Concurrent;
using Connexions.Domain.Access;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sessions;

/// <summary>What a request needs of its session.</summary>
public sealed record SessionFacts(Guid SessionId, Guid PersonId, DateTime ExpiresAt);

/// <summary>
/// Which sessions are open, as each request asks: remembered for some seconds, since a page asks for many files, and
/// forgotten at once when one ends on this server. And when each was last seen, until that is stored.
/// </summary>
public sealed class SessionBook : IDisposable
{
    /// <summary>How long an end on another server may stay unnoticed by a request that changes nothing: handlers ask the database.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly ContextFactory contexts;
    private readonly LiveSessions live;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, (SessionFacts Facts, DateTime ReadAt)> open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTime> ended = new();
    private readonly ConcurrentDictionary<Guid, DateTime> seen = new();

    public SessionBook(ContextFactory contexts, LiveSessions live, TimeProvider clock)
    {
        (this.contexts, this.live, this.clock) = (contexts, live, clock);
        live.SessionEnded += OnEnded;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The session of a cookie's token; null where it is over.</summary>
    public async ValueTask<SessionFacts?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (PersonSession.Hash(token), Now);
        if (!open.TryGetValue(hash, out var known) || now - known.ReadAt >= Freshness)
        {
            await using var db = contexts.CreateUnstamped();
            var facts = await db.Set<PersonSession>().Where(row => row.TokenHash == hash && row.EndedAt == null)
                .Select(row => new SessionFacts(row.SessionId, row.PersonId, row.ExpiresAt)).SingleOrDefaultAsync(cancellationToken);
            if (facts is null)
            {
                open.TryRemove(hash, out _);
                return null;
            }

            open[hash] = known = (facts, now);
        }

        // It may have ended while it was read.
        if (now >= known.Facts.ExpiresAt || ended.ContainsKey(known.Facts.SessionId))
        {
            return null;
        }

        See(known.Facts.SessionId);
        return known.Facts;
    }

    /// <summary>Whether a tab may go on: asked of the database.</summary>
    public async Task<bool> IsOpenAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var db = contexts.CreateUnstamped();
        return await db.Set<PersonSession>().AnyAsync(row => row.SessionId == sessionId && row.EndedAt == null && row.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Notes a sign of life, which is stored within a minute.</summary>
    public void See(Guid sessionId) => seen[sessionId] = Now;

    /// <summary>What is to be stored; it is forgotten here.</summary>
    internal IReadOnlyDictionary<Guid, DateTime> TakeSeen()
    {
        var taken = new Dictionary<Guid, DateTime>();
        foreach (var sessionId in seen.Keys)
        {
            if (seen.TryRemove(sessionId, out var at))
            {
                taken.Add(sessionId, at);
            }
        }

        return taken;
    }

    /// <summary>Lets go of what is read anew anyway.</summary>
    internal void Forget()
    {
        var now = Now;
        foreach (var (hash, known) in open)
        {
            if (now - known.ReadAt >= Freshness)
            {
                open.TryRemove(KeyValuePair.Create(hash, known));
            }
        }

        // Long enough for any read that was under way.
        foreach (var (sessionId, at) in ended)
        {
            if (now - at >= SessionWatch.Overlap)
            {
                ended.TryRemove(sessionId, out _);
            }
        }
    }

    public void Dispose() => live.SessionEnded -= OnEnded;

    private void OnEnded(Guid sessionId, SessionEnd by) => ended[sessionId] = Now;
}
