using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Times;

namespace Connexions.Web.Features.Gateway.Limits;

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
/// <param name="Limit">Of the quota that is used up.</param>
/// <param name="Used">Of that limit: what this server knows to be spent or in other servers' hands.</param>
internal readonly record struct QuotaTurn(QuotaKind? Reached, IReadOnlyList<QuotaPart> Taken, int Limit = 0, int Used = 0)
{
    public static readonly QuotaTurn Unlimited = new(null, []);
}

/// <summary>An agency's use of its network's key.</summary>
/// <param name="OrganisationId">The agency's.</param>
internal readonly record struct Borrowing(Guid ConnexionId, Guid OrganisationId, ClientRef Agency, Lender Lender);

/// <summary>What was taken of one quota, on the day that it was taken.</summary>
/// <param name="By">Whose call it was for.</param>
internal sealed record QuotaPart(QuotaKey Key, QuotaKind Kind, int Limit, int Count, Borrowing By)
{
    public bool IsEmails => CountsEmails(Kind);

    public static bool CountsEmails(QuotaKind kind) => kind is QuotaKind.EmailsPerAgency or QuotaKind.EmailsForAll;
}

/// <summary>
/// Spends the quotas of shared connexions. The count lies in the database; this server takes a portion of what is left and
/// spends it call by call, fetching the next one while it does, so that a call costs no write. What is taken is never more
/// than the quota holds, so callers on however many servers never pass it together. A portion that nobody spends is given
/// back after a while; what a server dies with, two fiftieths of the quota at most, is lost for the day. What was used that
/// day before there was a limit counts as well (<see cref="UsedToday"/>).
/// </summary>
internal sealed class CallQuotas(QuotaPen pen, UsedToday figures, TimeProvider clock)
{
    private const int PortionsOfADay = 50;

    private readonly Lock gate = new();
    private readonly Dictionary<(QuotaKey Key, QuotaKind Kind), Portion> portions = [];

    /// <summary>Takes one call and its e-mails from every quota there is, or nothing at all.</summary>
    public async ValueTask<QuotaTurn> TakeAsync(Borrowing by, SharingQuota quota, int emails, CancellationToken cancellationToken)
    {
        if (!quota.Limits)
        {
            return QuotaTurn.Unlimited;
        }

        var wanted = Wanted(by, quota, emails);
        while (true)
        {
            var fetched = new List<(QuotaPart Want, int Missing, Fetching Fetching)>();
            lock (gate)
            {
                foreach (var want in wanted)
                {
                    var portion = PortionFor(want);
                    if (portion.Left < want.Count)
                    {
                        var missing = want.Count - portion.Left;
                        fetched.Add((want, missing, portion.Fetching ??= Fetch(want, missing)));
                    }
                }

                if (fetched.Count == 0)
                {
                    wanted.ForEach(Spend);
                    return new QuotaTurn(null, wanted);
                }
            }

            foreach (var (want, missing, fetching) in fetched)
            {
                // Another call may have asked for more than is left, and this one for less.
                if (await fetching.Taken.WaitAsync(cancellationToken) is (var given, 0) && fetching.Least <= missing)
                {
                    return new QuotaTurn(want.Kind, [], want.Limit, Math.Max(0, given - (want.Count - missing)));
                }
            }
        }
    }

    /// <summary>Gives back what was taken for what was not sent after all.</summary>
    public async Task ReturnAsync(IEnumerable<QuotaPart> parts)
    {
        foreach (var part in parts)
        {
            lock (gate)
            {
                if (portions.TryGetValue((part.Key, part.Kind), out var portion))
                {
                    portion.Left += part.Count;
                    continue;
                }
            }

            await pen.ReturnAsync(part.Key, part.IsEmails, part.Count);
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
        List<(QuotaKey Key, QuotaKind Kind, int Count)> given = [];
        lock (gate)
        {
            foreach (var ((key, kind), portion) in portions.Where(one => one.Value.Fetching is null && clock.GetElapsedTime(one.Value.SpentAt) >= idle).ToList())
            {
                portions.Remove((key, kind));
                given.Add((key, kind, portion.Left));
            }
        }

        foreach (var left in given.Where(one => one.Count > 0))
        {
            await pen.ReturnAsync(left.Key, QuotaPart.CountsEmails(left.Kind), left.Count);
        }
    }

    /// <summary>What is at hand of a quota; nothing yet, where it is new or its limit has changed.</summary>
    private Portion PortionFor(QuotaPart want)
    {
        var there = portions.GetValueOrDefault((want.Key, want.Kind));
        if (there?.Limit == want.Limit)
        {
            return there;
        }

        var portion = new Portion(want.Limit) { SpentAt = clock.GetTimestamp() };
        portions[(want.Key, want.Kind)] = portion;
        if (there is { Left: > 0 })
        {
            // Taken under another limit: it goes back before anything is taken under this one.
            portion.Fetching = Fetch(want, want.Count, there.Left);
        }

        return portion;
    }

    private void Spend(QuotaPart want)
    {
        var portion = PortionFor(want);
        (portion.Left, portion.SpentAt) = (portion.Left - want.Count, clock.GetTimestamp());
        if (portion.Left < SizeOf(want.Limit) / 2 && !portion.IsLast)
        {
            // While the rest is spent: a database that is busy holds no call up.
            portion.Fetching ??= Fetch(want, least: 1);
        }
    }

    /// <summary>Gets the next portion, beside whoever holds the gate.</summary>
    /// <param name="back">What goes back first.</param>
    private Fetching Fetch(QuotaPart want, int least, int back = 0) => new(Task.Run(() => FetchAsync(want, least, back)), least);

    private async Task<(int Given, int Count)> FetchAsync(QuotaPart want, int least, int back)
    {
        var (given, taken) = (0, 0);
        try
        {
            if (back > 0)
            {
                await pen.ReturnAsync(want.Key, want.IsEmails, back);
            }

            return (given, taken) = await pen.TakeAsync(want.Key, want.IsEmails, want.Limit, least, Math.Max(least, SizeOf(want.Limit)), () => figures.ReadAsync(want));
        }
        finally
        {
            lock (gate)
            {
                // Under whichever limit it is by now: what was taken counts all the same.
                var portion = portions.GetValueOrDefault((want.Key, want.Kind)) ?? (portions[(want.Key, want.Kind)] = new Portion(want.Limit) { SpentAt = clock.GetTimestamp() });
                (portion.Left, portion.Fetching, portion.IsLast) = (portion.Left + taken, null, taken == 0);
            }
        }
    }

    private static int SizeOf(int limit) => Math.Max(1, limit / PortionsOfADay);

    private List<QuotaPart> Wanted(Borrowing by, SharingQuota quota, int emails)
    {
        var day = ParisDay.Of(clock.GetUtcNow().UtcDateTime);
        var (agency, all) = (new QuotaKey(by.ConnexionId, day, by.Agency.Id), new QuotaKey(by.ConnexionId, day, Guid.Empty));
        var wanted = new List<QuotaPart>(4);
        Add(agency, QuotaKind.CallsPerAgency, quota.CallsPerAgency, 1);
        Add(agency, QuotaKind.EmailsPerAgency, quota.EmailsPerAgency, emails);
        Add(all, QuotaKind.CallsForAll, quota.CallsForAll, 1);
        Add(all, QuotaKind.EmailsForAll, quota.EmailsForAll, emails);
        return wanted;

        void Add(QuotaKey key, QuotaKind kind, int? limit, int count)
        {
            if (limit is { } most && count > 0)
            {
                wanted.Add(new QuotaPart(key, kind, most, count, by));
            }
        }
    }

    /// <summary>A portion on its way.</summary>
    /// <param name="Taken">How much was to be had, 0 or at least <paramref name="Least"/>; and how much everybody has had that day.</param>
    private sealed record Fetching(Task<(int Given, int Count)> Taken, int Least);

    /// <summary>What this server has at hand of one quota.</summary>
    private sealed class Portion(int limit)
    {
        public int Limit => limit;

        public int Left { get; set; }

        public long SpentAt { get; set; }

        /// <summary>The next portion on its way; null while none is.</summary>
        public Fetching? Fetching { get; set; }

        /// <summary>There was nothing more to be had.</summary>
        public bool IsLast { get; set; }
    }
}
