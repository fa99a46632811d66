using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Web.Persistence;

/// <summary>
/// One operation of one actor: a context stamped with the scope, a transaction when it writes, and the journal.
/// <see cref="UnitsOfWork"/> hands it out only after the right was checked inside that transaction. It holds a
/// connection until it is disposed of: end it before a call to the outside.
/// </summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    private readonly Actor actor;
    private readonly IDbContextTransaction? transaction;
    private readonly Guid correlationId = Guid.CreateVersion7();

    internal UnitOfWork(ConnexionsDbContext db, IDbContextTransaction? transaction, Actor actor, DateTime now)
    {
        Db = db;
        this.transaction = transaction;
        this.actor = actor;
        Now = now;
    }

    public ConnexionsDbContext Db { get; }

    /// <summary>UTC; the same for everything this operation writes.</summary>
    public DateTime Now { get; }

    public void Record(AuditFacts facts) =>
        Db.Record(AuditEntry.Create(facts, actor.PersonId, actor.Role, correlationId, actor.Origin, Now));

    /// <summary>
    /// Stores what was done so far without ending the transaction, for a rule that can only be checked on the outcome;
    /// without a commit afterwards nothing of it stays.
    /// </summary>
    /// <returns>False when somebody else changed or made the same row first; nothing was written then.</returns>
    public async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        var open = transaction ?? throw new InvalidOperationException("This operation only reads.");
        try
        {
            await Db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || DatabaseErrors.IsDuplicate(e))
        {
            await open.RollbackAsync(CancellationToken.None);
            Db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <returns>False when somebody else changed or made the same row first; nothing was written then.</returns>
    public async Task<bool> CommitAsync(CancellationToken cancellationToken)
    {
        if (!await SaveAsync(cancellationToken))
        {
            return false;
        }

        await transaction!.CommitAsync(cancellationToken);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null)
        {
            await transaction.DisposeAsync();
        }

        await Db.DisposeAsync();
    }
}
