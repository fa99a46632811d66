using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Connexions.Web.Persistence;

/// <summary>All migrations as one script, for databases that the application itself may not change.</summary>
internal static class MigrationScript
{
    /// <summary>
    /// What filtered indices and stored computed columns need of a session, where tools differ (sqlcmd quotes no identifiers
    /// unless told); a failure takes its migration back whole; and readers wait for no writer.
    /// </summary>
    private const string Before = """
        SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL ON;
        SET NUMERIC_ROUNDABORT OFF;
        SET XACT_ABORT ON;
        GO

        IF EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND is_read_committed_snapshot_on = 0)
            ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
        GO


        """;

    /// <summary>Leaves out what the database has already.</summary>
    public static string ForSqlServer()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        return Before + db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    }
}
