using System.Data.Common;
using Connexions.Domain.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Web.Persistence;

/// <summary>
/// Makes the one context of each operation, stamped with its scope. No pooling: a pooled context was seen to keep the
/// previous tenant.
/// </summary>
public sealed class ContextFactory
{
    private readonly Func<ActingScope?, ConnexionsDbContext> create;
    private readonly Func<DbConnection, ActingScope, ConnexionsDbContext> createOn;

    public ContextFactory(DatabaseSettings settings, IServiceProvider services)
    {
        Settings = settings;
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            var options = Options<SqliteConnexionsDbContext>(services).UseSqlite(settings.ConnectionString)
                .AddInterceptors(services.GetServices<DatabaseIdentity>().Select(identity => new DatabaseIdentityGuard(identity))).Options;
            create = scope => new SqliteConnexionsDbContext(options, scope);
            createOn = (connection, scope) => new SqliteConnexionsDbContext(Options<SqliteConnexionsDbContext>(services).UseSqlite(connection).Options, scope);
        }
        else
        {
            void Configure(SqlServerDbContextOptionsBuilder server)
            {
                if (settings.MaxBatchSize is { } most)
                {
                    server.MaxBatchSize(most);
                }
            }

            var options = Options<SqlServerConnexionsDbContext>(services).UseSqlServer(settings.ConnectionString, Configure).AddInterceptors(EmptyPool.Instance).Options;
            create = scope => new SqlServerConnexionsDbContext(options, scope);
            createOn = (connection, scope) => new SqlServerConnexionsDbContext(Options<SqlServerConnexionsDbContext>(services).UseSqlServer(connection, Configure).Options, scope);
        }
    }

    public DatabaseSettings Settings { get; }

    public ConnexionsDbContext Create(ActingScope scope) => create(scope);

    /// <summary>
    /// A context of another scope within what another one is doing: on its connection, in its transaction. Whoever holds a
    /// connection takes no second one: a hundred who did would wait for each other until all gave up.
    /// </summary>
    public ConnexionsDbContext CreateWithin(ConnexionsDbContext other, ActingScope scope)
    {
        var db = createOn(other.Database.GetDbConnection(), scope);
        db.Database.UseTransaction(other.Database.CurrentTransaction?.GetDbTransaction());
        return db;
    }

    /// <summary>For Identity and the application's own plumbing: sees no tenant's row and writes none.</summary>
    public ConnexionsDbContext CreateUnstamped() => create(null);

    private static DbContextOptionsBuilder<T> Options<T>(IServiceProvider services) where T : DbContext =>
        new DbContextOptionsBuilder<T>().UseApplicationServiceProvider(services);
}
