using Connexions.Domain.Access;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>
/// Makes the one context of each operation, stamped with its scope. No pooling: a pooled context was seen to keep the
/// previous tenant.
/// </summary>
public sealed class ContextFactory
{
    private readonly Func<ActingScope?, ConnexionsDbContext> create;

    public ContextFactory(DatabaseSettings settings, IServiceProvider services)
    {
        Settings = settings;
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            var options = Options<SqliteConnexionsDbContext>(services).UseSqlite(settings.ConnectionString).Options;
            create = scope => new SqliteConnexionsDbContext(options, scope);
        }
        else
        {
            var options = Options<SqlServerConnexionsDbContext>(services).UseSqlServer(settings.ConnectionString).Options;
            create = scope => new SqlServerConnexionsDbContext(options, scope);
        }
    }

    public DatabaseSettings Settings { get; }

    public ConnexionsDbContext Create(ActingScope scope) => create(scope);

    /// <summary>For Identity and the application's own plumbing: sees no tenant's row and writes none.</summary>
    public ConnexionsDbContext CreateUnstamped() => create(null);

    private static DbContextOptionsBuilder<T> Options<T>(IServiceProvider services) where T : DbContext =>
        new DbContextOptionsBuilder<T>().UseApplicationServiceProvider(services);
}
