using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>Brings a database to what the model says.</summary>
internal static class Schema
{
    /// <summary>A column or an index on a large table takes its time: nobody waits for it in front of a screen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static async Task MigrateAsync(ConnexionsDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsSqlServer())
        {
            // SQLite's means something else: how long a writer waits for another.
            db.Database.SetCommandTimeout(Patience);
        }

        await db.Database.MigrateAsync(cancellationToken);
        db.Database.SetCommandTimeout(null);
    }
}
