using Connexions.Tests.Support;
using Connexions.Web;
using Connexions.Web.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Connexions.Tests.Persistence;

/// <summary>A database whose file is deleted, moved or replaced while a server has it open.</summary>
public sealed class DatabaseIdentityTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    private string Elsewhere => database.File + ".elsewhere";

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        database.Get<DatabaseIdentity>().Hold("");
        await SaveAsync("avant");
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task File_Moved_IsNeitherReadNorWrittenNorMadeAnew()
    {
        File.Move(database.File, Elsewhere);

        Assert.Equal(DatabaseErrors.Unavailable, await FailureAsync(() => SaveAsync("pendant")));
        Assert.Equal(DatabaseErrors.Unavailable, await FailureAsync(NamesAsync));
        Assert.False(database.Get<DatabaseIdentity>().IsThere);
        Assert.False(File.Exists(database.File));
    }

    [Fact]
    public async Task File_Deleted_IsNotWritten()
    {
        File.Delete(database.File);

        Assert.Equal(DatabaseErrors.Unavailable, await FailureAsync(() => SaveAsync("pendant")));
        Assert.False(File.Exists(database.File));
    }

    [Fact]
    public async Task WriteAheadLog_Deleted_IsNotReplacedByAnEmptyOne()
    {
        File.Delete(database.File + "-wal");

        Assert.Equal(DatabaseErrors.Unavailable, await FailureAsync(() => SaveAsync("pendant")));
        Assert.False(File.Exists(database.File + "-wal"));
    }

    [Fact]
    public async Task File_ReplacedByAnotherDatabase_IsNeitherReadNorWritten()
    {
        await ReplaceAsync();

        Assert.Equal(DatabaseErrors.Unavailable, await FailureAsync(() => SaveAsync("pendant")));
        Assert.Equal(DatabaseErrors.Unavailable, await FailureAsync(NamesAsync));
    }

    [Fact]
    public async Task File_PutBack_GoesOnAsItWas()
    {
        await ReplaceAsync();
        await FailureAsync(() => SaveAsync("pendant"));
        File.Move(Elsewhere, database.File, overwrite: true);

        await SaveAsync("après");

        Assert.True(database.Get<DatabaseIdentity>().IsThere);
        Assert.Equal(["après", "avant"], await NamesAsync());
    }

    [Fact]
    public async Task Connection_ThatWasOpenedToAnotherFileMeanwhile_IsNotTakenForThisOnes()
    {
        await ReplaceAsync();
        // As between the look at the file and the opening: it is in the pool when the file is back.
        await using (var connection = new SqliteConnection(database.Settings.ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
            await connection.OpenAsync();
        }

        File.Move(Elsewhere, database.File, overwrite: true);

        Assert.Equal(DatabaseErrors.Unavailable, await FailureAsync(() => SaveAsync("pendant")));
        await SaveAsync("après");
        Assert.Equal(["après", "avant"], await NamesAsync());
    }

    [Fact]
    public async Task Transaction_CommittedIntoAFileThatIsGone_IsNotSaidToBeStored()
    {
        await using var db = database.Contexts.CreateUnstamped();
        await using var transaction = await db.Database.BeginTransactionAsync();
        File.Move(database.File, Elsewhere);

        var failure = await Assert.ThrowsAsync<OtherDatabaseException>(() => transaction.CommitAsync());

        Assert.Equal(DatabaseErrors.Unavailable, DatabaseErrors.Find(failure));
    }

    [Fact]
    public async Task Database_WithTheMarkOfAnother_IsNotReady()
    {
        await using var server = database.Reopen(new() { Services = services => services.AddHealth() });
        server.Get<DatabaseIdentity>().Hold(await server.Peppers.MarkAsync(CancellationToken.None));
        await using var another = database.Reopen(new() { Services = services => services.AddHealth() });
        another.Get<DatabaseIdentity>().Hold("20261130T1000000000000");

        Assert.Equal([HealthStatus.Healthy, HealthStatus.Unhealthy], [await StatusAsync(server), await StatusAsync(another)]);

        static async Task<HealthStatus> StatusAsync(TestDatabase of) => (await of.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "database identity")).Status;
    }

    /// <summary>Moves the file away and puts another, just as good, in its place.</summary>
    private async Task ReplaceAsync()
    {
        await using var other = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        File.Move(database.File, Elsewhere);
        File.Copy(other.File, database.File);
    }

    private async Task SaveAsync(string name)
    {
        await using var db = database.Contexts.CreateUnstamped();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Add(new AuditHead { OrganisationId = Guid.CreateVersion7(), Hash = name });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private async Task<List<string?>> NamesAsync()
    {
        await using var db = database.Contexts.CreateUnstamped();
        return await db.Set<AuditHead>().Select(row => row.Hash).OrderBy(name => name).ToListAsync();
    }

    private static async Task<Connexions.Domain.Results.Error?> FailureAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (Exception e) when (DatabaseErrors.Find(e) is not null)
        {
            return DatabaseErrors.Find(e);
        }
    }
}
