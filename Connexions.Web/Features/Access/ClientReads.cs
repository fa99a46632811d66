using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Access;

/// <summary>A client and the organisation it lies in.</summary>
public sealed record NamedClient(ClientRef Client, Guid OrganisationId, string Name);

internal static class ClientReads
{
    /// <summary>The rows the scope reaches: its own, or where the scope table reaches further, those.</summary>
    public static IQueryable<T> Reach<T>(this ConnexionsDbContext db) where T : class, ITenantOwned =>
        ScopeTable.Reads(db.Scope, TenantTables.Of(typeof(T))) is Extent.Family or Extent.All ? db.Across<T>() : db.Set<T>();

    /// <summary>Null when the scope does not reach it, or it does not exist.</summary>
    public static Task<NamedClient?> FindClientAsync(this ConnexionsDbContext db, ClientRef client, CancellationToken cancellationToken) => client.Type switch
    {
        ClientType.Reseau => db.Reach<Reseau>().Where(row => row.ReseauId == client.Id)
            .Select(row => new NamedClient(client, row.OrganisationId, row.Nom)).SingleOrDefaultAsync(cancellationToken),
        ClientType.ReseauAgence => db.Reach<ReseauAgence>().Where(row => row.ReseauAgenceId == client.Id)
            .Select(row => new NamedClient(client, row.OrganisationId, row.Nom)).SingleOrDefaultAsync(cancellationToken),
        ClientType.AgenceIndependante => db.Reach<AgenceIndependante>().Where(row => row.AgenceIndependanteId == client.Id)
            .Select(row => new NamedClient(client, row.OrganisationId, row.Nom)).SingleOrDefaultAsync(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(client), client.Type, "Not a client type."),
    };

    /// <summary>The names of the clients of some organisations; for scopes that reach all of them.</summary>
    public static async Task<List<NamedClient>> ClientsOfAsync(
        this ConnexionsDbContext db, IReadOnlyCollection<Guid> organisations, CancellationToken cancellationToken)
    {
        var reseaux = await db.Across<Reseau>().Where(row => organisations.Contains(row.OrganisationId))
            .Select(row => new { row.ReseauId, row.OrganisationId, row.Nom }).ToListAsync(cancellationToken);
        var agences = await db.Across<ReseauAgence>().Where(row => organisations.Contains(row.OrganisationId))
            .Select(row => new { row.ReseauAgenceId, row.OrganisationId, row.Nom }).ToListAsync(cancellationToken);
        var independantes = await db.Across<AgenceIndependante>().Where(row => organisations.Contains(row.OrganisationId))
            .Select(row => new { row.AgenceIndependanteId, row.OrganisationId, row.Nom }).ToListAsync(cancellationToken);
        return
        [
            .. reseaux.Select(row => new NamedClient(new(ClientType.Reseau, row.ReseauId), row.OrganisationId, row.Nom)),
            .. agences.Select(row => new NamedClient(new(ClientType.ReseauAgence, row.ReseauAgenceId), row.OrganisationId, row.Nom)),
            .. independantes.Select(row => new NamedClient(new(ClientType.AgenceIndependante, row.AgenceIndependanteId), row.OrganisationId, row.Nom)),
        ];
    }
}
