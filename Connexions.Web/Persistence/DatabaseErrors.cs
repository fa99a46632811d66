using Connexions.Domain.Results;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Connexions.Web.Persistence;

/// <summary>What a database's failure means to a person. Nothing of the driver's own text is shown.</summary>
public static class DatabaseErrors
{
    public static readonly Error Busy = new("Database.Busy");
    public static readonly Error ReadOnly = new("Database.ReadOnly");
    public static readonly Error Unavailable = new("Database.Unavailable");

    /// <summary>The error of a failed command, wherever in the chain of exceptions; null when it is no database failure.</summary>
    public static Error? Find(Exception? exception) => exception switch
    {
        null => null,
        BusyDatabaseException => Busy,
        OtherDatabaseException => Unavailable,
        // sqlite.org/rescode.html: 5 busy, 6 locked, 8 read-only.
        SqliteException { SqliteErrorCode: 5 or 6 } => Busy,
        SqliteException { SqliteErrorCode: 8 } => ReadOnly,
        SqliteException => Unavailable,
        // 1205 deadlock victim, 1222 lock time-out, -2 command time-out, 3906 read-only database.
        SqlException { Number: 1205 or 1222 or -2 } => Busy,
        SqlException { Number: 3906 } => ReadOnly,
        SqlException => Unavailable,
        _ => Find(exception.InnerException),
    };

    /// <summary>
    /// Whether a command failed because nobody waits for it any more. SqlClient says so like any other failure, and no database
    /// has failed.
    /// </summary>
    public static bool IsLeft(Exception exception, CancellationToken left) => left.IsCancellationRequested && Find(exception) is not null;

    /// <summary>
    /// Whether the transaction was taken out of a ring of several that waited for each other: it is undone as a whole, and the
    /// same may well succeed when it is done again.
    /// </summary>
    public static bool IsDeadlock(Exception? exception) => exception switch
    {
        null => false,
        BusyDatabaseException { IsDeadlock: true } => true,
        SqlException { Number: 1205 } => true,
        _ => IsDeadlock(exception.InnerException),
    };

    /// <summary>Whether a row points to one that is not there.</summary>
    public static bool IsDangling(Exception? exception) => exception switch
    {
        null => false,
        // 787 foreign key; 547 foreign key or check.
        SqliteException { SqliteExtendedErrorCode: 787 } => true,
        SqlException { Number: 547 } => true,
        _ => IsDangling(exception.InnerException),
    };

    /// <summary>Whether another row with the same unique values was there first.</summary>
    public static bool IsDuplicate(Exception? exception) => exception switch
    {
        null => false,
        // 2067 unique, 1555 primary key.
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
        SqlException { Number: 2601 or 2627 } => true,
        _ => IsDuplicate(exception.InnerException),
    };
}
