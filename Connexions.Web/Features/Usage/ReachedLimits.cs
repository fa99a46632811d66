using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Connexions.Web.Shared.Times;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Usage;

/// <summary>Whether a limit that refused calls today is still in the way: the network may have raised or lifted it since.</summary>
public sealed class ReachedLimits(KeyRing ring)
{
    /// <param name="refusedAt">The last refusal, UTC.</param>
    /// <param name="agencies">In the network's journal, those that were refused; of an agency, itself is meant.</param>
    public async Task<bool> HoldAsync(
        ConnexionsDbContext db, Provider provider, Guid connexionId, DateTime refusedAt, IReadOnlyCollection<Guid> agencies, DateTime now, CancellationToken cancellationToken)
    {
        var (quota, decidedAt) = await QuotaAsync(db, provider, connexionId, now, cancellationToken);
        if (!quota.Limits)
        {
            return false;
        }

        // By what holds now it was refused: that many e-mails in one call, perhaps, of which fewer would still pass.
        if (refusedAt >= decidedAt)
        {
            return true;
        }

        Guid[] counted = [.. agencies.DefaultIfEmpty(db.Scope!.Client!.Value.Id), Guid.Empty];
        var day = ParisDay.Of(now);
        var given = await db.Set<QuotaDay>().AsNoTracking()
            .Where(row => row.ConnexionId == connexionId && row.Day == day && counted.Contains(row.AgencyId)).ToListAsync(cancellationToken);
        return given.Exists(row => row.AgencyId == Guid.Empty
            ? row.Calls >= quota.CallsForAll || row.Emails >= quota.EmailsForAll
            : row.Calls >= quota.CallsPerAgency || row.Emails >= quota.EmailsPerAgency);
    }

    /// <summary>The quota in effect for the client the context works for, and since when; none where it uses another connexion now.</summary>
    private async Task<(SharingQuota Quota, DateTime DecidedAt)> QuotaAsync(
        ConnexionsDbContext db, Provider provider, Guid connexionId, DateTime now, CancellationToken cancellationToken)
    {
        var policies = db.Set<SharingPolicy>().AsNoTracking();
        if (db.Scope?.Client is { Type: ClientType.ReseauAgence })
        {
            var facts = await SharingReads.FactsAsync(db, provider, now, cancellationToken);
            if (ConnexionResolver.Resolve(facts.ToSnapshot(ring)).ConnexionId != connexionId)
            {
                return (SharingQuota.Unlimited, default);
            }

            var network = facts.NetworkClient!.Value.Id;
            policies = db.OfOwnNetwork().Set<SharingPolicy>().AsNoTracking().Where(row => row.ReseauId == network);
        }

        var policy = await policies.Where(row => row.Provider == provider.Code && row.EffectiveFrom <= now).OrderByDescending(row => row.EffectiveFrom).FirstOrDefaultAsync(cancellationToken);
        return policy is null or { Mode: SharingMode.None }
            ? (SharingQuota.Unlimited, default)
            : (policy.Quota, policy.UpdatedAt > policy.EffectiveFrom ? policy.UpdatedAt : policy.EffectiveFrom);
    }
}
