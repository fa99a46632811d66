using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Organisations;

namespace Connexions.Web.Persistence;

/// <summary>
/// What a writer decides about, and so has to itself from its first read to its commit: what it read still stands when it
/// writes. On SQLite there is one writer at a time anyhow; on SQL Server, where transactions read side by side, those that
/// take the same turn come one after the other.
/// </summary>
public readonly record struct Turn
{
    private readonly Kind kind;

    private Turn(Kind kind, Guid id) => (this.kind, Id) = (kind, id);

    /// <summary>
    /// In this order they are taken, by everybody: whoever waits for one holds none that comes after it. People come late,
    /// since whose right is taken away is known when it is saved.
    /// </summary>
    private enum Kind
    {
        Platform,
        Family,
        Person,
        Journal,
    }

    internal Guid Id { get; }

    internal string Name => kind.ToString();

    /// <summary>A network together with all its agencies, whichever of them is named; or an independent agency.</summary>
    public static Turn OfFamily(ClientRef client) => new(Kind.Family, client.Id);

    /// <summary>Administration: what belongs to no client.</summary>
    public static Turn OfPlatform => new(Kind.Platform, Organisation.Platform);

    /// <summary>What a person may do: held by each of their writes, and by whoever takes a right from them.</summary>
    public static Turn OfPerson(Guid personId) => new(Kind.Person, personId);

    /// <summary>A journal's first entry, among the locks of the journals' heads.</summary>
    internal static Turn OfJournal(Guid organisationId) => new(Kind.Journal, organisationId);

    /// <summary>The turn of those who work for a client, or for the platform where there is none.</summary>
    public static Turn Of(ClientRef? client) => client is { } named ? OfFamily(named) : OfPlatform;

    internal static IEnumerable<Turn> InOrder(IEnumerable<Turn> turns) => turns.Distinct().OrderBy(turn => turn.kind).ThenBy(turn => turn.Id);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{kind} {Id}");
}
