using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Connexions.Web.Persistence;

/// <summary>
/// Which database this server began with, and whether that one is still there. A SQLite file that was deleted, moved or
/// replaced can be written through the connections that are open, and nobody finds it again; new connections would meet
/// another one. Until it is back, or the server starts anew, nothing is read or written. On SQL Server a database that goes
/// takes its connections with it: <see cref="Mark"/> tells what comes in its place.
/// </summary>
public sealed partial class DatabaseIdentity(DatabaseSettings settings, ILogger<DatabaseIdentity> logger) : IDisposable
{
    private SqliteConnection? held;
    private string? walFile;
    private int isLost;

    /// <summary>Tells this database from any other, its copies and backups excepted: letters and digits; empty until it is held.</summary>
    public string Mark { get; private set; } = "";

    /// <summary>Costs two looks at the file system, some three microseconds. True until the database is held, and always on SQL Server.</summary>
    public bool IsThere
    {
        get
        {
            var there = held is not { } connection || (!HasMoved(connection) && (walFile is null || File.Exists(walFile)));
            if (Interlocked.Exchange(ref isLost, there ? 0 : 1) != (there ? 0 : 1))
            {
                if (there)
                {
                    Found();
                }
                else
                {
                    Lost(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);
                }
            }

            return there;
        }
    }

    /// <summary>From now on this database is the one, and no other.</summary>
    public void Hold(string mark)
    {
        Mark = mark;
        if (settings.Provider == DatabaseProvider.Sqlite)
        {
            held = new SqliteConnection(new SqliteConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ToString());
            held.Open();
            // Has been read, too: as long as such a connection is open, the log of its writers stays beside the file.
            using var command = held.CreateCommand();
            command.CommandText = "PRAGMA journal_mode; SELECT count(*) FROM sqlite_schema";
            using var reader = command.ExecuteReader();
            walFile = reader.Read() && reader.GetString(0) == "wal" ? held.DataSource + "-wal" : null;
            reader.NextResult();
        }
    }

    /// <exception cref="OtherDatabaseException">The file is gone, or another.</exception>
    internal void Require()
    {
        if (!IsThere)
        {
            throw new OtherDatabaseException();
        }
    }

    /// <summary>Refuses a connection to any other file, and leaves none of them in the pool.</summary>
    /// <inheritdoc cref="Require()" path="/exception"/>
    internal void Require(SqliteConnection connection)
    {
        Require();
        if (held is not null && HasMoved(connection))
        {
            SqliteConnection.ClearPool(connection);
            throw new OtherDatabaseException();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref held, null)?.Dispose();

    /// <summary>Whether what lies at the path of a connection's file is not that file: SQLite compares the two inodes. On Windows an open file stays where it is.</summary>
    private static bool HasMoved(SqliteConnection connection) =>
        NativeMethods.FileControl(connection.Handle!, NativeMethods.Main, NativeMethods.HasMoved, out var moved) == 0 && moved != 0;

    [LoggerMessage(LogLevel.Critical, "The database file {File}, or its -wal, was deleted, moved or replaced while this server has it open: nothing is read or written and no call is passed on until that very file is back in its place. To go on with what lies there now, start the server anew.")]
    private partial void Lost(string file);

    [LoggerMessage(LogLevel.Information, "The database file is back in its place.")]
    private partial void Found();

    private static class NativeMethods
    {
        /// <summary>The database a connection was opened with, beside those that are attached.</summary>
        public const nint Main = 0;

        /// <summary>SQLITE_FCNTL_HAS_MOVED (sqlite.org/c3ref/c_fcntl_begin_atomic_write.html).</summary>
        public const int HasMoved = 20;

        [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
        public static extern int FileControl(SafeHandle database, nint name, int operation, out int answer);
    }
}

/// <summary>The database at hand is not the one this server began with.</summary>
internal sealed class OtherDatabaseException() : DbException("The database is not the one this server began with.");
