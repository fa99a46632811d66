using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.Coverage;

/// <summary>Whose account an agency uses, as the board tells it.</summary>
public enum CoverageSource
{
    None,
    Own,
    Network,

    /// <summary>The network's, or none at all, because the network leaves no choice.</summary>
    Imposed,
}

/// <summary>How well it works, from the best to the worst.</summary>
public enum CoverageState
{
    Works,

    /// <summary>The key is alive, and the account lacks credit or the key a right.</summary>
    Limited,

    NeverVerified,

    /// <summary>It was tried, and nothing can be said.</summary>
    Unproven,

    /// <summary>The provider refused the key once, which alone is not believed.</summary>
    RefusedOnce,

    /// <summary>The provider does not let this server in.</summary>
    Blocked,

    /// <summary>Neither the agency nor the network means to use this provider.</summary>
    Unused,

    /// <summary>The network's is in use only because the agency's own does not work.</summary>
    FellBack,

    /// <summary>None can be used: the provider refuses a key.</summary>
    Refused,

    /// <summary>None can be used: a key is contested.</summary>
    InConflict,

    /// <summary>Something is there, or meant to be, and none of it can be used.</summary>
    Broken,
}

/// <summary>One agency at one provider: nothing of a key, of the agency's own not even its account.</summary>
public sealed record CoverageCell(EffectiveConnexion Effective)
{
    private static readonly TraceReason[] Failures =
        [TraceReason.NoKey, TraceReason.Unreadable, TraceReason.Rejected, TraceReason.InConflict, TraceReason.Frozen];

    public CoverageSource Source => Effective switch
    {
        { IsImposed: true } => CoverageSource.Imposed,
        { Source: Domain.Sharing.Source.Own } => CoverageSource.Own,
        { Source: Domain.Sharing.Source.Network } => CoverageSource.Network,
        _ => CoverageSource.None,
    };

    public CoverageState State => Effective switch
    {
        { Source: Domain.Sharing.Source.None } when !Effective.Trace.Any(IsTrouble) => CoverageState.Unused,
        { Source: Domain.Sharing.Source.None } when Effective.Trace.Any(step => step.Reason == TraceReason.InConflict) => CoverageState.InConflict,
        { Source: Domain.Sharing.Source.None } when Effective.Trace.Any(step => step.Reason == TraceReason.Rejected) => CoverageState.Refused,
        { Source: Domain.Sharing.Source.None } => CoverageState.Broken,
        { Source: Domain.Sharing.Source.Network } when Effective.Trace.Any(IsTrouble) => CoverageState.FellBack,
        _ => Facts?.State switch
        {
            ConnexionState.Limited => CoverageState.Limited,
            ConnexionState.Blocked => CoverageState.Blocked,
            ConnexionState.RefusedOnce => CoverageState.RefusedOnce,
            ConnexionState.CannotTell => CoverageState.Unproven,
            _ => Effective.IsUnproven ? CoverageState.NeverVerified : CoverageState.Works,
        },
    };

    public bool NeedsAttention => State is CoverageState.Broken or CoverageState.FellBack or CoverageState.Refused or CoverageState.InConflict
        or CoverageState.Blocked or CoverageState.Limited;

    /// <summary>What is known of the key that the state speaks of: the one in trouble, else the one in effect. Nothing of its account.</summary>
    public KeyFacts? Facts { get; private init; }

    /// <summary>Whether <see cref="Facts"/> speaks of the agency's own key.</summary>
    public bool FactsAreOwn { get; private init; }

    internal static CoverageCell From(EffectiveConnexion effective, ConnexionPart? own, ConnexionPart? network, KeyRing ring)
    {
        var source = effective.Trace.FirstOrDefault(IsTrouble)?.Source ?? effective.Source;
        var part = source switch { Domain.Sharing.Source.Own => own, Domain.Sharing.Source.Network => network, _ => null };
        return new CoverageCell(effective)
        {
            Facts = part?.RingKeyId is null ? null : part.FactsBy(ring),
            FactsAreOwn = source == Domain.Sharing.Source.Own,
        };
    }

    // Shared without being there is trouble of the network's; an agency without its own is not.
    private static bool IsTrouble(TraceStep step) =>
        Failures.Contains(step.Reason) || step is { Source: Domain.Sharing.Source.Network, Reason: TraceReason.Missing or TraceReason.SetAside };
}

/// <param name="Cells">One for each provider of the catalogue, in its order.</param>
public sealed record CoverageRow(ClientRef Agency, string Nom, string NomFolded, IReadOnlyList<CoverageCell> Cells)
{
    public bool NeedsAttention => Cells.Any(cell => cell.NeedsAttention);
}

public sealed record FamilyCoverage(IReadOnlyList<CoverageRow> Rows);

/// <summary>What every agency of the network uses at every provider: a fixed number of queries, however many.</summary>
public sealed class GetCoverage(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<FamilyCoverage>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewSharing, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<FamilyCoverage>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var family = await FamilyReads.LoadAsync(work.Db, only: null, work.Now, cancellationToken);
        var columns = ProviderCatalogue.All
            .Select(provider => new Column(provider, family.Policies[provider.Code], family.NetworkPart(provider), family.NetworkPart(provider)?.ToCandidate(ring))).ToList();
        return new FamilyCoverage([.. family.Agencies.Select(agency => new CoverageRow(
            agency.Client, agency.Nom, agency.NomFolded, [.. columns.Select(column => Resolve(family, agency, column))]))]);
    }

    private sealed record Column(Provider Provider, PolicyView Policy, ConnexionPart? Network, Candidate? Candidate);

    private CoverageCell Resolve(Family family, FamilyAgency agency, Column column)
    {
        var own = family.Parts.GetValueOrDefault((agency.Client.Id, column.Provider.Code));
        var effective = ConnexionResolver.Resolve(new ResolverSnapshot(
            own?.ToCandidate(ring),
            column.Candidate,
            column.Policy.Terms.For(column.Policy.Selected.Contains(agency.Client.Id))));
        return CoverageCell.From(effective, own, column.Network, ring);
    }
}
