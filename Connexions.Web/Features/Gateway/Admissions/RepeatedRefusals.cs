using System.Collections.Concurrent;

namespace Connexions.Web.Features.Gateway.Admissions;

/// <summary>
/// Keeps a tool that is refused again and again from filling the journal: the same reason, for the same caller and
/// provider, is news once a minute.
/// </summary>
internal sealed class RepeatedRefusals(TimeProvider clock)
{
    private const int SweepAbove = 10_000;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(Guid Caller, string Provider, string Code), long> told = new();

    public bool IsNews(Guid caller, string provider, string code)
    {
        var now = clock.GetTimestamp();
        var key = (caller, provider, code);
        if (told.TryGetValue(key, out var at) && clock.GetElapsedTime(at, now) < Silence)
        {
            return false;
        }

        told[key] = now;
        if (told.Count > SweepAbove)
        {
            foreach (var old in told.Where(one => clock.GetElapsedTime(one.Value, now) >= Silence))
            {
                told.TryRemove(old);
            }
        }

        return true;
    }
}
