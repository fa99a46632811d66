namespace Connexions.Domain.Organisations;

/// <summary>A row that belongs to a tenant: the query filters and the write guard go by these two.</summary>
public interface ITenantOwned
{
    Guid OrganisationId { get; }

    /// <summary>The client it belongs to; null for what belongs to the organisation as a whole.</summary>
    ClientRef? Owner { get; }
}

/// <summary>A tenant's row that stores its client in the two columns <c>client_type</c> and <c>client_id</c>.</summary>
public interface IClientOwned : ITenantOwned;

/// <summary>One of the three business tables that a <see cref="ClientRef"/> points to.</summary>
public interface IClient : ITenantOwned
{
    ClientRef Reference { get; }

    string Nom { get; }
}
