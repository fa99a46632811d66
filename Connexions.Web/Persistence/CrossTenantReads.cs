using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
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
            Extent.Family when db.Scope is ActingScope.Network network => OfFamily<T>(db, network.ReseauId),
            _ => throw new ForbiddenScopeException(db.Scope, $"read {table} across organisations"),
        };
    }

    private static IQueryable<T> OfFamily<T>(ConnexionsDbContext db, Guid reseauId) where T : class, ITenantOwned
    {
        var agences = Lifted<ReseauAgence>(db).Where(agence => agence.ReseauId == reseauId);
        IQueryable rows = typeof(T).Name switch
        {
            nameof(ReseauAgence) => agences,
            nameof(Membership) => Lifted<Membership>(db).Where(row => row.ClientType == ClientType.ReseauAgence
                && agences.Any(agence => agence.ReseauAgenceId == row.ClientId && agence.OrganisationId == row.OrganisationId)),
            nameof(Invitation) => Lifted<Invitation>(db).Where(row => row.ClientType == ClientType.ReseauAgence
                && agences.Any(agence => agence.ReseauAgenceId == row.ClientId && agence.OrganisationId == row.OrganisationId)),
            _ => throw new ForbiddenScopeException(db.Scope, $"read {typeof(T).Name} of a family"),
        };
        return (IQueryable<T>)rows;
    }

#pragma warning disable RS0030 // Banned everywhere else.
    private static IQueryable<T> Lifted<T>(ConnexionsDbContext db) where T : class =>
        db.Set<T>().AsNoTracking().IgnoreQueryFilters([QueryFilters.Tenant]);
#pragma warning restore RS0030
}
