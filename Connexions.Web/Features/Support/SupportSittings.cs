using Connexions.Domain.Access;

namespace Connexions.Web.Features.Support;

/// <summary>
/// One look through the connexions of all organisations, for one reason. It remembers in whose journal it already
/// stands, so that each organisation finds one entry and not one for each page turned.
/// </summary>
public sealed class SupportSitting(string reason, DateTime startedAt)
{
    private readonly HashSet<Guid> recorded = [];
    private Task last = Task.CompletedTask;

    public Guid Id { get; } = Guid.CreateVersion7();

    public string Reason { get; } = reason;

    /// <summary>UTC.</summary>
    public DateTime StartedAt { get; } = startedAt;

    internal DateTime LastUsedAt { get; set; } = startedAt;

    /// <summary>
    /// Runs one search of the sitting at a time: of two tabs, the second one knows what the first one recorded.
    /// </summary>
    internal async Task<T> InTurnAsync<T>(Func<Task<T>> work)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Interlocked.Exchange(ref last, mine.Task);
        try
        {
            return await work();
        }
        finally
        {
            mine.SetResult();
        }
    }

    /// <summary>Those among them that have no entry of this sitting yet. Ask it in turn.</summary>
    internal IReadOnlyList<Guid> Unrecorded(IEnumerable<Guid> organisations) =>
        [.. organisations.Distinct().Where(id => !recorded.Contains(id)).Order()];

    /// <summary>To be called once the entries are committed.</summary>
    internal void MarkRecorded(IEnumerable<Guid> organisations) => recorded.UnionWith(organisations);
}

/// <summary>
/// The sittings under way, in memory: they end by themselves, and with the server. Each belongs to one person under one
/// membership, whichever the tab.
/// </summary>
public sealed class SupportSittings(TimeProvider clock)
{
    /// <summary>How long a sitting lasts without being used.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>How long a sitting lasts at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    private readonly Lock gate = new();
    private readonly Dictionary<(Guid Person, Guid Membership), SupportSitting> open = [];

    /// <summary>The actor's sitting, which counts as used by that; null when there is none or it has ended.</summary>
    public SupportSitting? Find(Actor actor)
    {
        lock (gate)
        {
            RemoveEnded();
            if (!open.TryGetValue(Key(actor), out var sitting))
            {
                return null;
            }

            sitting.LastUsedAt = Now();
            return sitting;
        }
    }

    /// <summary>Ends the actor's sitting; without one, does nothing.</summary>
    public void End(Actor actor)
    {
        lock (gate)
        {
            open.Remove(Key(actor));
        }
    }

    /// <summary>A new sitting in place of the one under way. <see cref="StartSitting"/> checks the right and the reason.</summary>
    internal SupportSitting Start(Actor actor, string reason)
    {
        lock (gate)
        {
            RemoveEnded();
            return open[Key(actor)] = new SupportSitting(reason, Now());
        }
    }

    private static (Guid, Guid) Key(Actor actor) => (actor.PersonId, actor.MembershipId);

    private void RemoveEnded()
    {
        var now = Now();
        foreach (var (key, sitting) in open)
        {
            if (now - sitting.LastUsedAt >= Idle || now - sitting.StartedAt >= Longest)
            {
                open.Remove(key);
            }
        }
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
