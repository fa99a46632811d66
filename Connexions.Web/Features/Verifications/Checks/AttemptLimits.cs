using System.Collections.Concurrent;

namespace Connexions.Web.Features.Verifications.Checks;

/// <summary>
/// How many keys a person, and a client's people together, may try: enough for the clumsy, too few to search for whose
/// key is whose. Counted on each server by itself.
/// </summary>
public sealed class AttemptLimits(TimeProvider clock, int perWindow = AttemptLimits.PerWindow, TimeSpan? window = null)
{
    /// <summary>Tries within <see cref="Window"/>.</summary>
    public const int PerWindow = 20;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly TimeSpan window = window ?? Window;
    private readonly ConcurrentDictionary<Guid, Queue<DateTimeOffset>> tries = new();

    /// <summary>Counts one try for each of the ids.</summary>
    /// <returns>How long to wait first; null when the try may go ahead.</returns>
    public TimeSpan? Take(params ReadOnlySpan<Guid> ids)
    {
        var now = clock.GetUtcNow();
        TimeSpan? wait = null;
        foreach (var id in ids)
        {
            var made = tries.GetOrAdd(id, _ => new Queue<DateTimeOffset>(perWindow));
            lock (made)
            {
                while (made.TryPeek(out var oldest) && now - oldest >= window)
                {
                    made.Dequeue();
                }

                if (made.Count < perWindow)
                {
                    made.Enqueue(now);
                }
                else if (window - (now - made.Peek()) is var left && (wait is null || left > wait))
                {
                    wait = left;
                }
            }
        }

        Forget(now);
        return wait;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (id, made) in tries)
        {
            lock (made)
            {
                if (made.Count == 0 || now - made.Last() >= window)
                {
                    tries.TryRemove(id, out _);
                }
            }
        }
    }
}
