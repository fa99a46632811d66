using Connexions.Domain.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>The last number given out in one organisation's journal; its row is the lock that keeps numbers in order.</summary>
public sealed class AuditHead
{
    public Guid OrganisationId { get; init; }

    public long Sequence { get; set; }

    /// <summary>Empty until the chain exists.</summary>
    public string? Hash { get; set; }
}

/// <summary>
/// Numbers journal entries and adds them to the save that stores what they tell of. The number is taken by an update
/// of the head row: the row stays locked until the transaction ends, on both databases, so numbers have no gap and
/// appear in order. Several heads are locked in the order of their organisations, whatever is recorded first: of two
/// transactions that write to the same journals neither waits for what the other holds.
/// </summary>
internal sealed class AuditPen
{
    private readonly List<AuditEntry> pending = [];

    public bool IsEmpty => pending.Count == 0;

    public void Add(AuditEntry entry) => pending.Add(entry);

    /// <returns>How many entries the save will store.</returns>
    public async Task<int> WriteAsync(ConnexionsDbContext db, CancellationToken cancellationToken)
    {
        if (IsEmpty)
        {
            return 0;
        }

        await NumberAsync(db, pending, cancellationToken);
        db.AddRange(pending);
        var written = pending.Count;
        pending.Clear();
        return written;
    }

    /// <summary>Gives each entry its number, in the order in which they come.</summary>
    public static async Task NumberAsync(ConnexionsDbContext db, IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A journal entry is written in the transaction of what it tells of.");
        }

        foreach (var journal in entries.GroupBy(entry => entry.OrganisationId).OrderBy(journal => journal.Key))
        {
            var count = journal.Count();
            var next = await TakeAsync(db, journal.Key, count, cancellationToken) - count;
            foreach (var entry in journal)
            {
                entry.Number(++next);
            }
        }
    }

    private static async Task<long> TakeAsync(ConnexionsDbContext db, Guid organisationId, int count, CancellationToken cancellationToken)
    {
        var head = db.Set<AuditHead>().AsNoTracking().Where(row => row.OrganisationId == organisationId);
        if (await MoveAsync(head, count, cancellationToken) is { } moved)
        {
            return moved;
        }

        // A journal's first entry makes its head, and there is no row yet to lock: of two at once the second finds it made.
        await db.TakeTurnsAsync([Turn.OfJournal(organisationId)], cancellationToken);
        if (await MoveAsync(head, count, cancellationToken) is { } found)
        {
            return found;
        }

        db.Add(new AuditHead { OrganisationId = organisationId, Sequence = count });
        return count;
    }

    /// <returns>Null where there is no head: read, and not counted, since a server may be set not to count (<c>NOCOUNT</c>).</returns>
    private static async Task<long?> MoveAsync(IQueryable<AuditHead> head, int count, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // Not a tenant's table, and the update is what takes the lock.
        await head.ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, row => row.Sequence + count), cancellationToken);
#pragma warning restore RS0030
        return await head.Select(row => (long?)row.Sequence).SingleOrDefaultAsync(cancellationToken);
    }
}
