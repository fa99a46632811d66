using Connexions.Domain.Claims;
using Connexions.Domain.Organisations;

namespace Connexions.Web.Features.Verifications.Claims;

/// <summary>How a key and its account stand with whoever claims them, seen from one client; from the best to the worst.</summary>
public enum ClaimRelation
{
    /// <summary>Nobody else claims them, or this client may use them beside whoever does.</summary>
    Free,

    /// <summary>An agency of this network claims them: within a family the network's claim wins.</summary>
    OwnAgency,

    /// <summary>The same person is responsible for the client that claims them, and may confirm using them for both.</summary>
    AlsoMine,

    /// <summary>This agency's own network claims them: it can be used as the network shares it.</summary>
    OwnNetwork,

    /// <summary>Somebody else claims them.</summary>
    Foreign,
}

/// <summary>Who claims a value. For the application alone: no client is ever shown another holder.</summary>
/// <param name="IsSettled">An administrator decided that it is theirs.</param>
internal sealed record ClaimHolder(Guid ClaimId, Guid OrganisationId, ClientRef Client, ClaimValue Value, bool IsSettled);

/// <param name="Holders">The others that claim what this client does not.</param>
/// <param name="NextSlot">By kind: the slot a further claim on the same value would take.</param>
internal sealed record ClaimLook(ClaimRelation Relation, IReadOnlyList<ClaimHolder> Holders, IReadOnlyDictionary<ClaimKind, int> NextSlot)
{
    /// <summary>Agencies whose claims the network's takes over.</summary>
    public IEnumerable<(Guid OrganisationId, ClientRef Client)> Displaced =>
        Relation == ClaimRelation.OwnAgency ? Holders.Select(holder => (holder.OrganisationId, holder.Client)).Distinct() : [];

    public static readonly ClaimLook Nobody = new(ClaimRelation.Free, [], new Dictionary<ClaimKind, int>());
}
