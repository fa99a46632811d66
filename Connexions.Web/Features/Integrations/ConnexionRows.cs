using System.Reflection;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Integrations;

/// <summary>One connexion of any provider, for lists: everything but its secret.</summary>
public sealed record ConnexionRow
{
    public required string Provider { get; init; }

    public required Guid Id { get; init; }

    public required Guid OrganisationId { get; init; }

    public required ClientType ClientType { get; init; }

    public required Guid ClientId { get; init; }

    public string? AccountEmail { get; init; }

    public string? AccountName { get; init; }

    public string? KeySuffix { get; init; }

    /// <summary>The key of the ring that the secret needs; null while there is no secret.</summary>
    public Guid? RingKeyId { get; init; }

    public required string SearchText { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required Guid UpdatedBy { get; init; }
}

/// <summary>
/// All providers' connexions as one query, made from the catalogue: a new provider needs nothing here. Each leaf is
/// projected before they are joined up, so that no secret column is ever part of it.
/// </summary>
internal static class ConnexionRows
{
    private static readonly MethodInfo OfMethod = typeof(ConnexionRows).GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The rows that the context's filters let pass.</summary>
    public static IQueryable<ConnexionRow> Own(ConnexionsDbContext db) => Union(db, across: false);

    /// <summary>The rows of every organisation, for the scopes that may.</summary>
    public static IQueryable<ConnexionRow> Across(ConnexionsDbContext db) => Union(db, across: true);

    private static IQueryable<ConnexionRow> Union(ConnexionsDbContext db, bool across) => ProviderCatalogue.All
        .Select(provider => (IQueryable<ConnexionRow>)OfMethod.MakeGenericMethod(provider.ConnexionType).Invoke(null, [db, provider, across])!)
        .Aggregate((rows, next) => rows.Concat(next));

    private static IQueryable<ConnexionRow> Of<TConnexion>(ConnexionsDbContext db, Provider provider, bool across)
        where TConnexion : Connexion
    {
        var source = across ? db.Across<TConnexion>() : db.Set<TConnexion>().AsNoTracking();
        var code = provider.Code;
        return provider.Fields.Any(field => field.Kind == FieldKind.AccountName)
            ? source.Select(row => new ConnexionRow
            {
                Provider = code,
                Id = row.Id,
                OrganisationId = row.OrganisationId,
                ClientType = row.ClientType,
                ClientId = row.ClientId,
                AccountEmail = row.AccountEmail,
                AccountName = EF.Property<string?>(row, nameof(FieldKind.AccountName)),
                KeySuffix = row.ApiKeySuffix,
                RingKeyId = row.ApiKeyRingKeyId,
                SearchText = row.SearchText,
                UpdatedAt = row.UpdatedAt,
                UpdatedBy = row.UpdatedBy,
            })
            : source.Select(row => new ConnexionRow
            {
                Provider = code,
                Id = row.Id,
                OrganisationId = row.OrganisationId,
                ClientType = row.ClientType,
                ClientId = row.ClientId,
                AccountEmail = row.AccountEmail,
                AccountName = null,
                KeySuffix = row.ApiKeySuffix,
                RingKeyId = row.ApiKeyRingKeyId,
                SearchText = row.SearchText,
                UpdatedAt = row.UpdatedAt,
                UpdatedBy = row.UpdatedBy,
            });
    }
}
