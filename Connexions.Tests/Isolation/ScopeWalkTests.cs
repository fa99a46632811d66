using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Isolation;

/// <summary>Walks <see cref="ScopeTable"/>: every scope, every table, every neighbour's rows, against the real context.</summary>
public abstract class ScopeWalkTests(DatabaseProvider on) : DatabaseTests(on)
{
    private static readonly (TenantTable Table, Type Entity)[] Filtered =
    [
        (TenantTable.Organisations, typeof(Organisation)),
        (TenantTable.Reseaux, typeof(Reseau)),
        (TenantTable.ReseauAgences, typeof(ReseauAgence)),
        (TenantTable.AgencesIndependantes, typeof(AgenceIndependante)),
        (TenantTable.Connexions, typeof(Connexion)),
        (TenantTable.Memberships, typeof(Membership)),
        (TenantTable.Invitations, typeof(Invitation)),
        (TenantTable.Policies, typeof(SharingPolicy)),
        (TenantTable.Policies, typeof(SharingSelection)),
        (TenantTable.Requests, typeof(SharingRequest)),
        (TenantTable.Notices, typeof(Notice)),
        (TenantTable.NoticeReads, typeof(NoticeRead)),
        (TenantTable.Claims, typeof(Claim)),
        (TenantTable.Collisions, typeof(Collision)),
        (TenantTable.VerificationRuns, typeof(VerificationRun)),
        (TenantTable.ServiceTokens, typeof(ServiceToken)),
        (TenantTable.Usage, typeof(UsageHour)),
        (TenantTable.Audit, typeof(AuditEntry)),
        (TenantTable.Audit, typeof(AuditDetail)),
    ];

    [DatabaseFact]
    public async Task Reads_EveryScopeAndTable_ReachExactlyWhatTheTableSays()
    {
        var world = await World.LayDownAsync(Database, furnished: true);
        var all = await World.AllRowsAsync(Database);
        var wrong = new List<string>();
        foreach (var scope in world.Scopes())
        {
            foreach (var (table, entity) in Filtered)
            {
                var rows = all.Where(row => entity.IsInstanceOfType(row.Entity)).ToList();
                await using var db = Open(scope);
                await CompareAsync(db, $"{Describe(world, scope)} reads {entity.Name}",
                    Rows(db, entity, across: false), rows.Where(row => PassesFilter(scope, row)), wrong);

                var extent = ScopeTable.Reads(scope, table);
                if (extent is Extent.All or Extent.Family or Extent.OwnAndFamily)
                {
                    await CompareAsync(db, $"{Describe(world, scope)} reads across {entity.Name}",
                        Rows(db, entity, across: true), rows.Where(row => extent == Extent.All || world.IsOfFamily(row.Owner) || (extent == Extent.OwnAndFamily && row.Owner == scope!.Client)), wrong);
                }
                else if (Record.Exception(() => Rows(db, entity, across: true)) is not ForbiddenScopeException)
                {
                    wrong.Add($"{Describe(world, scope)} may lift the filter of {entity.Name}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [DatabaseFact]
    public async Task Writes_EveryScopeAndTable_ReachExactlyWhatTheTableSays()
    {
        var world = await World.LayDownAsync(Database, furnished: true);
        var all = await World.AllRowsAsync(Database);
        var wrong = new List<string>();
        foreach (var scope in world.Scopes())
        {
            await using var db = Open(scope);
            foreach (var row in all)
            {
                foreach (var state in new[] { EntityState.Added, EntityState.Modified, EntityState.Deleted })
                {
                    db.Entry(row.Entity).State = state;
                    var refused = Record.Exception(() => WriteGuard.Check(db, recorded: 1)) is ForbiddenScopeException;
                    db.ChangeTracker.Clear();
                    if (refused == MayWrite(world, scope, row, state))
                    {
                        wrong.Add($"{Describe(world, scope)} {(refused ? "may not" : "may")} have {state} {row.Table} of {Name(world, row)}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    private ConnexionsDbContext Open(ActingScope? scope) => scope is null ? Database.Contexts.CreateUnstamped() : Database.Open(scope);

    private static IQueryable<object> Rows(ConnexionsDbContext db, Type entity, bool across) =>
        (IQueryable<object>)typeof(ScopeWalkTests).GetMethod(nameof(RowsOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(entity).Invoke(null, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [db, across], null)!;

    private static IQueryable<object> RowsOf<T>(ConnexionsDbContext db, bool across) where T : class, ITenantOwned =>
        across ? db.Across<T>() : db.Set<T>().AsNoTracking();

    private static async Task CompareAsync(
        ConnexionsDbContext db, string what, IQueryable<object> query, IEnumerable<StoredRow> expected, List<string> wrong)
    {
        var seen = (await query.ToListAsync()).Select(row => StoredRow.IdentityOf(db, row)).ToHashSet(StringComparer.Ordinal);
        var should = expected.Select(row => row.Identity(db)).ToHashSet(StringComparer.Ordinal);
        if (!seen.SetEquals(should))
        {
            wrong.Add($"{what}: {seen.Except(should, StringComparer.Ordinal).Count()} too many, {should.Except(seen, StringComparer.Ordinal).Count()} missing");
        }
    }

    /// <summary>Without lifting anything a scope sees its own organisation's and client's rows at most, and nothing of a table that is none of its business.</summary>
    private static bool PassesFilter(ActingScope? scope, StoredRow row) =>
        scope is not null
        && ScopeTable.Reads(scope, row.Table) != Extent.None
        && row.OrganisationId == scope.OrganisationId
        && (scope.Client is null || row.Table == TenantTable.Organisations || row.Owner == scope.Client
            || (row.Table == TenantTable.Audit && row.Owner is null));

    private static bool MayWrite(World world, ActingScope? scope, StoredRow row, EntityState state)
    {
        if (row.Table == TenantTable.Accounts)
        {
            // Identity works without a scope.
            return scope is null || ScopeTable.Writes(scope, row.Table) == Extent.All;
        }

        if (row.Table is TenantTable.Audit or TenantTable.Notices && state != EntityState.Added)
        {
            return false;
        }

        return ScopeTable.Writes(scope, row.Table) switch
        {
            Extent.OwnClient => row.OrganisationId == scope!.OrganisationId && row.Owner == scope.Client,
            Extent.OwnOrganisation => row.OrganisationId == scope!.OrganisationId,
            Extent.Family => world.IsOfFamily(row.Owner),
            Extent.OwnAndFamily => world.IsOfFamily(row.Owner) || (row.OrganisationId == scope!.OrganisationId && row.Owner == scope.Client),
            Extent.All => true,
            _ => false,
        };
    }

    private static string Describe(World world, ActingScope? scope) => scope switch
    {
        null => "No scope",
        _ => $"{scope.GetType().Name}({Name(world, scope.OrganisationId, scope.Client)})",
    };

    private static string Name(World world, StoredRow row) => Name(world, row.OrganisationId, row.Owner);

    private static string Name(World world, Guid organisationId, ClientRef? client) =>
        typeof(World).GetProperties().Where(property => property.PropertyType == typeof(Place))
            .FirstOrDefault(property => property.GetValue(world) is Place place && place.OrganisationId == organisationId && (client is null || place.Client == client))?.Name
        ?? "the platform";
}

public sealed class ScopeWalkOnSqlite() : ScopeWalkTests(DatabaseProvider.Sqlite);

public sealed class ScopeWalkOnSqlServer() : ScopeWalkTests(DatabaseProvider.SqlServer), IOnSqlServer;
