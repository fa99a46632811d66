using System.Collections.Concurrent;
using Connexions.Domain.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Shared;

namespace Connexions.Web.Features.Gateway;

/// <summary>Which quota stands in a call's way. Each has its words in the resources.</summary>
internal enum QuotaKind
{
    CallsPerAgency,
    EmailsPerAgency,
    CallsForAll,
    EmailsForAll,
}

/// <summary>A call's part of the quotas: taken, or the quota that is used up.</summary>
/// <param name="Taken">What to give back should the call not be made.</param>
internal readonly record struct QuotaTurn(QuotaKind? Reached, IReadOnlyList<QuotaPart> Taken)
{
    public static readonly QuotaTurn Unlimited = new(null, []);
}

/// <summary>What was taken of one quota, on the day that it was taken.</summary>
internal sealed record QuotaPart(QuotaKey Key, QuotaKind Kind, int Limit, int Count)
{
    public bool IsEmails => Kind is QuotaKind.EmailsPerAgency or QuotaKind.EmailsForAll;
}

/// <summary>
/// Spends the quotas of shared connexions. The count lies in the database; this server takes a portion of what is left
/// and spends it call by call, so that a call costs no write. What is taken is never more than the quota holds, so callers
/// on however many servers never pass it together. A portion that nobody spends is given back after a moment; one that a
/// server dies with, a fiftieth of the quota at most, is lost for the day.
/// </summary>
internal sealed class CallQuotas(QuotaPen pen, TimeProvider clock)
{
    private const int PortionsOfADay = 50;
    private const int LargestPortion = 100;

    private readonly ConcurrentDictionary<Guid, Purse> purses = new();

    /// <summary>Takes one call and its e-mails from every quota there is, or nothing at all.</summary>
    public async ValueTask<QuotaTurn> TakeAsync(Guid connexionId, Guid agencyId, SharingQuota quota, int emails, CancellationToken cancellationToken)
    {
        if (!quota.Limits)
        {
            return QuotaTurn.Unlimited;
        }

        var purse = purses.GetOrAdd(connexionId, _ => new Purse());
        await purse.Gate.WaitAsync(cancellationToken);
        try
        {
            var wanted = Wanted(connexionId, agencyId, quota, emails).ToList();
            foreach (var want in wanted)
            {
                if (!await FillAsync(purse, want))
                {
                    return new QuotaTurn(want.Kind, []);
                }
            }

            wanted.ForEach(want => purse.Portions[(want.Key, want.Kind)].Spend(want.Count, clock.GetTimestamp()));
            return new QuotaTurn(null, wanted);
        }
        finally
        {
            purse.Gate.Release();
        }
    }

    /// <summary>Gives back what was taken for what was not sent after all.</summary>
    public async Task ReturnAsync(IEnumerable<QuotaPart> parts)
    {
        foreach (var part in parts)
        {
            var purse = purses.GetOrAdd(part.Key.ConnexionId, _ => new Purse());
            await purse.Gate.WaitAsync();
            try
            {
                if (purse.Portions.TryGetValue((part.Key, part.Kind), out var portion))
                {
                    portion.PutBack(part.Count);
                }
                else
                {
                    await pen.ReturnAsync(part.Key, part.IsEmails, part.Count);
                }
            }
            finally
            {
                purse.Gate.Release();
            }
        }
    }

    /// <summary>Until when a quota that is used up stays so: midnight in Paris.</summary>
    public TimeSpan UntilTomorrow()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return ParisDay.Start(ParisDay.Of(now).AddDays(1)) - now;
    }

    /// <summary>Gives back what nobody has spent for a while, for other servers to spend.</summary>
    /// <param name="idle">How long nothing was spent of a portion; zero to give everything back.</param>
    public async Task ReturnIdleAsync(TimeSpan idle)
    {
        foreach (var purse in purses.Values)
        {
            await purse.Gate.WaitAsync();
            try
            {
                foreach (var ((key, kind), portion) in purse.Portions.Where(one => clock.GetElapsedTime(one.Value.SpentAt) >= idle).ToList())
                {
                    await GiveBackAsync(key, kind, portion);
                    purse.Portions.Remove((key, kind));
                }
            }
            finally
            {
                purse.Gate.Release();
            }
        }
    }

    /// <summary>Makes sure that there is enough at hand.</summary>
    private async Task<bool> FillAsync(Purse purse, QuotaPart want)
    {
        if (purse.Portions.TryGetValue((want.Key, want.Kind), out var portion) && portion.Limit != want.Limit)
        {
            // The network has changed its mind: what was taken under the old limit is taken anew under the new one.
            await GiveBackAsync(want.Key, want.Kind, portion);
            purse.Portions.Remove((want.Key, want.Kind));
            portion = null;
        }

        var missing = want.Count - (portion?.Left ?? 0);
        if (missing <= 0)
        {
            return true;
        }

        var taken = await pen.TakeAsync(want.Key, want.IsEmails, want.Limit, missing, Math.Max(missing, Math.Clamp(want.Limit / PortionsOfADay, 1, LargestPortion)));
        if (taken == 0)
        {
            return false;
        }

        purse.Portions[(want.Key, want.Kind)] = new Portion(want.Limit, (portion?.Left ?? 0) + taken, clock.GetTimestamp());
        return true;
    }

    private async Task GiveBackAsync(QuotaKey key, QuotaKind kind, Portion portion)
    {
        if (portion.Left > 0)
        {
            await pen.ReturnAsync(key, kind is QuotaKind.EmailsPerAgency or QuotaKind.EmailsForAll, portion.Left);
        }
    }

    private IEnumerable<QuotaPart> Wanted(Guid connexionId, Guid agencyId, SharingQuota quota, int emails)
    {
        var day = ParisDay.Of(clock.GetUtcNow().UtcDateTime);
        var (agency, all) = (new QuotaKey(connexionId, day, agencyId), new QuotaKey(connexionId, day, Guid.Empty));
        QuotaPart?[] wanted =
        [
            Of(agency, QuotaKind.CallsPerAgency, quota.CallsPerAgency, 1), Of(agency, QuotaKind.EmailsPerAgency, quota.EmailsPerAgency, emails),
            Of(all, QuotaKind.CallsForAll, quota.CallsForAll, 1), Of(all, QuotaKind.EmailsForAll, quota.EmailsForAll, emails),
        ];
        return wanted.OfType<QuotaPart>();

        static QuotaPart? Of(QuotaKey key, QuotaKind kind, int? limit, int count) => limit is { } most && count > 0 ? new QuotaPart(key, kind, most, count) : null;
    }

    /// <summary>What this server has at hand of one connexion's quotas.</summary>
    private sealed class Purse
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public Dictionary<(QuotaKey Key, QuotaKind Kind), Portion> Portions { get; } = [];
    }

    private sealed class Portion(int limit, int left, long at)
    {
        public int Limit => limit;

        public int Left { get; private set; } = left;

        public long SpentAt { get; private set; } = at;

        public void Spend(int count, long now) => (Left, SpentAt) = (Left - count, now);

        public void PutBack(int count) => Left += count;
    }
}
