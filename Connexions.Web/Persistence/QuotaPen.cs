using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>What is counted against a quota: that of one agency, or with an empty id of all of them, on one day in Paris.</summary>
public readonly record struct QuotaKey(Guid ConnexionId, DateOnly Day, Guid AgencyId);

/// <summary>
/// Gives out parts of a day's quota, never more than there is, to however many servers ask at once: a number that somebody
/// else changed in the meantime is read again.
/// </summary>
public sealed class QuotaPen(ContextFactory contexts)
{
    /// <param name="emails">Whether e-mails are asked for, or else calls.</param>
    /// <param name="least">Nothing is given out when there are not so many left.</param>
    /// <param name="wish">How many are taken if there are enough.</param>
    /// <returns>How many were given out: 0, or at least <paramref name="least"/>.</returns>
    public Task<int> TakeAsync(QuotaKey key, bool emails, int limit, int least, int wish) =>
        ChangeAsync(key, emails, given => Math.Min(wish, limit - given) is var count && count >= least ? count : 0);

    /// <summary>Gives back what was taken and not used.</summary>
    public Task ReturnAsync(QuotaKey key, bool emails, int count) => ChangeAsync(key, emails, given => -Math.Min(count, given));

    private async Task<int> ChangeAsync(QuotaKey key, bool emails, Func<int, int> change)
    {
        while (true)
        {
            await using var db = contexts.CreateUnstamped();
            var row = await db.Set<QuotaDay>().SingleOrDefaultAsync(row => row.ConnexionId == key.ConnexionId && row.Day == key.Day && row.AgencyId == key.AgencyId);
            var count = change((emails ? row?.Emails : row?.Calls) ?? 0);
            if (count == 0)
            {
                return 0;
            }

            if (row is null)
            {
                row = new QuotaDay { ConnexionId = key.ConnexionId, Day = key.Day, AgencyId = key.AgencyId };
                db.Add(row);
            }

            (row.Calls, row.Emails) = emails ? (row.Calls, row.Emails + count) : (row.Calls + count, row.Emails);
            try
            {
                await db.SaveChangesAsync();
                return count;
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || DatabaseErrors.IsDuplicate(e))
            {
                // Another server was faster: its number counts.
            }
        }
    }
}
