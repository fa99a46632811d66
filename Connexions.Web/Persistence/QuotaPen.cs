using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>What is counted against a quota: that of one agency, or with an empty id of all of them, on one day in Paris.</summary>
public readonly record struct QuotaKey(Guid ConnexionId, DateOnly Day, Guid AgencyId);

/// <summary>
/// Gives out parts of a day's quota, never more than there is, to however many servers ask at once: one conditional update,
/// which the database makes whole or not at all.
/// </summary>
public sealed class QuotaPen(ContextFactory contexts)
{
    /// <param name="emails">Whether e-mails are asked for, or else calls.</param>
    /// <param name="least">Nothing is given out when there are not so many left.</param>
    /// <param name="wish">How many are taken if there are enough.</param>
    /// <returns>How many were given out: 0, or at least <paramref name="least"/>.</returns>
    public async Task<int> TakeAsync(QuotaKey key, bool emails, int limit, int least, int wish)
    {
        await using var db = contexts.CreateUnstamped();
        while (true)
        {
            var given = await GivenAsync(db, key, emails);
            var count = (int)Math.Min(wish, (long)limit - (given ?? 0));
            if (count < least)
            {
                return 0;
            }

            if (given is null ? await OpenAsync(db, key, emails, count) : await AddAsync(db, key, emails, count, limit - count))
            {
                return count;
            }
        }
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public async Task ReturnAsync(QuotaKey key, bool emails, int count)
    {
        await using var db = contexts.CreateUnstamped();
        await AddAsync(db, key, emails, -count, int.MaxValue);
    }

    /// <summary>How much was given out; null while nothing was.</summary>
    private static async Task<int?> GivenAsync(ConnexionsDbContext db, QuotaKey key, bool emails) =>
        await Row(db, key).Select(row => (int?)(emails ? row.Emails : row.Calls)).SingleOrDefaultAsync();

    private static async Task<bool> OpenAsync(ConnexionsDbContext db, QuotaKey key, bool emails, int count)
    {
        db.Add(new QuotaDay
        {
            ConnexionId = key.ConnexionId,
            Day = key.Day,
            AgencyId = key.AgencyId,
            Calls = emails ? 0 : count,
            Emails = emails ? count : 0,
        });
        try
        {
            return await db.SaveChangesAsync() == 1;
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsDuplicate(e))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <param name="most">Nothing is added where more than this was given out in the meantime.</param>
    private static async Task<bool> AddAsync(ConnexionsDbContext db, QuotaKey key, bool emails, int count, int most)
    {
#pragma warning disable RS0030 // Not a tenant's table, and the update is what keeps the number right.
        return emails
            ? await Row(db, key).Where(row => row.Emails <= most).ExecuteUpdateAsync(set => set.SetProperty(row => row.Emails, row => row.Emails + count)) == 1
            : await Row(db, key).Where(row => row.Calls <= most).ExecuteUpdateAsync(set => set.SetProperty(row => row.Calls, row => row.Calls + count)) == 1;
#pragma warning restore RS0030
    }

    private static IQueryable<QuotaDay> Row(ConnexionsDbContext db, QuotaKey key) => db.Set<QuotaDay>().AsNoTracking()
        .Where(row => row.ConnexionId == key.ConnexionId && row.Day == key.Day && row.AgencyId == key.AgencyId);
}
