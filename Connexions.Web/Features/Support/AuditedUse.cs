using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Usage;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Support;

/// <summary>How much one connexion was used in the last thirty days, as support sees it.</summary>
/// <param name="LastHour">The hour of the last use or refusal, UTC; null without one.</param>
/// <param name="LastRefusal">Of all times; null while the gateway refused nothing.</param>
public sealed record AuditedUse(UsageCounts Counts, DateTime? LastHour, LastRefusal? LastRefusal)
{
    internal static async Task<AuditedUse> ReadAsync(ConnexionsDbContext db, NamedConnexion found, DateTime now, CancellationToken cancellationToken)
    {
        var (row, from, until) = (found.Row, UsagePeriod.Month.Start(now), UsagePeriods.End(now));
        var hours = db.Across<UsageHour>().Where(hour => hour.OrganisationId == row.OrganisationId && hour.ClientType == row.ClientType && hour.ClientId == row.ClientId
            && hour.Hour >= from && hour.Hour < until && hour.Provider == row.Provider && hour.ConnexionId == row.Id);
        var sum = await UsageReads.ByKey(hours).SingleOrDefaultAsync(cancellationToken);
        return new AuditedUse(sum?.Counts ?? new UsageCounts(), sum?.LastHour, await Refusals(db, row.OrganisationId, row.Id).FirstOrDefaultAsync(cancellationToken));
    }

    /// <summary>The newest first: by the index of refused uses.</summary>
    internal static IQueryable<LastRefusal> Refusals(ConnexionsDbContext db, Guid organisationId, Guid connexionId) =>
        from entry in db.Across<AuditEntry>()
        where entry.OrganisationId == organisationId && entry.Refusal != null && entry.ConnexionId == connexionId
        orderby entry.At descending, entry.Sequence descending
        select new LastRefusal(entry.At, entry.Refusal!);
}

/// <param name="At">UTC.</param>
/// <param name="Code">Of the reason.</param>
public sealed record LastRefusal(DateTime At, string Code);
