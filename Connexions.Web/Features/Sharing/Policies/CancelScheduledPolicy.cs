using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Policies;

/// <param name="Version">What the page showed: see <see cref="PolicyView.Version"/>.</param>
public sealed record CancelScheduledPolicyRequest(ClientRef Client, string Provider, (Guid? Current, Guid? Scheduled) Version);

/// <summary>Calls off a change of policy that lies ahead, and tells the agencies to whom it was announced.</summary>
public sealed class CancelScheduledPolicy(UnitsOfWork unitsOfWork, KeyRing ring, LiveNotices live)
{
    public async Task<Result<PolicyView>> HandleAsync(Actor actor, CancelScheduledPolicyRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditSharing, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<PolicyView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var family = await FamilyReads.LoadAsync(work.Db, provider, work.Now, cancellationToken);
        var before = family.Policies[provider.Code];
        if (before.Scheduled is not { } scheduled)
        {
            return SharingErrors.NothingScheduled;
        }

        if (before.Version != request.Version)
        {
            return new PolicyConflict(before);
        }

        var awaiting = SimulatePolicy.Awaiting(scheduled, provider, family, ring);
        CallOff(work, awaiting, provider, scheduled);

        // In this order: a selection holds on to its policy.
        work.Db.RemoveRange(await work.Db.Set<SharingSelection>().Where(row => row.PolicyId == scheduled.PolicyId).ToListAsync(cancellationToken));
        work.Db.Remove(await work.Db.Set<SharingPolicy>().SingleAsync(row => row.PolicyId == scheduled.PolicyId, cancellationToken));
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.PolicyScheduleCancelled)
        {
            Client = actor.Client,
            Provider = provider.Code,
            OtherChanges = AffectedAgencies.In(PolicyChanges.Between(scheduled.Terms, before.Terms), awaiting.Select(agency => agency.Nom)),
            Subject = scheduled.EffectiveFrom.ToString("O", CultureInfo.InvariantCulture),
        });
        if (!await work.CommitAsync(cancellationToken))
        {
            return new PolicyConflict((await FamilyReads.PoliciesAsync(work.Db, provider, work.Now, cancellationToken))[provider.Code]);
        }

        live.Changed(awaiting.Select(agency => agency.Client));
        return before with { Scheduled = null };
    }

    internal static void CallOff(UnitOfWork work, IEnumerable<FamilyAgency> awaiting, Provider provider, DecidedPolicy scheduled) =>
        work.Db.AddRange(awaiting.Select(agency =>
            Notice.Create(agency.OrganisationId, agency.Client, NoticeKind.CalledOff, provider.Code, work.Now, effectiveFrom: scheduled.EffectiveFrom)));
}
