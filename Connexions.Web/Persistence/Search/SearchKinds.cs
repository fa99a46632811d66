using System.Collections.Frozen;
using Connexions.Domain.Organisations;

namespace Connexions.Web.Persistence.Search;

/// <summary>Of whom a document is, as it is stored: three letters, so that the index of three letters finds them too.</summary>
internal static class SearchKinds
{
    /// <summary>An organisation itself, whether it has a client or not.</summary>
    public const string Organisation = "org";

    /// <summary>Somebody's account.</summary>
    public const string Person = "per";

    private static readonly FrozenDictionary<ClientType, string> Clients = new Dictionary<ClientType, string>
    {
        [ClientType.Reseau] = "res",
        [ClientType.ReseauAgence] = "age",
        [ClientType.AgenceIndependante] = "ind",
    }.ToFrozenDictionary();

    public static string Of(ClientType type) => Clients[type];

    /// <returns>Null for an organisation itself.</returns>
    public static ClientRef? ClientOf(string kind, Guid subjectId) =>
        kind == Organisation ? null : new ClientRef(Clients.Single(one => one.Value == kind).Key, subjectId);
}
