using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Background;

/// <summary>
/// Gives a job to one server at a time. A lease runs out by itself, so that a server that died is followed by another;
/// two that take it at once are told apart by the database.
/// </summary>
public sealed class JobLeases(ContextFactory contexts, TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>How often a holder at work says that it is alive.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    /// <summary>This process.</summary>
    public Guid Holder { get; } = Guid.NewGuid();

    /// <summary>Takes the lease, or renews the one this process holds.</summary>
    /// <returns>False while another server holds it.</returns>
    public async Task<bool> TakeAsync(string job, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var now = clock.GetUtcNow().UtcDateTime;
        var lease = await db.Set<JobLease>().SingleOrDefaultAsync(row => row.Job == job, cancellationToken);
        if (lease is null)
        {
            lease = new JobLease { Job = job };
            db.Add(lease);
        }
        else if (lease.Holder != Holder && lease.Until > now)
        {
            return false;
        }

        (lease.Holder, lease.Until) = (Holder, now + Length);
        return await SaveAsync(db, cancellationToken);
    }

    /// <summary>Lets go, so that another server need not wait until the lease runs out.</summary>
    public async Task ReleaseAsync(string job, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        if (await db.Set<JobLease>().SingleOrDefaultAsync(row => row.Job == job && row.Holder == Holder, cancellationToken) is { } lease)
        {
            lease.Until = clock.GetUtcNow().UtcDateTime;
            await SaveAsync(db, cancellationToken);
        }
    }

    /// <returns>False when another server was faster.</returns>
    private static async Task<bool> SaveAsync(ConnexionsDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || DatabaseErrors.IsDuplicate(e))
        {
            return false;
        }
    }
}
