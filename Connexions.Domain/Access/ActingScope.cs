using Connexions.Domain.Organisations;

namespace Connexions.Domain.Access;

/// <summary>
/// For whom a database context works. Every context is stamped with exactly one, once; without one it sees no tenant
/// row and writes none. What each may read and write is the table in <see cref="ScopeTable"/>.
/// </summary>
public abstract record ActingScope(Guid OrganisationId, ClientRef? Client, Guid? PersonId)
{
    /// <summary>A person at work for one client.</summary>
    public sealed record Member(Guid Person, Guid Organisation, ClientRef ForClient)
        : ActingScope(Organisation, ForClient, Person);

    /// <summary>A director at work for their network and its agencies, which live in other organisations; without a person, the application for them.</summary>
    public sealed record Network(Guid? Person, Guid Organisation, Guid ReseauId)
        : ActingScope(Organisation, new ClientRef(ClientType.Reseau, ReseauId), Person);

    /// <summary>Support at work; what it reads beyond its own journal it reads for a reason.</summary>
    public sealed record Support(Guid Person, string? Reason) : ActingScope(Organisations.Organisation.Platform, null, Person);

    /// <summary>An administrator at work.</summary>
    public sealed record Administration(Guid Person) : ActingScope(Organisations.Organisation.Platform, null, Person);

    /// <summary>
    /// The gateway, using for one client the connexion in effect: the one scope that reads the key of the client's
    /// network. It writes nothing.
    /// </summary>
    public sealed record Gateway(Guid Organisation, ClientRef ForClient) : ActingScope(Organisation, ForClient, null);

    /// <summary>The application itself, for one organisation; for <see cref="Organisation.Platform"/> while it lists where to work.</summary>
    public sealed record Job(string Name, Guid Organisation) : ActingScope(Organisation, null, null);
}
