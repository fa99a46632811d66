using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing;

/// <summary>An agency of the network.</summary>
public sealed record FamilyAgency(ClientRef Client, Guid OrganisationId, string Nom, string NomFolded);

/// <summary>A decided policy, in force or ahead.</summary>
public sealed record DecidedPolicy(SharingTerms Terms, IReadOnlySet<Guid> Selected, Guid PolicyId, Guid Version, DateTime EffectiveFrom);

/// <summary>A network's policy at one provider.</summary>
/// <param name="Current">Null while the network has decided nothing: see <see cref="SharingTerms.Unstated"/>.</param>
/// <param name="Scheduled">What will hold from a day to come.</param>
public sealed record PolicyView(Provider Provider, DecidedPolicy? Current, DecidedPolicy? Scheduled)
{
    public SharingTerms Terms => Current?.Terms ?? SharingTerms.Unstated;

    public IReadOnlySet<Guid> Selected => Current?.Selected ?? new HashSet<Guid>();

    /// <summary>Changes with each decision, in force or ahead.</summary>
    public (Guid? Current, Guid? Scheduled) Version => (Current?.Version, Scheduled?.Version);
}

/// <summary>A network with all that decides what its agencies use: five queries, however many agencies and providers.</summary>
public sealed class Family
{
    public required IReadOnlyList<FamilyAgency> Agencies { get; init; }

    /// <summary>By client id and provider; the network's own are among them.</summary>
    public required IReadOnlyDictionary<(Guid ClientId, string Provider), ConnexionPart> Parts { get; init; }

    public required IReadOnlyDictionary<string, PolicyView> Policies { get; init; }

    public required Guid ReseauId { get; init; }

    public ConnexionPart? NetworkPart(Provider provider) => Parts.GetValueOrDefault((ReseauId, provider.Code));
}

internal static class FamilyReads
{
    /// <summary>Under the scope of the network.</summary>
    /// <param name="only">One provider, or all of them.</param>
    public static async Task<Family> LoadAsync(ConnexionsDbContext db, Provider? only, DateTime now, CancellationToken cancellationToken)
    {
        var reseauId = db.Scope is ActingScope.Network network ? network.ReseauId : throw new ForbiddenScopeException(db.Scope, "read a family");
        var agencies = await db.Across<ReseauAgence>().OrderBy(row => row.NomFolded).ThenBy(row => row.ReseauAgenceId)
            .Select(row => new { row.ReseauAgenceId, row.OrganisationId, row.Nom, row.NomFolded }).ToListAsync(cancellationToken);
        var rows = only is null ? ConnexionRows.Across(db) : ConnexionRows.Of(only, new AcrossSource(db));
        var parts = await rows.Select(PartOfClient.Of).ToListAsync(cancellationToken);
        return new Family
        {
            ReseauId = reseauId,
            Agencies = [.. agencies.Select(row => new FamilyAgency(new ClientRef(ClientType.ReseauAgence, row.ReseauAgenceId), row.OrganisationId, row.Nom, row.NomFolded))],
            Parts = parts.ToDictionary(row => (row.ClientId, row.Provider), row => row.Part),
            Policies = await PoliciesAsync(db, only, now, cancellationToken),
        };
    }

    /// <summary>The network's policies, those that lie ahead beside those in force.</summary>
    public static async Task<IReadOnlyDictionary<string, PolicyView>> PoliciesAsync(
        ConnexionsDbContext db, Provider? only, DateTime now, CancellationToken cancellationToken)
    {
        var policies = await db.Set<SharingPolicy>().AsNoTracking().Where(row => only == null || row.Provider == only.Code).ToListAsync(cancellationToken);
        var selected = (await db.Set<SharingSelection>().AsNoTracking().Select(row => new { row.PolicyId, row.ReseauAgenceId }).ToListAsync(cancellationToken))
            .ToLookup(row => row.PolicyId, row => row.ReseauAgenceId);
        return ProviderCatalogue.All.Where(provider => only is null || provider == only).ToDictionary(provider => provider.Code, provider =>
        {
            var decided = policies.Where(row => row.Provider == provider.Code).OrderBy(row => row.EffectiveFrom).ToList();
            return new PolicyView(
                provider,
                View(decided.LastOrDefault(row => row.EffectiveFrom <= now)),
                View(decided.FirstOrDefault(row => row.EffectiveFrom > now)));
        });

        DecidedPolicy? View(SharingPolicy? row) => row is null
            ? null
            : new DecidedPolicy(row.Terms, selected[row.PolicyId].ToHashSet(), row.PolicyId, row.Version, row.EffectiveFrom);
    }
}
