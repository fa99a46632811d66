using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Connexions.Web.Shared.Times;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Usage;

/// <summary>An hour or a day.</summary>
/// <param name="At">Its beginning, UTC.</param>
public sealed record UsageStep(DateTime At, UsageCounts Counts);

/// <summary>What went out with one key.</summary>
/// <param name="LastHour">The hour of the last use or refusal, UTC.</param>
public sealed record KeyUsage(Provider Provider, KeyName Key, UsageCounts Counts, DateTime LastHour);

/// <param name="Steps">All of them, those without a use included; the oldest first.</param>
/// <param name="Keys">The busiest first.</param>
public sealed record UsageView(UsagePeriod Period, IReadOnlyList<UsageStep> Steps, UsageCounts Total, IReadOnlyList<KeyUsage> Keys)
{
    /// <summary>Of an agency: for each provider where its network's key is in effect, and limited.</summary>
    public IReadOnlyList<QuotaToday> Today { get; init; } = [];

    public bool IsEmpty => Total is { Calls: 0, Refused: 0 };
}

/// <summary>
/// How much the client one works for used; of a network, what its agencies used of its keys is a part of it.
/// </summary>
public sealed class GetUsage(UnitsOfWork unitsOfWork, KeyRing ring)
{
    /// <param name="providerCode">Null for all of them.</param>
    public async Task<Result<UsageView>> HandleAsync(Actor actor, UsagePeriod period, string? providerCode, CancellationToken cancellationToken)
    {
        var provider = ProviderCatalogue.Find(providerCode);
        if (provider is null && providerCode is not null)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewUsage, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<UsageView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var rows = UsageReads.Rows(work.Db, period.Start(work.Now), UsagePeriods.End(work.Now), provider);
        // Where a day begins in Paris is nothing a database knows: it adds up hours, of which a month has 744 at most.
        var hours = (await UsageReads.ByHour(rows).ToListAsync(cancellationToken)).ToLookup(hour => period.StepOf(hour.Hour), hour => hour.Counts);
        var sums = await UsageReads.ByKey(rows).ToListAsync(cancellationToken);
        var facts = await UsageReads.FactsAsync(work.Db, work.Now, cancellationToken);
        var keys = UsageReads.Keys(facts.Values);
        return new UsageView(
            period,
            [.. period.Steps(work.Now).Select(step => new UsageStep(step, Sum(hours[step])))],
            Sum(sums.Select(sum => sum.Counts)),
            [.. from sum in sums
                where ProviderCatalogue.Find(sum.Provider) is not null
                orderby sum.Counts.Calls descending, sum.Provider, sum.ConnexionId
                select new KeyUsage(ProviderCatalogue.Find(sum.Provider)!, keys.GetValueOrDefault(sum.ConnexionId) ?? new KeyName(KeyOwner.Gone), sum.Counts, sum.LastHour)])
        {
            Today = await TodayAsync(work, facts.Where(one => provider is null || one.Key == provider), cancellationToken),
        };
    }

    private async Task<IReadOnlyList<QuotaToday>> TodayAsync(UnitOfWork work, IEnumerable<KeyValuePair<Provider, SharingFacts>> facts, CancellationToken cancellationToken)
    {
        var today = new List<QuotaToday>();
        foreach (var (provider, known) in facts)
        {
            if (ConnexionResolver.Resolve(known.ToSnapshot(ring)) is { Source: Source.Network, Quota: { Limits: true } quota, ConnexionId: { } lent })
            {
                var used = await UsageReads.ByKey(UsageReads.Rows(work.Db, ParisDay.Start(ParisDay.Of(work.Now)), UsagePeriods.End(work.Now), provider).Where(row => row.ConnexionId == lent))
                    .SingleOrDefaultAsync(cancellationToken);
                today.Add(new QuotaToday(provider, quota, used?.Counts.Calls ?? 0, used?.Counts.Emails ?? 0));
            }
        }

        return today;
    }

    private static UsageCounts Sum(IEnumerable<UsageCounts> counts) => counts.Aggregate(new UsageCounts(), (sum, one) => sum + one);
}
