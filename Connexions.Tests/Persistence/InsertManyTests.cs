using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Tests.Persistence;

/// <summary>Rows inserted many at a time are those that a save stores.</summary>
public abstract class InsertManyTests(DatabaseProvider on) : DatabaseTests(on)
{
    [DatabaseTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(60)]
    public async Task Rows_InsertedManyAtATime_AreAsASaveStoresThem(int rowsAtOnce)
    {
        var place = await Given.IndependentAsync();
        var uses = Enumerable.Range(0, 7).Select(number => Use(place, number)).ToList();
        var saved = await StoreAsync(place, async db =>
        {
            db.AddRange(uses);
            db.Record(Use(place, 7));
            await db.SaveChangesAsync();
        });

        var inserted = await StoreAsync(place, db => InsertMany.RunAsync(db, uses, rowsAtOnce, CancellationToken.None));

        Assert.Equal(7, saved.Count);
        Assert.Equal(saved, inserted);
    }

    [DatabaseFact]
    public async Task Uses_Inserted_AreNumberedAfterThoseThatAreThere()
    {
        var place = await Given.IndependentAsync();
        await using var db = Database.Open(place.JobScope);
        var last = await db.AuditEntries.MaxAsync(entry => (long?)entry.Sequence) ?? 0;
        await using var transaction = await db.Database.BeginTransactionAsync();

        await db.InsertUsesAsync([Use(place, 0), Use(place, 1)], CancellationToken.None);
        await db.InsertUsesAsync([Use(place, 2)], CancellationToken.None);
        await db.SaveChangesAsync();

        var stored = await db.AuditEntries.Where(entry => entry.Operation != null).OrderBy(entry => entry.Sequence).Select(entry => new { entry.Sequence, entry.BytesSent }).ToListAsync();
        Assert.Equal([(last + 1, 0L), (last + 2, 1L), (last + 3, 2L)], stored.Select(entry => (entry.Sequence, entry.BytesSent!.Value)));
    }

    [DatabaseFact]
    public async Task Uses_InsertedOutsideATransaction_AreRefused()
    {
        var place = await Given.IndependentAsync();
        await using var db = Database.Open(place.JobScope);

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.InsertUsesAsync([Use(place, 0)], CancellationToken.None));
    }

    /// <summary>Some members are null in some, and some in all.</summary>
    private static AuditEntry Use(Place place, int number)
    {
        var even = number % 2 == 0;
        var facts = new AuditFacts(place.OrganisationId, AuditAction.ConnexionUsed) { Client = place.Reference, Provider = "brevo", ConnexionId = even ? null : Guid.NewGuid() };
        var use = new UseFacts("email.send", even ? UseResult.Refused : UseResult.Sent)
        {
            Refusal = even ? "Gateway.QuotaReached" : null,
            Status = even ? null : 201,
            BytesSent = number,
            DurationMs = 5,
            Emails = even ? null : 3,
            AgencyId = even ? Guid.NewGuid() : null,
        };
        var entry = AuditEntry.ForUse(facts, use, Guid.CreateVersion7(), even ? Guid.NewGuid() : null, Guid.NewGuid(), new DateTime(2026, 11, 28, 12, 0, 0, 123, 456, DateTimeKind.Utc).AddTicks(number));
        entry.Number(1000 + number);
        return entry;
    }

    /// <returns>What lies in the columns then, in the database's own types.</returns>
    private async Task<List<string>> StoreAsync(Place place, Func<ConnexionsDbContext, Task> storeAsync)
    {
        await using var db = Database.Open(place.JobScope);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await storeAsync(db);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = "SELECT * FROM audit_entries WHERE sequence >= 1000 ORDER BY sequence";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at => $"{reader.GetName(at)}:{reader.GetValue(at).GetType().Name}={reader.GetValue(at)}")));
        }

        return rows;
    }
}

public sealed class SqliteInsertManyTests() : InsertManyTests(DatabaseProvider.Sqlite);

public sealed class SqlServerInsertManyTests() : InsertManyTests(DatabaseProvider.SqlServer), IOnSqlServer;
