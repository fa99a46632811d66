using Connexions.Domain.Organisations;

namespace Connexions.Domain.Access;

/// <summary>A right: this person, in this role, for this client. Deleting the row withdraws it at once.</summary>
public sealed class Membership : IClientOwned
{
    private Membership() { }

    public Guid MembershipId { get; private init; }

    /// <summary><see cref="Organisation.Platform"/> for support and administrators, who name no client.</summary>
    public Guid OrganisationId { get; private init; }

    public Guid PersonId { get; private init; }

    public Role Role { get; private init; }

    public ClientType? ClientType { get; private init; }

    public Guid? ClientId { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public ClientRef? Owner => ClientRef.From(ClientType, ClientId);

    /// <exception cref="ArgumentException">The role cannot name this client.</exception>
    public static Membership Create(Guid personId, Role role, Guid organisationId, ClientRef? client, DateTime at) =>
        role.Fits(client?.Type)
            ? new Membership
            {
                MembershipId = Guid.CreateVersion7(),
                OrganisationId = organisationId,
                PersonId = personId,
                Role = role,
                ClientType = client?.Type,
                ClientId = client?.Id,
                CreatedAt = at,
            }
            : throw new ArgumentException($"A {role} cannot name {client?.Type.ToString() ?? "no client"}.", nameof(client));
}
