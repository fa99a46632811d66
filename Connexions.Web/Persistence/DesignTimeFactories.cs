using Connexions.Web.Account;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Connexions.Web.Persistence;

/// <summary>What `dotnet ef` makes its contexts with; it never opens the database.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteConnexionsDbContext>
{
    public SqliteConnexionsDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqliteConnexionsDbContext>()
            .UseApplicationServiceProvider(DesignTimeServices.Create()).UseSqlite("Data Source=:memory:").Options,
        scope: null);
}

public sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerConnexionsDbContext>
{
    public SqlServerConnexionsDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqlServerConnexionsDbContext>()
            .UseApplicationServiceProvider(DesignTimeServices.Create()).UseSqlServer("Server=unused").Options,
        scope: null);
}

internal static class DesignTimeServices
{
    /// <summary>Identity's schema version reaches a model only through the application's services.</summary>
    public static IServiceProvider Create() => new ServiceCollection()
        .Configure<IdentityOptions>(AccountFeature.Configure)
        .BuildServiceProvider();
}
