using System.Linq.Expressions;
using System.Reflection;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Account;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Support;

/// <summary>A connexion and whose it is, by name.</summary>
internal sealed record NamedConnexion
{
    public required ConnexionRow Row { get; init; }

    public required string Organisation { get; init; }

    public required string OrganisationFolded { get; init; }

    public required string Client { get; init; }

    public required string ClientFolded { get; init; }
}

/// <summary>What the list does not show of a connexion. Never its secret.</summary>
internal sealed record ConnexionDetail
{
    public required Guid Id { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? KeyChangedAt { get; init; }

    /// <summary>Who changed it last; null when it was the application, or the account is gone.</summary>
    public string? UpdatedBy { get; init; }

    public DateTime? NextCheckAt { get; init; }

    /// <summary>Whose account the key opens, as the provider tells it.</summary>
    public string? NamedEmail { get; init; }

    public string? NamedName { get; init; }

    /// <summary>In the order of <see cref="AuditedConnexions.Kinds"/>.</summary>
    public string?[] Values { get; init; } = [];
}

/// <summary>What support's screens are made of; no query names a column of a secret.</summary>
internal static class AuditedConnexions
{
    private static readonly MethodInfo OfMethod = typeof(AuditedConnexions).GetMethod(nameof(DetailsOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>One connexion of any organisation; null when there is none.</summary>
    public static async Task<NamedConnexion?> FindAsync(ConnexionsDbContext db, Provider provider, Guid id, CancellationToken cancellationToken)
    {
        var rows = await ConnexionRows.Of(provider, new AcrossSource(db)).Where(row => row.Id == id).ToListAsync(cancellationToken);
        return (await NameAsync(db, rows, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Says of each connexion whose it is: names are looked up by key, for as many as a list can hold.</summary>
    public static async Task<List<NamedConnexion>> NameAsync(ConnexionsDbContext db, IReadOnlyList<ConnexionRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.OrganisationId).Distinct().ToList();
        var organisations = await db.Across<Organisation>().Where(row => ids.Contains(row.OrganisationId))
            .Select(row => new { row.OrganisationId, row.Nom, row.NomFolded }).ToDictionaryAsync(row => row.OrganisationId, cancellationToken);
        var clients = new Dictionary<ClientRef, (string Nom, string Folded)>();
        foreach (var type in rows.GroupBy(row => row.ClientType, row => row.ClientId))
        {
            foreach (var (id, nom, folded) in await NamesAsync(db, type.Key, [.. type.Distinct()], cancellationToken))
            {
                clients[new ClientRef(type.Key, id)] = (nom, folded);
            }
        }

        return [.. rows.Select(row => new NamedConnexion
        {
            Row = row,
            Organisation = organisations[row.OrganisationId].Nom,
            OrganisationFolded = organisations[row.OrganisationId].NomFolded,
            Client = clients[new ClientRef(row.ClientType, row.ClientId)].Nom,
            ClientFolded = clients[new ClientRef(row.ClientType, row.ClientId)].Folded,
        })];
    }

    private sealed record Name(Guid Id, string Nom, string Folded);

    private static Task<List<Name>> NamesAsync(ConnexionsDbContext db, ClientType type, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => type switch
    {
        ClientType.Reseau => db.Across<Reseau>().Where(row => ids.Contains(row.ReseauId)).Select(row => new Name(row.ReseauId, row.Nom, row.NomFolded)).ToListAsync(cancellationToken),
        ClientType.ReseauAgence => db.Across<ReseauAgence>().Where(row => ids.Contains(row.ReseauAgenceId)).Select(row => new Name(row.ReseauAgenceId, row.Nom, row.NomFolded)).ToListAsync(cancellationToken),
        _ => db.Across<AgenceIndependante>().Where(row => ids.Contains(row.AgenceIndependanteId)).Select(row => new Name(row.AgenceIndependanteId, row.Nom, row.NomFolded)).ToListAsync(cancellationToken),
    };

    /// <summary>The fields of a provider that are no secret.</summary>
    public static IReadOnlyList<FieldKind> Kinds(Provider provider) =>
        [.. provider.Fields.Select(field => field.Kind).Where(kind => kind != FieldKind.ApiKey)];

    public static IQueryable<ConnexionDetail> Details(ConnexionsDbContext db, Provider provider) =>
        (IQueryable<ConnexionDetail>)OfMethod.MakeGenericMethod(provider.ConnexionType).Invoke(null, [db, provider])!;

    private static IQueryable<ConnexionDetail> DetailsOf<TConnexion>(ConnexionsDbContext db, Provider provider) where TConnexion : Connexion
    {
        var people = db.Set<Person>();
        Expression<Func<TConnexion, ConnexionDetail>> common = row => new ConnexionDetail
        {
            Id = row.Id,
            CreatedAt = row.CreatedAt,
            KeyChangedAt = row.ApiKeyChangedAt,
            NextCheckAt = row.NextCheckAt,
            NamedEmail = row.ProviderAccountEmail,
            NamedName = row.ProviderAccountName,
            UpdatedBy = people.Where(person => person.Id == row.UpdatedBy).Select(person => person.DisplayName).FirstOrDefault(),
        };

        // The fields differ from provider to provider, and are known by its descriptor alone.
        var row = common.Parameters[0];
        var values = Kinds(provider).Select(kind =>
            Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], row, Expression.Constant(kind.ToString())));
        var made = (MemberInitExpression)common.Body;
        var body = made.Update(made.NewExpression,
        [
            .. made.Bindings,
            Expression.Bind(typeof(ConnexionDetail).GetProperty(nameof(ConnexionDetail.Values))!, Expression.NewArrayInit(typeof(string), values)),
        ]);
        return db.Across<TConnexion>().Select(Expression.Lambda<Func<TConnexion, ConnexionDetail>>(body, row));
    }
}
