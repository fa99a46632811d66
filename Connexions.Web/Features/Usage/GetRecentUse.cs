using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Usage;

/// <summary>How much a connexion was used of late.</summary>
/// <param name="Calls">Passed on to the provider.</param>
/// <param name="Agencies">How many agencies used it; none where nobody borrows it.</param>
/// <param name="LastHour">The hour of the last use, UTC; null without one.</param>
/// <param name="Tokens">The client's own tokens that were made for the provider and are open, by name.</param>
public sealed record RecentUse(int Calls, int Agencies, DateTime? LastHour, IReadOnlyList<string> Tokens);

/// <summary>
/// How much the own connexion at one provider was used in the last thirty days: what whoever is about to delete, freeze or
/// withdraw it should know.
/// </summary>
public sealed class GetRecentUse(UnitsOfWork unitsOfWork)
{
    /// <param name="agencies">Only what these used; null for everybody, the client itself included.</param>
    public async Task<Result<RecentUse>> HandleAsync(
        Actor actor, string? providerCode, CancellationToken cancellationToken, IReadOnlyCollection<Guid>? agencies = null)
    {
        if (ProviderCatalogue.Find(providerCode) is not { } provider)
        {
            return Error.NotFound;
        }

        var tokens = await TokensAsync(actor, provider, cancellationToken);
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewUsage, actor.Client, cancellationToken);
        if (!begun.Succeeded || !tokens.Succeeded)
        {
            return Result<RecentUse>.Failure([.. begun.Errors.Concat(tokens.Errors).Distinct()]);
        }

        await using var work = begun.Value;
        var own = work.Db.ConnexionsOf(provider).Select(row => (Guid?)row.Id);
        var rows = UsageReads.Rows(work.Db, UsagePeriod.Month.Start(work.Now), UsagePeriods.End(work.Now), provider)
            .Where(row => row.Calls > 0 && own.Contains(row.ConnexionId));
        if (agencies is not null)
        {
            rows = rows.Where(row => agencies.Contains(row.AgencyId));
        }

        var sum = await rows.GroupBy(_ => 1).Select(all => new { Calls = all.Sum(row => row.Calls), Last = all.Max(row => row.Hour) }).SingleOrDefaultAsync(cancellationToken);
        var borrowers = await rows.Where(row => row.AgencyId != Guid.Empty).Select(row => row.AgencyId).Distinct().CountAsync(cancellationToken);
        return new RecentUse(sum?.Calls ?? 0, borrowers, sum?.Last, tokens.Value);
    }

    /// <summary>Under the member's own scope: a network's reaches no token.</summary>
    private async Task<Result<IReadOnlyList<string>>> TokensAsync(Actor actor, Provider provider, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewTokens, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<string>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var now = work.Now;
        var open = await work.Db.ServiceTokens.Where(row => row.RevokedAt == null && row.ExpiresAt > now)
            .OrderBy(row => row.Nom).Select(row => new { row.Nom, row.Providers }).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<string>>.Success(
            [.. open.Where(token => token.Providers.Split(',').Contains(provider.Code, StringComparer.Ordinal)).Select(token => token.Nom).Distinct(StringComparer.Ordinal)]);
    }
}
