using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.Coverage;

/// <summary>One agency at one provider, as its network sees it: nothing of a key, of the agency's own not even its account.</summary>
public sealed record CoverageCell(EffectiveConnexion Effective, Situation Situation)
{
    public bool NeedsAttention => Situation.NeedsAttention;
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
        return new CoverageCell(effective, Situation.Of(
            column.Provider, effective, own?.ToAspect(ring), column.Network?.ToAspect(ring), Reader.Of(Role.Directeur, Ownership.AgencyOfOwnNetwork)));
    }
}
