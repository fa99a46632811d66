using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.Policies;

/// <param name="Version">What the form was filled from: see <see cref="PolicyView.Version"/>.</param>
public sealed record SavePolicyRequest(PolicyDraft Draft, (Guid? Current, Guid? Scheduled) Version);

/// <param name="Affected">The agencies for which something changes, at once or on the day.</param>
/// <param name="LetOff">The agencies that were told of a change which now will not be.</param>
public sealed record SavedPolicy(PolicyView View, IReadOnlyList<SimulatedAgency> Affected, IReadOnlyList<FamilyAgency> LetOff);

/// <summary>Decides what the network shares at one provider, at once or from a day on, and tells the agencies concerned.</summary>
public sealed class SavePolicy(UnitsOfWork unitsOfWork, KeyRing ring, LiveNotices live)
{
    public async Task<Result<SavedPolicy>> HandleAsync(Actor actor, SavePolicyRequest request, CancellationToken cancellationToken)
    {
        var draft = request.Draft;
        if (ProviderCatalogue.Find(draft.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditSharing, draft.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<SavedPolicy>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var family = await FamilyReads.LoadAsync(work.Db, provider, work.Now, cancellationToken);
        var before = family.Policies[provider.Code];
        if (before.Version != request.Version)
        {
            return new PolicyConflict(before);
        }

        var errors = SimulatePolicy.Validate(draft, provider, family, ring, work.Now);
        if (errors.Count > 0)
        {
            return errors;
        }

        var decision = new PolicyDecision(work, actor, draft, provider, family, ring);
        await decision.StoreAsync(cancellationToken);
        decision.Announce();
        decision.Record();
        if (!await work.CommitAsync(cancellationToken))
        {
            return new PolicyConflict((await FamilyReads.PoliciesAsync(work.Db, provider, work.Now, cancellationToken))[provider.Code]);
        }

        live.Changed(decision.Told);
        return new SavedPolicy(
            (await FamilyReads.PoliciesAsync(work.Db, provider, work.Now, cancellationToken))[provider.Code], decision.Affected, decision.LetOff);
    }
}
