using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Usage;

/// <summary>Why a provider itself turned calls away.</summary>
public enum TroubleKind
{
    KeyRefused,
    NoCredit,
    Throttled,
}

/// <summary>Calls of the last 24 hours that a provider turned away for one reason.</summary>
/// <param name="Count">At least 1.</param>
public sealed record Trouble(Provider Provider, TroubleKind Kind, int Count, KeyName Key);

/// <summary>What the providers turned away in the last 24 hours: for whoever owns the key or depends on it, something to see to.</summary>
public sealed class ListTroubles(UnitsOfWork unitsOfWork)
{
    public async Task<Result<IReadOnlyList<Trouble>>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewUsage, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<Trouble>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var rows = UsageReads.Rows(work.Db, UsagePeriod.Day.Start(work.Now), UsagePeriods.End(work.Now), provider: null)
            .Where(row => row.Throttled > 0 || row.NoCredit > 0 || row.KeyRefused > 0);
        var sums = await UsageReads.ByKey(rows).ToListAsync(cancellationToken);
        if (sums.Count == 0)
        {
            return Result<IReadOnlyList<Trouble>>.Success([]);
        }

        var keys = await UsageReads.KeysAsync(work.Db, work.Now, cancellationToken);
        return Result<IReadOnlyList<Trouble>>.Success(
        [
            // Of a connexion that is gone there is nothing left to see to.
            .. from sum in sums
               where ProviderCatalogue.Find(sum.Provider) is not null && keys.ContainsKey(sum.ConnexionId)
               from trouble in new (TroubleKind Kind, int Count)[]
               {
                   (TroubleKind.KeyRefused, sum.Counts.KeyRefused), (TroubleKind.NoCredit, sum.Counts.NoCredit), (TroubleKind.Throttled, sum.Counts.Throttled),
               }
               where trouble.Count > 0
               orderby sum.Provider, trouble.Kind
               select new Trouble(ProviderCatalogue.Find(sum.Provider)!, trouble.Kind, trouble.Count, keys[sum.ConnexionId]),
        ]);
    }
}
