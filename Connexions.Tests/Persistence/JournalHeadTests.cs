using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Persistence;

/// <summary>Transactions that write to the same journals, each recording in an order of its own.</summary>
public abstract class JournalHeadTests(DatabaseProvider on) : DatabaseTests(on)
{
    [DatabaseFact]
    public async Task Journals_WrittenByTwoAtOnceInOppositeOrder_AreWrittenByBoth()
    {
        var client = await Given.IndependentAsync();
        // The platform's journal has its head from its first entry on.
        await Given.AdministratorAsync();

        // The first one stops when it holds the first head and is about to lock the second.
        await Interleaved.RunAsync(Database.Settings.Provider, () => RecordAsync(Organisation.Platform, client.OrganisationId), () => RecordAsync(client.OrganisationId, Organisation.Platform), at: 2);
        await Interleaved.RunAsync(Database.Settings.Provider, () => RecordAsync(client.OrganisationId, Organisation.Platform), () => RecordAsync(Organisation.Platform, client.OrganisationId), at: 2);

        foreach (var organisation in new[] { client.OrganisationId, Organisation.Platform })
        {
            await using var db = Database.Open(new ActingScope.Job("test", organisation));
            Assert.Equal(4, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.SupportListed));
        }
    }

    [DatabaseFact]
    public async Task Journal_BegunByTwoAtOnce_HasTheEntriesOfBoth()
    {
        var client = Guid.CreateVersion7();

        // The first one stops when it has looked twice for a head, found none and is about to make one.
        await Interleaved.RunAsync(Database.Settings.Provider, () => RecordAsync(client), () => RecordAsync(client), at: 3);

        await using var db = Database.Open(new ActingScope.Job("test", client));
        Assert.Equal([1, 2], await db.AuditEntries.OrderBy(entry => entry.Sequence).Select(entry => entry.Sequence).ToListAsync());
    }

    private async Task<bool> RecordAsync(params Guid[] organisations)
    {
        await using var db = Database.Open(new ActingScope.Administration(Guid.Empty));
        await using var transaction = await db.BeginWritingAsync([], CancellationToken.None);
        foreach (var organisation in organisations)
        {
            db.Record(AuditEntry.Create(new AuditFacts(organisation, AuditAction.SupportListed), null, null, Guid.NewGuid(), Origin.Unknown, Database.Clock.UtcNow));
        }

        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    }
}

public sealed class JournalHeadsOnSqlite() : JournalHeadTests(DatabaseProvider.Sqlite)
{
    /// <summary>What only a server would show is that the order is one: seen here in what is sent.</summary>
    [Fact]
    public async Task Heads_RecordedInAnyOrder_AreLockedInOne()
    {
        var organisations = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToList();
        var (asRecorded, inReverse) = (await LocksAsync(organisations), await LocksAsync([.. organisations.AsEnumerable().Reverse()]));

        Assert.Equal(6, asRecorded.Distinct().Count());
        Assert.Equal(asRecorded, inReverse);
    }

    private async Task<List<string>> LocksAsync(IReadOnlyList<Guid> organisations)
    {
        var locks = new List<string>();
        var own = new AsyncLocal<bool> { Value = true };
        void Hear(Microsoft.EntityFrameworkCore.Diagnostics.CommandEventData sent)
        {
            if (own.Value && sent.Command.CommandText.Contains("UPDATE", StringComparison.Ordinal) && sent.Command.CommandText.Contains("audit_heads", StringComparison.Ordinal))
            {
                locks.Add(string.Join(' ', sent.Command.Parameters.Cast<System.Data.Common.DbParameter>().Select(parameter => parameter.Value!.ToString()!.ToUpperInvariant()).Where(value => Guid.TryParse(value, out _))));
            }
        }

        SentSql.Sending += Hear;
        try
        {
            await using var db = Database.Open(new ActingScope.Administration(Guid.Empty));
            await using var transaction = await db.BeginWritingAsync([], CancellationToken.None);
            var entries = organisations.Select(organisation => AuditEntry.Create(
                new AuditFacts(organisation, AuditAction.SupportListed), null, null, Guid.NewGuid(), Origin.Unknown, Database.Clock.UtcNow)).ToList();
            await AuditPen.NumberAsync(db, entries, CancellationToken.None);
            return locks;
        }
        finally
        {
            SentSql.Sending -= Hear;
        }
    }
}

public sealed class JournalHeadsOnSqlServer() : JournalHeadTests(DatabaseProvider.SqlServer), IOnSqlServer;
