using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.Policies;

/// <summary>What a network shares, at every provider, with its agencies to choose from.</summary>
/// <param name="Own">How the network's own connexion stands, by provider.</param>
public sealed record SharingOverview(
    IReadOnlyList<PolicyView> Policies, IReadOnlyList<FamilyAgency> Agencies, IReadOnlyDictionary<string, Situation> Own);

public sealed class ListPolicies(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<SharingOverview>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewSharing, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<SharingOverview>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var family = await FamilyReads.LoadAsync(work.Db, only: null, work.Now, cancellationToken);
        return new SharingOverview(
            [.. family.Policies.Values],
            family.Agencies,
            ProviderCatalogue.All.ToDictionary(provider => provider.Code, provider => OwnOf(provider, family.NetworkPart(provider), Reader.Of(actor.Role, Ownership.Own))));
    }

    private Situation OwnOf(Provider provider, ConnexionPart? network, Reader reader) =>
        Situation.Of(provider, ConnexionResolver.Resolve(new ResolverSnapshot(network?.ToCandidate(ring), null, null)), network?.ToAspect(ring), network: null, reader);

    /// <summary>As the resolver judges it, for the network itself.</summary>
    internal static TraceReason StateOf(ConnexionPart? network, KeyRing ring) =>
        ConnexionResolver.Resolve(new ResolverSnapshot(network?.ToCandidate(ring), null, null)).Trace[0].Reason;
}
