using Connexions.Domain.Organisations;

namespace Connexions.Domain.Integrations;

/// <summary>
/// A director asks for every connexion of the network and its agencies to be tried now. It holds no list: what was
/// tried since it began is done, whoever tried it, so it survives a restart and repeats nothing.
/// </summary>
public sealed class VerificationRun : IClientOwned
{
    private VerificationRun() { }

    public Guid RunId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public ClientType ClientType { get; private init; }

    /// <summary>The network.</summary>
    public Guid ClientId { get; private init; }

    public Guid StartedBy { get; private init; }

    public DateTime StartedAt { get; private init; }

    /// <summary>How many connexions had a key to try when it began.</summary>
    public int Total { get; private init; }

    public DateTime? EndedAt { get; private set; }

    public bool Cancelled { get; private set; }

    public ClientRef? Owner => new ClientRef(ClientType, ClientId);

    public static VerificationRun Start(Guid organisationId, ClientRef network, Guid personId, int total, DateTime at) => new()
    {
        RunId = Guid.CreateVersion7(),
        OrganisationId = organisationId,
        ClientType = network.Type,
        ClientId = network.Id,
        StartedBy = personId,
        StartedAt = at,
        Total = total,
    };

    public void End(bool cancelled, DateTime at) => (EndedAt, Cancelled) = (at, cancelled);
}
