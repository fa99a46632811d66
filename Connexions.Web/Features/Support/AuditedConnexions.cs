using System.Linq.Expressions;
using System.Reflection;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Account;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Support;

/// <summary>A connexion and whose it is, by name.</summary>
internal sealed record NamedConnexion
{
    public required ConnexionRow Row { get; init; }

    /// <summary>See <see cref="ConnexionState"/> and <see cref="Standing.State"/>, which says the same; a number, so that the database filters and sorts by it.</summary>
    public required int State { get; init; }

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

/// <summary>What support's queries are made of; they translate on both databases and name no column of a secret.</summary>
internal static class AuditedConnexions
{
    private static readonly MethodInfo OfMethod = typeof(AuditedConnexions).GetMethod(nameof(DetailsOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>
    /// Outer joins throughout, though each has its row: so both databases start from the connexions and look the names
    /// up by primary key, and leave out, when they count, what no filter asks for. For two of the three client tables
    /// the key is null, which ends the look-up before it begins.
    /// </summary>
    public static IQueryable<NamedConnexion> All(ConnexionsDbContext db, IReadOnlyList<Guid> readableKeys) =>
        from row in ConnexionRows.Across(db)
        join organisation in db.Across<Organisation>() on row.OrganisationId equals organisation.OrganisationId into organisations
        from organisation in organisations.DefaultIfEmpty()
        join reseau in db.Across<Reseau>() on row.ClientType == ClientType.Reseau ? row.ClientId : null equals (Guid?)reseau.ReseauId into reseaux
        from reseau in reseaux.DefaultIfEmpty()
        join agence in db.Across<ReseauAgence>() on row.ClientType == ClientType.ReseauAgence ? row.ClientId : null equals (Guid?)agence.ReseauAgenceId into agences
        from agence in agences.DefaultIfEmpty()
        join independante in db.Across<AgenceIndependante>()
            on row.ClientType == ClientType.AgenceIndependante ? row.ClientId : null equals (Guid?)independante.AgenceIndependanteId into independantes
        from independante in independantes.DefaultIfEmpty()
        select new NamedConnexion
        {
            Row = row,
            State = row.RingKeyId == null ? (int)ConnexionState.Incomplete
                : !readableKeys.Contains(row.RingKeyId!.Value) ? (int)ConnexionState.Unreadable
                : row.InConflictSince != null ? (int)ConnexionState.InConflict
                : row.RefusedOnceAt != null ? (int)ConnexionState.RefusedOnce
                : row.Verdict == null ? (row.LastTry == null ? (int)ConnexionState.NeverVerified : (int)ConnexionState.CannotTell)
                : row.Verdict == VerificationVerdict.Valid ? (int)ConnexionState.Works
                : row.Verdict == VerificationVerdict.Rejected ? (int)ConnexionState.Refused
                : row.Verdict == VerificationVerdict.IpBlocked ? (int)ConnexionState.Blocked
                : row.Verdict == VerificationVerdict.NoCredit || row.Verdict == VerificationVerdict.InsufficientScope ? (int)ConnexionState.Limited
                : (int)ConnexionState.CannotTell,
            Organisation = organisation.Nom,
            OrganisationFolded = organisation.NomFolded,
            Client = reseau.Nom ?? agence.Nom ?? independante.Nom ?? "",
            ClientFolded = reseau.NomFolded ?? agence.NomFolded ?? independante.NomFolded ?? "",
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
