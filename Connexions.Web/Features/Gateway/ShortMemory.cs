using System.Collections.Concurrent;

namespace Connexions.Web.Features.Gateway;

/// <summary>
/// Remembers what was read for a moment, so that a thousand calls a second are one read a moment. Age counts from before
/// the read began: what is used is never older than the moment and one read. Many callers who come at once share a read;
/// a failed one is forgotten.
/// </summary>
internal sealed class ShortMemory<TKey, TValue>(TimeSpan moment, TimeProvider clock) where TKey : notnull
{
    private const int SweepAbove = 10_000;

    private readonly ConcurrentDictionary<TKey, Entry> entries = new();

    /// <param name="read">Not tied to one caller: others may be waiting for it.</param>
    public async ValueTask<TValue> GetAsync(TKey key, Func<TKey, Task<TValue>> read, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        if (!entries.TryGetValue(key, out var entry) || IsOld(entry, now))
        {
            entry = entries.AddOrUpdate(
                key,
                static (_, made) => made.Fresh,
                (_, there, made) => IsOld(there, now) ? made.Fresh : there,
                (Fresh: new Entry(now, new Lazy<Task<TValue>>(() => read(key))), 0));
            Sweep(now);
        }

        try
        {
            var reading = entry.Value.Value;
            return reading.IsCompletedSuccessfully ? reading.Result : await reading.WaitAsync(cancellationToken);
        }
        catch (Exception) when (entry.Value.Value.IsFaulted || entry.Value.Value.IsCanceled)
        {
            entries.TryRemove(KeyValuePair.Create(key, entry));
            throw;
        }
    }

    public void Forget(TKey key) => entries.TryRemove(key, out _);

    private bool IsOld(Entry entry, long now) => clock.GetElapsedTime(entry.At, now) >= moment;

    private void Sweep(long now)
    {
        if (entries.Count <= SweepAbove)
        {
            return;
        }

        foreach (var (key, entry) in entries)
        {
            if (IsOld(entry, now))
            {
                entries.TryRemove(KeyValuePair.Create(key, entry));
            }
        }
    }

    private sealed record Entry(long At, Lazy<Task<TValue>> Value);
}
