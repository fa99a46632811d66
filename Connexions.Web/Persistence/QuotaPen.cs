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
    /// <param name="used">
    /// How many the day's figures tell of. What is used under a limit was given out before, so that where the figures tell of
    /// more, the rest was used while no limit held: it counts from now on. Asked only where something is left to give.
    /// </param>
    /// <returns>How many were given out to this caller: 0, or at least <paramref name="least"/>; and to everybody that day.</returns>
    public Task<(int Given, int Count)> TakeAsync(QuotaKey key, bool emails, int limit, int least, int wish, Func<Task<int>> used) => ChangeAsync(key, emails, async given =>
    {
        if (limit - given < least)
        {
            return (given, 0);
        }

        var counted = Math.Max(given, await used());
        var count = Math.Min(wish, limit - counted) is var most && most >= least ? most : 0;
        return (counted + count, count);
    });

    /// <summary>Gives back what was taken and not used.</summary>
    public Task ReturnAsync(QuotaKey key, bool emails, int count) => ChangeAsync(key, emails, given => Task.FromResult((Math.Max(0, given - count), count)));

    /// <param name="change">From what is given out to what is given out then, and how many that is for the caller.</param>
    private async Task<(int Given, int Count)> ChangeAsync(QuotaKey key, bool emails, Func<int, Task<(int Given, int Count)>> change)
    {
        while (true)
        {
            await using var db = contexts.CreateUnstamped();
            var row = await db.Set<QuotaDay>().SingleOrDefaultAsync(row => row.ConnexionId == key.ConnexionId && row.Day == key.Day && row.AgencyId == key.AgencyId);
            var before = (emails ? row?.Emails : row?.Calls) ?? 0;
            var (given, count) = await change(before);
            if (given == before)
            {
                return (given, count);
            }

            if (row is null)
            {
                row = new QuotaDay { ConnexionId = key.ConnexionId, Day = key.Day, AgencyId = key.AgencyId };
                db.Add(row);
            }

            (row.Calls, row.Emails) = emails ? (row.Calls, given) : (given, row.Emails);
            try
            {
                await db.SaveChangesAsync();
                return (given, count);
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || DatabaseErrors.IsDuplicate(e))
            {
                // Another server was faster: its number counts.
            }
        }
    }
}
