using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.OwnAccount;

/// <summary>The agencies whose work goes out with the network's connexion at one provider, or would if it were not frozen.</summary>
public sealed class ListDependents(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<IReadOnlyList<FamilyAgency>>> HandleAsync(Actor actor, string? providerCode, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(providerCode) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewSharing, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<FamilyAgency>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        return Result<IReadOnlyList<FamilyAgency>>.Success(await LoadAsync(work.Db, ring, provider, work.Now, cancellationToken));
    }

    /// <summary>Nobody but the owner uses what is not a network's.</summary>
    /// <param name="ifItWorked">Counts those who would use it if it were there and its key worked.</param>
    internal static async Task<IReadOnlyList<FamilyAgency>> LoadAsync(
        ConnexionsDbContext db, KeyRing ring, Provider provider, DateTime now, CancellationToken cancellationToken, bool ifItWorked = false)
    {
        if (db.Scope is not ActingScope.Network)
        {
            return [];
        }

        var family = await FamilyReads.LoadAsync(db, provider, now, cancellationToken);
        if ((family.NetworkPart(provider)?.ToCandidate(ring) ?? (ifItWorked ? new Candidate(Guid.Empty, KeyCondition.Works) : null)) is not { } network)
        {
            return [];
        }

        var policy = family.Policies[provider.Code];
        return [.. family.Agencies.Where(agency => ConnexionResolver.Resolve(new ResolverSnapshot(
            family.Parts.GetValueOrDefault((agency.Client.Id, provider.Code))?.ToCandidate(ring),
            network with { Frozen = false, Key = ifItWorked ? KeyCondition.Works : network.Key },
            policy.Terms.For(policy.Selected.Contains(agency.Client.Id)))).Source == Source.Network)];
    }
}
