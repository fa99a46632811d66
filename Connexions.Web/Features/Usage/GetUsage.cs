using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
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
    public bool IsEmpty => Total is { Calls: 0, Refused: 0 };
}

/// <summary>
/// How much the client one works for used; of a network, what its agencies used of its keys is a part of it.
/// </summary>
public sealed class GetUsage(UnitsOfWork unitsOfWork)
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
        var keys = await UsageReads.KeysAsync(work.Db, work.Now, cancellationToken);
        return new UsageView(
            period,
            [.. period.Steps(work.Now).Select(step => new UsageStep(step, Sum(hours[step])))],
            Sum(sums.Select(sum => sum.Counts)),
            [.. from sum in sums
                where ProviderCatalogue.Find(sum.Provider) is not null
                orderby sum.Counts.Calls descending, sum.Provider, sum.ConnexionId
                select new KeyUsage(ProviderCatalogue.Find(sum.Provider)!, keys.GetValueOrDefault(sum.ConnexionId) ?? new KeyName(KeyOwner.Gone), sum.Counts, sum.LastHour)]);
    }

    private static UsageCounts Sum(IEnumerable<UsageCounts> counts) => counts.Aggregate(new UsageCounts(), (sum, one) => new UsageCounts
    {
        Calls = sum.Calls + one.Calls,
        Emails = sum.Emails + one.Emails,
        Refused = sum.Refused + one.Refused,
        Errors = sum.Errors + one.Errors,
    });
}
