using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>
/// A SQL Server database that was made by hand lets readers wait for writers, and both for each other in a ring. One made by
/// EF does not; the setting is the database's own, and only its owner changes it.
/// </summary>
internal static class SnapshotReads
{
    private const string Ask = "SELECT name, is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()";

    /// <exception cref="SettingException">They wait; the message says what to run.</exception>
    public static async Task RequireAsync(ConnexionsDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlServer())
        {
            return;
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = Ask;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (await row.ReadAsync(cancellationToken) && Refusal(row.GetString(0), row.GetBoolean(1)) is { } refusal)
        {
            throw refusal;
        }
    }

    internal static SettingException? Refusal(string database, bool isOn) => isOn ? null : new SettingException("ConnectionStrings:Connexions", $"""
        In the database {database} readers wait for writers. As its owner, while nobody needs it, run once:
        ALTER DATABASE [{database.Replace("]", "]]", StringComparison.Ordinal)}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
        """);
}
