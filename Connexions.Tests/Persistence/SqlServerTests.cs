using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Persistence;

/// <summary>What SQL Server is asked, and what is made of its answers, as far as that shows without one.</summary>
public sealed class SqlServerTests
{
    private static readonly ContextFactory Nowhere = new(new DatabaseSettings(DatabaseProvider.SqlServer, "Server=nowhere", Migrate: false), DesignTimeServices.Create());

    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    [Fact]
    public void SnapshotReads_ThatAreOff_AreRefusedWithWhatToRun()
    {
        var refusal = SnapshotReads.Refusal("client]s", isOn: false);

        Assert.Contains("ALTER DATABASE [client]]s] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;", refusal!.Message, StringComparison.Ordinal);
        Assert.Null(SnapshotReads.Refusal("clients", isOn: true));
    }

    /// <summary>The driver's own exception, of the type of an exhausted pool.</summary>
    [Fact]
    public async Task Connection_ThatIsNotToBeHad_IsABusyDatabase()
    {
        await using var connection = new SqlConnection();

        var failure = await Assert.ThrowsAsync<BusyDatabaseException>(async () => await EmptyPool.Instance.ConnectionOpeningAsync(connection, null!, default));
        Assert.Throws<BusyDatabaseException>(() => EmptyPool.Instance.ConnectionOpening(connection, null!, default));

        Assert.Equal(DatabaseErrors.Busy, DatabaseErrors.Find(new InvalidOperationException("An operation failed.", failure)));
        Assert.False(DatabaseErrors.IsDeadlock(failure));
    }

    [Fact]
    public void Migrations_TakeTheirTime() => Assert.True(Schema.Patience >= TimeSpan.FromMinutes(30));

    /// <summary>With a parameter in its place the server would look into the tables of all providers, whichever is asked for.</summary>
    [Fact]
    public void Union_OfTheProvidersTables_NamesEachProviderInTheStatement()
    {
        using var db = Nowhere.Create(new ActingScope.Job("test", Organisation.Platform));

        var sql = ConnexionRows.Own(db).Where(row => row.Provider == "brevo").ToQueryString();

        Assert.All(ProviderCatalogue.All, provider => Assert.Matches($"N'{provider.Code}' AS ", sql));
        Assert.DoesNotMatch("@\\w+ AS \\[Provider\\]", sql);
    }

    [Fact]
    public void Filter_OfOneClient_LeavesTheServerNoChoice()
    {
        using var db = Nowhere.Create(new ActingScope.Member(Guid.NewGuid(), Guid.NewGuid(), new ClientRef(ClientType.Reseau, Guid.NewGuid())));

        var where = Where(db.ConnexionsOf(Brevo));

        Assert.Matches(@"\[client_id\] = @", where);
        Assert.Matches(@"\[organisation_id\] = @", where);
        Assert.DoesNotContain(" OR ", where, StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_OfAWholeOrganisation_NamesNoClient()
    {
        using var db = Nowhere.Create(new ActingScope.Job("test", Guid.NewGuid()));

        var where = Where(db.ConnexionsOf(Brevo));

        Assert.Matches(@"\[organisation_id\] = @", where);
        Assert.DoesNotContain("client_id", where, StringComparison.Ordinal);
        Assert.DoesNotContain(" OR ", where, StringComparison.Ordinal);
    }

    private static string Where(IQueryable<Connexion> query)
    {
        var sql = query.ToQueryString();
        return sql[sql.IndexOf("WHERE", StringComparison.Ordinal)..];
    }
}

/// <summary>The same, of a server.</summary>
public sealed class SqlServerAnswersOnSqlServer() : DatabaseTests(DatabaseProvider.SqlServer), IOnSqlServer
{
    [DatabaseFact]
    public async Task SnapshotReads_OfADatabaseThatHasThem_AreWellAtStart()
    {
        await using var db = Database.Contexts.CreateUnstamped();

        await SnapshotReads.RequireAsync(db, CancellationToken.None);
    }

    [DatabaseFact]
    public async Task Pool_ThatRanDry_IsABusyDatabase()
    {
        var narrow = new SqlConnectionStringBuilder(Database.Settings.ConnectionString) { MaxPoolSize = 1, ConnectTimeout = 1, ApplicationName = "narrow" };
        var contexts = new ContextFactory(Database.Settings with { ConnectionString = narrow.ConnectionString }, Database.Services);
        await using var held = contexts.CreateUnstamped();
        await held.Database.OpenConnectionAsync();
        await using var other = contexts.CreateUnstamped();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => other.Set<AuditHead>().AnyAsync());

        Assert.Equal(DatabaseErrors.Busy, DatabaseErrors.Find(failure));
    }
}
