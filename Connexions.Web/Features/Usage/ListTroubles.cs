using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Times;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Usage;

/// <summary>Why calls did not reach a provider, or were turned away by it.</summary>
public enum TroubleKind
{
    KeyRefused,
    NoCredit,
    Throttled,

    /// <summary>The network's daily limit is reached: not the provider's doing, and over at midnight in Paris.</summary>
    QuotaReached,
}

/// <summary>Calls that went wrong for one reason.</summary>
/// <param name="Count">At least 1; in the last 24 hours, or, for a limit that was reached, of the last refusals of today.</param>
public sealed record Trouble(Provider Provider, TroubleKind Kind, int Count, KeyName Key);

/// <summary>What needs seeing to, by whoever owns the key or depends on it: what providers turned away, and limits that are reached.</summary>
public sealed class ListTroubles(UnitsOfWork unitsOfWork, ReachedLimits limits)
{
    /// <summary>So many refusals are looked through for one at a limit: enough to find it, and never a whole journal.</summary>
    private const int Refusals = 200;

    private sealed record Found(string Provider, Guid ConnexionId, TroubleKind Kind, int Count);

    public async Task<Result<IReadOnlyList<Trouble>>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewUsage, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<Trouble>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var found = await TurnedAwayAsync(work.Db, work.Now, cancellationToken);
        found.AddRange(await AtLimitAsync(work.Db, work.Now, cancellationToken));
        var keys = found.Count == 0 ? new Dictionary<Guid, KeyName>() : UsageReads.Keys((await UsageReads.FactsAsync(work.Db, work.Now, cancellationToken)).Values);
        return Result<IReadOnlyList<Trouble>>.Success(
        [
            // Of a connexion that is gone there is nothing left to see to.
            .. from one in found
               where ProviderCatalogue.Find(one.Provider) is not null && keys.ContainsKey(one.ConnexionId)
               orderby one.Provider, one.Kind
               select new Trouble(ProviderCatalogue.Find(one.Provider)!, one.Kind, one.Count, keys[one.ConnexionId]),
        ]);
    }

    private static async Task<List<Found>> TurnedAwayAsync(ConnexionsDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var rows = UsageReads.Rows(db, UsagePeriod.Day.Start(now), UsagePeriods.End(now), provider: null)
            .Where(row => row.Throttled > 0 || row.NoCredit > 0 || row.KeyRefused > 0);
        var sums = await UsageReads.ByKey(rows).ToListAsync(cancellationToken);
        return
        [
            .. from sum in sums
               from kind in new (TroubleKind Kind, int Count)[]
               {
                   (TroubleKind.KeyRefused, sum.Counts.KeyRefused), (TroubleKind.NoCredit, sum.Counts.NoCredit), (TroubleKind.Throttled, sum.Counts.Throttled),
               }
               where kind.Count > 0
               select new Found(sum.Provider, sum.ConnexionId, kind.Kind, kind.Count),
        ];
    }

    private async Task<List<Found>> AtLimitAsync(ConnexionsDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var midnight = ParisDay.Start(ParisDay.Of(now));
        var last = await db.AuditEntries.AsNoTracking().Where(entry => entry.Refusal != null).OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Sequence).Take(Refusals)
            .Select(entry => new { entry.At, entry.Refusal, entry.Provider, entry.ConnexionId, entry.AgencyId }).ToListAsync(cancellationToken);
        var refused = from entry in last
                      where entry.At >= midnight && entry.Refusal == GatewayErrors.QuotaReached.Code && entry.ConnexionId is not null
                      group entry by (entry.Provider, ConnexionId: entry.ConnexionId!.Value);
        var found = new List<Found>();
        foreach (var same in refused)
        {
            var (code, connexionId) = same.Key;
            if (ProviderCatalogue.Find(code) is { } provider
                && await limits.HoldAsync(db, provider, connexionId, same.Max(entry => entry.At), [.. same.Select(entry => entry.AgencyId).OfType<Guid>().Distinct()], now, cancellationToken))
            {
                found.Add(new Found(provider.Code, connexionId, TroubleKind.QuotaReached, same.Count()));
            }
        }

        return found;
    }
}
