using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Persistence;

/// <summary>Transactions that wait for each other in a ring.</summary>
public abstract class DeadlockTests(DatabaseProvider on) : DatabaseTests(on)
{
    protected override TestDatabaseOptions SetUp => new() { Services = services => services.AddAdministration() };

    [DatabaseFact]
    public async Task Turns_TakenCrosswiseByTwoAtOnce_ComeToBoth()
    {
        var (one, other) = (Turn.OfPerson(Guid.NewGuid()), Turn.OfPerson(Guid.NewGuid()));
        var (oneIsTaken, otherIsTaken) = (new TaskCompletionSource(), new TaskCompletionSource());

        var attempts = await Task.WhenAll(CrossAsync(one, other, oneIsTaken, otherIsTaken.Task), CrossAsync(other, one, otherIsTaken, oneIsTaken.Task)).WaitAsync(TimeSpan.FromMinutes(1));

        // On SQLite the second does not begin before the first has ended.
        Assert.Equal(Database.IsSqlite ? 2 : 3, attempts.Sum());
    }

    /// <returns>How often it was done.</returns>
    private async Task<int> CrossAsync(Turn first, Turn second, TaskCompletionSource firstIsTaken, Task otherIsReady)
    {
        var attempts = 0;
        return await Deadlocks.RepeatAsync(() => Task.Run(async () =>
        {
            attempts++;
            await using var db = Database.Open(new ActingScope.Job("test", Organisation.Platform));
            await using var transaction = await db.BeginWritingAsync([first], CancellationToken.None);
            firstIsTaken.TrySetResult();
            if (!Database.IsSqlite)
            {
                await otherIsReady;
            }

            await db.TakeTurnsAsync([second], CancellationToken.None);
            await transaction.CommitAsync();
            return attempts;
        }));
    }
}

public sealed class DeadlocksOnSqlite() : DeadlockTests(DatabaseProvider.Sqlite)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Operation_ThatFellToDeadlocks_IsDoneOnce(int times)
    {
        var administrator = await Given.AdministratorAsync();
        var person = await Given.PersonAsync("lea@exemple.test");

        using var victims = new Victims(times);
        var outcome = await Database.Get<DisableAccount>().HandleAsync(administrator, person.Id, CancellationToken.None);

        Assert.True(outcome.Succeeded);
        Assert.Equal(0, victims.Left);
        await using var db = Database.Open(new ActingScope.Job("test", Organisation.Platform));
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.AccountDisabled));
    }

    [Fact]
    public async Task Operation_ThatFallsToDeadlocksAgainAndAgain_FindsTheDatabaseBusy()
    {
        var administrator = await Given.AdministratorAsync();
        var person = await Given.PersonAsync("lea@exemple.test");

        using var victims = new Victims(int.MaxValue);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Database.Get<DisableAccount>().HandleAsync(administrator, person.Id, CancellationToken.None));

        Assert.Equal(DatabaseErrors.Busy, DatabaseErrors.Find(failure));
    }

    /// <summary>What this test sends to a journal falls to a deadlock, as SQL Server would have it.</summary>
    private sealed class Victims : IDisposable
    {
        private static readonly AsyncLocal<Victims?> current = new();
        private int left;

        public Victims(int times)
        {
            left = times;
            current.Value = this;
            SentSql.Sending += Meet;
        }

        public int Left => left;

        public void Dispose() => SentSql.Sending -= Meet;

        private void Meet(Microsoft.EntityFrameworkCore.Diagnostics.CommandEventData sent)
        {
            if (current.Value == this && left > 0 && sent.Command.CommandText.Contains("audit_heads", StringComparison.Ordinal))
            {
                left--;
                throw new BusyDatabaseException("A deadlock.", isDeadlock: true);
            }
        }
    }
}

public sealed class DeadlocksOnSqlServer() : DeadlockTests(DatabaseProvider.SqlServer), IOnSqlServer;
