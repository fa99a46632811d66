using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence.Configurations;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>
/// The only place that lifts the tenant filter. Lifting reaches every source of the query, joins included: keep it in
/// a query of its own, and project to a record without secrets.
/// </summary>
internal static class CrossTenantReads
{
    /// <summary>The rows of a table that the context's scope may read beyond its own organisation.</summary>
    /// <exception cref="ForbiddenScopeException">The scope table grants no such read.</exception>
    public static IQueryable<T> Across<T>(this ConnexionsDbContext db) where T : class, ITenantOwned
    {
        var table = TenantTables.Of(typeof(T));
        return ScopeTable.Reads(db.Scope, table) switch
        {
            Extent.All => Lifted<T>(db),
            Extent.Family or Extent.OwnAndFamily when db.Scope is ActingScope.Network network => OfFamily<T>(db, network.ReseauId),
            _ => throw new ForbiddenScopeException(db.Scope, $"read {table} across organisations"),
        };
    }

    /// <summary>
    /// The one thing an agency reads beyond its own rows, and only through its own: its network's name, policy and
    /// connexion, as far as <see cref="Features.Sharing.SharingReads"/> projects them. The row it starts from is the scope's own.
    /// </summary>
    /// <exception cref="ForbiddenScopeException">The scope is no agency's of a network.</exception>
    public static LiftedSource OfOwnNetwork(this ConnexionsDbContext db) =>
        db.Scope is ActingScope.Member { ForClient.Type: ClientType.ReseauAgence } or ActingScope.Gateway { ForClient.Type: ClientType.ReseauAgence } or ActingScope.Support
            ? new LiftedSource(db)
            : throw new ForbiddenScopeException(db.Scope, "read the network of an agency");

    /// <summary>
    /// The connexion of an agency's network, its protected key included: for the gateway alone, from the agency's own row on.
    /// Whether the network shares it is for the resolver to say first.
    /// </summary>
    /// <exception cref="ForbiddenScopeException">The scope is not the gateway's at work for an agency of a network.</exception>
    public static IQueryable<TConnexion> Lent<TConnexion>(this ConnexionsDbContext db) where TConnexion : Connexion
    {
        if (db.Scope is not ActingScope.Gateway { ForClient: { Type: ClientType.ReseauAgence } agency } scope)
        {
            throw new ForbiddenScopeException(db.Scope, "read a key that is lent");
        }

        return from agence in Lifted<ReseauAgence>(db)
               where agence.ReseauAgenceId == agency.Id && agence.OrganisationId == scope.Organisation
               join reseau in Lifted<Reseau>(db) on agence.ReseauId equals reseau.ReseauId
               join connexion in Lifted<TConnexion>(db) on new { reseau.OrganisationId, ClientType = ClientType.Reseau, ClientId = reseau.ReseauId }
                   equals new { connexion.OrganisationId, connexion.ClientType, connexion.ClientId }
               select connexion;
    }

    private static IQueryable<T> OfFamily<T>(ConnexionsDbContext db, Guid reseauId) where T : class, ITenantOwned
    {
        var agences = Lifted<ReseauAgence>(db).Where(agence => agence.ReseauId == reseauId);
        if (typeof(T) == typeof(ReseauAgence))
        {
            return (IQueryable<T>)agences;
        }

        if (typeof(T).IsAssignableTo(typeof(Connexion)))
        {
            return Lifted<T>(db).Where(row => EF.Property<Guid?>(row, nameof(Connexion.FamilyId)) == reseauId);
        }

        return typeof(T).IsAssignableTo(typeof(IClientOwned))
            // From the few agencies to their rows: the other way round SQLite would ask of each row whether it is an agency's.
            // An agency's row lies in the agency's organisation, as the database sees to.
            ? Lifted<T>(db).Where(row => agences.Select(agence => (Guid?)agence.ReseauAgenceId).Contains(EF.Property<Guid?>(row, ClientColumns.ReseauAgenceId)))
            : throw new ForbiddenScopeException(db.Scope, $"read {typeof(T).Name} of a family");
    }

    /// <summary>A source of rows without the tenant filter, for the one query that starts from the scope's own row.</summary>
    internal sealed class LiftedSource(ConnexionsDbContext db) : ConnexionSource
    {
        public IQueryable<T> Set<T>() where T : class => Lifted<T>(db);

        public override IQueryable<TConnexion> Rows<TConnexion>() => Lifted<TConnexion>(db);
    }

#pragma warning disable RS0030 // Banned everywhere else.
    private static IQueryable<T> Lifted<T>(ConnexionsDbContext db) where T : class =>
        db.Set<T>().AsNoTracking().IgnoreQueryFilters([QueryFilters.Tenant]);
#pragma warning restore RS0030
}
