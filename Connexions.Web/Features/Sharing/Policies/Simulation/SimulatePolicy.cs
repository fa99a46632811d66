using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.Policies.Simulation;

/// <param name="Client">The network the form was opened for.</param>
/// <param name="Selected">The agencies chosen; of no meaning for a mode that selects none.</param>
/// <param name="From">The moment it takes effect, UTC; null for at once.</param>
public sealed record PolicyDraft(ClientRef Client, string Provider, SharingTerms Terms, IReadOnlySet<Guid> Selected, DateTime? From);

/// <summary>What a policy would do, agency by agency, before it is saved.</summary>
public sealed class SimulatePolicy(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<IReadOnlyList<SimulatedAgency>>> HandleAsync(Actor actor, PolicyDraft draft, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(draft.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewSharing, draft.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<SimulatedAgency>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var family = await FamilyReads.LoadAsync(work.Db, provider, work.Now, cancellationToken);
        var errors = Validate(draft, provider, family, ring, work.Now);
        return errors.Count > 0
            ? errors
            : Result<IReadOnlyList<SimulatedAgency>>.Success(Simulate(draft, provider, family, ring));
    }

    internal static IReadOnlyList<SimulatedAgency> Simulate(PolicyDraft draft, Provider provider, Family family, KeyRing ring)
    {
        var before = family.Policies[provider.Code];
        return PolicySimulation.Simulate(
            family.NetworkPart(provider)?.ToCandidate(ring),
            before.Terms,
            draft.Terms,
            draft.Selected,
            family.Agencies.Select(agency => new AgencySnapshot(
                agency.Client,
                agency.Nom,
                family.Parts.GetValueOrDefault((agency.Client.Id, provider.Code))?.ToCandidate(ring),
                before.Selected.Contains(agency.Client.Id))));
    }

    /// <summary>Those for whom a decision that lies ahead would change something: they were told of it, and are told when it is not to be.</summary>
    internal static IReadOnlyList<FamilyAgency> Awaiting(DecidedPolicy scheduled, Provider provider, Family family, KeyRing ring)
    {
        var network = new ClientRef(ClientType.Reseau, family.ReseauId);
        var draft = new PolicyDraft(network, provider.Code, scheduled.Terms, scheduled.Selected, scheduled.EffectiveFrom);
        var concerned = Concerned(draft, provider, family, ring).Select(agency => agency.Agency).ToHashSet();
        return [.. family.Agencies.Where(agency => concerned.Contains(agency.Client))];
    }

    internal static List<SimulatedAgency> Concerned(PolicyDraft draft, Provider provider, Family family, KeyRing ring) =>
        [.. Simulate(draft, provider, family, ring).Where(agency => agency.Effect != PolicyEffect.Unchanged)];

    internal static List<Error> Validate(PolicyDraft draft, Provider provider, Family family, KeyRing ring, DateTime now)
    {
        var errors = new List<Error>();
        if (draft.Terms.Mode.Selects() && draft.Selected.Count == 0)
        {
            errors.Add(draft.Terms.Mode == SharingMode.Selected ? SharingErrors.SelectedNobody : SharingErrors.ExceptedNobody);
        }

        var known = family.Agencies.Select(agency => agency.Client.Id).ToHashSet();
        if (draft.Terms.Mode.Selects() && draft.Selected.Count(id => !known.Contains(id)) is > 0 and var left)
        {
            errors.Add(SharingErrors.AgencyLeft with { Arguments = [left] });
        }

        if (draft.Terms is { OwnAllowed: false, Mode: not SharingMode.None } && Unusable(ListPolicies.StateOf(family.NetworkPart(provider), ring)) is { } unusable)
        {
            errors.Add(unusable with { Arguments = [provider.Name] });
        }

        errors.AddRange(TermsChecks.Of(draft.Terms, provider));
        if (draft.From <= now)
        {
            errors.Add(SharingErrors.DateInThePast);
        }

        return errors;
    }

    private static Error? Unusable(TraceReason state) => state switch
    {
        _ when state.IsUsable() => null,
        TraceReason.Missing or TraceReason.NoKey => SharingErrors.ImposeWithoutKey,
        TraceReason.Frozen => SharingErrors.ImposeFrozen,
        _ => SharingErrors.ImposeUnusable,
    };
}
