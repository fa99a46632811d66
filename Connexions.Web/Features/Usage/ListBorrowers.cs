using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Pages;
using Connexions.Web.Shared.Times;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Usage;

/// <summary>How much of one provider's daily limit an agency has used since midnight in Paris, as its uses tell.</summary>
public sealed record QuotaToday(Provider Provider, SharingQuota Quota, int Calls, int Emails);

/// <summary>An agency that used the network's keys.</summary>
/// <param name="Nom">Null for an agency that is gone.</param>
/// <param name="Today">For each provider that limits an agency; empty where nothing is limited.</param>
public sealed record Borrower(Guid AgencyId, string? Nom, UsageCounts Counts, DateTime LastHour, IReadOnlyList<QuotaToday> Today);

/// <summary>Who used the network's shared connexions, the busiest first.</summary>
public sealed class ListBorrowers(UnitsOfWork unitsOfWork)
{
    public const int PageSize = 20;

    /// <param name="providerCode">Null for all of them.</param>
    /// <param name="page">Counts from 1.</param>
    /// <returns>Nobody for a client that is no network: it lends to nobody.</returns>
    public async Task<Result<PageOf<Borrower>>> HandleAsync(Actor actor, UsagePeriod period, string? providerCode, int page, CancellationToken cancellationToken)
    {
        var provider = ProviderCatalogue.Find(providerCode);
        if (provider is null && providerCode is not null)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewUsage, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<PageOf<Borrower>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var (db, now) = (work.Db, work.Now);
        if (actor.Client?.Type != ClientType.Reseau)
        {
            return new PageOf<Borrower>([], 0, 1, PageSize);
        }

        var rows = UsageReads.Rows(db, period.Start(now), UsagePeriods.End(now), provider).Where(row => row.AgencyId != Guid.Empty);
        var total = await rows.Select(row => row.AgencyId).Distinct().CountAsync(cancellationToken);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var sums = await UsageReads.ByAgency(rows).Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var ids = sums.ConvertAll(sum => sum.AgencyId);
        var names = await AgencyNames.ReadAsync(db, ids, cancellationToken);
        var today = await TodayAsync(db, provider, ids, now, cancellationToken);
        return new PageOf<Borrower>(
            sums.ConvertAll(sum => new Borrower(sum.AgencyId, names.GetValueOrDefault(sum.AgencyId), sum.Counts, sum.LastHour, [.. today[sum.AgencyId]])), total, number, PageSize);
    }

    private static async Task<ILookup<Guid, QuotaToday>> TodayAsync(
        ConnexionsDbContext db, Provider? only, List<Guid> agencies, DateTime now, CancellationToken cancellationToken)
    {
        var limits = (await FamilyReads.PoliciesAsync(db, only, now, cancellationToken)).Values
            .Where(policy => policy.Terms.Quota is { CallsPerAgency: not null } or { EmailsPerAgency: not null }).ToList();
        var used = limits.Count == 0
            ? []
            : await UsageReads.Rows(db, ParisDay.Start(ParisDay.Of(now)), UsagePeriods.End(now), only)
                .Where(row => agencies.Contains(row.AgencyId))
                .GroupBy(row => new { row.AgencyId, row.Provider })
                .Select(sum => new { sum.Key.AgencyId, sum.Key.Provider, Calls = sum.Sum(row => row.Calls), Emails = sum.Sum(row => row.Emails) })
                .ToListAsync(cancellationToken);
        return (from agency in agencies
                from policy in limits
                let sum = used.Find(one => one.AgencyId == agency && one.Provider == policy.Provider.Code)
                select (agency, Today: new QuotaToday(policy.Provider, policy.Terms.Quota, sum?.Calls ?? 0, sum?.Emails ?? 0)))
            .ToLookup(one => one.agency, one => one.Today);
    }
}
