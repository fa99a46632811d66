using System.Linq.Expressions;
using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

/// <summary>
/// The dynamic foreign key of the brief, enforced by the database itself: for each client type a stored computed column
/// holds <c>client_id</c> when <c>client_type</c> says so, and a composite foreign key ties it to that type's table and
/// to the organisation. No navigations: with them EF would ignore a client that differs from the key.
/// </summary>
internal static class ClientColumns
{
    public const string ReseauId = nameof(ReseauId);
    public const string ReseauAgenceId = nameof(ReseauAgenceId);
    public const string AgenceIndependanteId = nameof(AgenceIndependanteId);

    /// <summary>The computed column that holds the ids of one type's clients.</summary>
    public static string Of(ClientType type) => type switch
    {
        ClientType.Reseau => ReseauId,
        ClientType.ReseauAgence => ReseauAgenceId,
        ClientType.AgenceIndependante => AgenceIndependanteId,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a client type."),
    };

    public static void HasClient<T>(this EntityTypeBuilder<T> entity) where T : class, IClientOwned
    {
        entity.Property(row => row.OrganisationId).IsConcurrencyToken();
        entity.Property<Guid?>(ReseauId).HasComputedColumnSql(WhenTypeIs(ClientTypes.Reseau), stored: true);
        entity.Property<Guid?>(ReseauAgenceId).HasComputedColumnSql(WhenTypeIs(ClientTypes.ReseauAgence), stored: true);
        entity.Property<Guid?>(AgenceIndependanteId).HasComputedColumnSql(WhenTypeIs(ClientTypes.AgenceIndependante), stored: true);

        PointsTo<T, Reseau>(entity, ReseauId, row => new { row.ReseauId, row.OrganisationId });
        PointsTo<T, ReseauAgence>(entity, ReseauAgenceId, row => new { row.ReseauAgenceId, row.OrganisationId });
        PointsTo<T, AgenceIndependante>(entity, AgenceIndependanteId, row => new { row.AgenceIndependanteId, row.OrganisationId });
    }

    /// <summary>An unknown type would leave all three computed columns empty and so switch the foreign keys off.</summary>
    public static string KnownType(bool optional) =>
        $"client_type IN ({string.Join(", ", ClientTypes.All.Order(StringComparer.Ordinal).Select(type => $"'{type}'"))})" + (optional ? " OR client_type IS NULL" : "");

    /// <summary>The role names a client of its kind, or none.</summary>
    public static string RoleFits()
    {
        var clauses = Enum.GetValues<Role>().Select(role =>
        {
            var types = Enum.GetValues<ClientType>().Where(type => role.Fits(type)).Select(type => $"'{type.ToText()}'").ToList();
            var client = types.Count == 0
                ? $"client_type IS NULL AND client_id IS NULL AND organisation_id = '{Organisation.Platform.ToString().ToUpperInvariant()}'"
                : $"client_type IN ({string.Join(", ", types)}) AND client_id IS NOT NULL";
            return $"(role = '{role.ToText()}' AND {client})";
        });
        return string.Join(" OR ", clauses);
    }

    private static string WhenTypeIs(string type) => $"CASE WHEN client_type = '{type}' THEN client_id END";

    private static void PointsTo<T, TClient>(EntityTypeBuilder<T> entity, string column, Expression<Func<TClient, object?>> key)
        where T : class, IClientOwned
        where TClient : class =>
        entity.HasOne<TClient>().WithMany()
            .HasForeignKey(column, nameof(ITenantOwned.OrganisationId))
            .HasPrincipalKey(key)
            .IsRequired(false)
            .OnDelete(DeleteBehavior.Restrict);
}
