using Connexions.Domain.Organisations;

namespace Connexions.Domain.Sharing;

/// <summary>An agency asks its network for the use of a connexion; the director answers.</summary>
public sealed class SharingRequest : IClientOwned
{
    private SharingRequest() { }

    public Guid RequestId { get; private init; }

    /// <summary>The agency's organisation.</summary>
    public Guid OrganisationId { get; private init; }

    public ClientType ClientType { get; private init; }

    /// <summary>The agency.</summary>
    public Guid ClientId { get; private init; }

    public string Provider { get; private init; } = "";

    public string? Message { get; private init; }

    public Guid CreatedBy { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public DateTime? AnsweredAt { get; private set; }

    public Guid? AnsweredBy { get; private set; }

    public bool? Accepted { get; private set; }

    public string? Answer { get; private set; }

    public ClientRef? Owner => new ClientRef(ClientType, ClientId);

    public static SharingRequest Create(Guid organisationId, ClientRef agency, string provider, string? message, Guid personId, DateTime at) => new()
    {
        RequestId = Guid.CreateVersion7(),
        OrganisationId = organisationId,
        ClientType = agency.Type,
        ClientId = agency.Id,
        Provider = provider,
        Message = message,
        CreatedBy = personId,
        CreatedAt = at,
    };

    public void Reply(bool accepted, string? answer, Guid personId, DateTime at)
    {
        (Accepted, Answer, AnsweredBy, AnsweredAt) = (accepted, answer, personId, at);
    }
}
