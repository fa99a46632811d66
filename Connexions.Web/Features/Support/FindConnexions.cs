using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Configurations;
using Connexions.Web.Persistence.Search;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Support;

/// <summary>What a search looked at when more fits than anybody reads.</summary>
public enum SearchLimit
{
    None,

    /// <summary>The connexions of so many of the clients that were found.</summary>
    Clients,

    /// <summary>So many connexions: those that changed last.</summary>
    Latest,
}

/// <summary>
/// The connexions that fit a request, by indices only: with words, those of the clients that bear them; without, those in a
/// state, or simply those that changed last. Never more than can be sorted while somebody waits.
/// </summary>
internal static class FindConnexions
{
    /// <summary>So many clients, or connexions, at most.</summary>
    public const int Most = 250;

    /// <summary>So many clients where only some of their connexions are wanted: of those few are left.</summary>
    public const int MostNarrowed = 1000;

    /// <summary>How many clients a search with words looks at.</summary>
    public static int MostClients(SearchConnexionsRequest request) => request.State is null && !request.IsFrozen ? Most : MostNarrowed;

    public static async Task<(List<ConnexionRow> Rows, SearchLimit Limit)> RowsAsync(
        ConnexionsDbContext db, KeyRing ring, SearchConnexionsRequest request, SearchQuery query, CancellationToken cancellationToken)
    {
        var providers = ProviderCatalogue.All.Where(provider => string.IsNullOrEmpty(request.Provider) || provider.Code == request.Provider).ToList();
        if (query.IsEmpty)
        {
            var latest = new List<ConnexionRow>();
            foreach (var part in providers.SelectMany(provider => Latest(db, ring.ReadableKeys(), provider, request)))
            {
                latest.AddRange(await part.ToListAsync(cancellationToken));
            }

            return latest.Count <= Most ? (latest, SearchLimit.None) : ([.. latest.OrderByDescending(row => row.UpdatedAt).Take(Most)], SearchLimit.Latest);
        }

        var found = await SearchIndex.FindAsync(db, query, MostClients(request), cancellationToken);
        var source = new ClientsSource(db, found.Rows.Select(row => row.Client).OfType<ClientRef>().ToLookup(client => client.Type, client => (Guid?)client.Id));
        var rows = new List<ConnexionRow>();
        foreach (var provider in providers)
        {
            rows.AddRange(await ConnexionRows.Of(provider, source).ToListAsync(cancellationToken));
        }

        rows.RemoveAll(row => (request.State is { } state && (row.FrozenAt is not null || ring.StateOf(row) != state)) || (request.IsFrozen && row.FrozenAt is null));
        return (rows, found.IsMore ? SearchLimit.Clients : SearchLimit.None);
    }

    /// <summary>One provider's, in one or several queries.</summary>
    internal static IEnumerable<IQueryable<ConnexionRow>> Latest(ConnexionsDbContext db, IReadOnlyList<Guid> readable, Provider provider, SearchConnexionsRequest request)
    {
        IEnumerable<LatestSource> sources = request switch
        {
            { State: ConnexionState.Unreadable } => UnreadableSource.Between(db, readable),
            { State: { } state } => [new StateSource(db, state.ToString(), readable)],
            { IsFrozen: true } => [new StateSource(db, ShownState.Frozen, readable)],
            _ => [new LatestSource(db)],
        };
        foreach (var source in sources)
        {
            source.Type = request.ClientType;
            yield return ConnexionRows.Of(provider, source);
        }
    }

    /// <summary>What some clients own, each found by the column of its type.</summary>
    private sealed class ClientsSource(ConnexionsDbContext db, ILookup<ClientType, Guid?> clients) : ConnexionSource
    {
        public override IQueryable<TConnexion> Rows<TConnexion>()
        {
            List<Guid?> reseaux = [.. clients[ClientType.Reseau]], agences = [.. clients[ClientType.ReseauAgence]], independantes = [.. clients[ClientType.AgenceIndependante]];
            return db.Across<TConnexion>().Where(row => reseaux.Contains(EF.Property<Guid?>(row, ClientColumns.ReseauId))
                || agences.Contains(EF.Property<Guid?>(row, ClientColumns.ReseauAgenceId))
                || independantes.Contains(EF.Property<Guid?>(row, ClientColumns.AgenceIndependanteId)));
        }
    }

    /// <summary>Those that changed last; one more than are wanted, which tells whether there are others.</summary>
    private class LatestSource(ConnexionsDbContext db) : ConnexionSource
    {
        public ClientType? Type { get; set; }

        public override IQueryable<TConnexion> Rows<TConnexion>()
        {
            var rows = Narrow(db.Across<TConnexion>());
            return Sort(Type is { } type ? rows.Where(row => row.ClientType == type) : rows).Take(Most + 1);
        }

        protected virtual IQueryable<TConnexion> Narrow<TConnexion>(IQueryable<TConnexion> rows) where TConnexion : Connexion => rows;

        protected virtual IQueryable<TConnexion> Sort<TConnexion>(IQueryable<TConnexion> rows) where TConnexion : Connexion => rows.OrderByDescending(row => row.UpdatedAt);
    }

    /// <summary>Those in one state; whether the ring reads their key the database does not know.</summary>
    private sealed class StateSource(ConnexionsDbContext db, string state, IReadOnlyList<Guid> readable) : LatestSource(db)
    {
        protected override IQueryable<TConnexion> Narrow<TConnexion>(IQueryable<TConnexion> rows)
        {
            rows = rows.Where(row => EF.Property<string>(row, ShownState.Property) == state);
            return state == ShownState.Frozen ? rows : rows.Where(row => row.ApiKeyRingKeyId == null || readable.Contains(row.ApiKeyRingKeyId!.Value));
        }
    }

    /// <summary>Those whose key the ring does not read: between one readable key and the next, in the order in which the database has them.</summary>
    private sealed class UnreadableSource(ConnexionsDbContext db, Guid? after, Guid? before, IReadOnlyList<Guid> readable) : LatestSource(db)
    {
        public static List<UnreadableSource> Between(ConnexionsDbContext db, IReadOnlyList<Guid> readable)
        {
            Guid?[] bounds = [null, .. db.InOrder(readable), null];
            return [.. bounds.Zip(bounds.Skip(1)).Select(gap => new UnreadableSource(db, gap.First, gap.Second, readable))];
        }

        protected override IQueryable<TConnexion> Narrow<TConnexion>(IQueryable<TConnexion> rows)
        {
            rows = rows.Where(row => row.ApiKeyRingKeyId != null && row.FrozenAt == null && !readable.Contains(row.ApiKeyRingKeyId!.Value));
            rows = after is { } first ? rows.Where(row => row.ApiKeyRingKeyId!.Value.CompareTo(first) > 0) : rows;
            return before is { } last ? rows.Where(row => row.ApiKeyRingKeyId!.Value.CompareTo(last) < 0) : rows;
        }

        protected override IQueryable<TConnexion> Sort<TConnexion>(IQueryable<TConnexion> rows) => rows.OrderBy(row => row.ApiKeyRingKeyId);
    }
}
