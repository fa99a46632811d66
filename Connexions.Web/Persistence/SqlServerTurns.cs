using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Web.Persistence;

/// <summary>Turns on SQL Server: locks of the application's own, which end with the transaction.</summary>
internal static class SqlServerTurns
{
    /// <summary>
    /// An agency's turn is that of its network, which is looked up before the lock: an agency never changes its network, it
    /// becomes another client.
    /// </summary>
    internal const string Take = """
        DECLARE @turn nvarchar(255) = @kind + N' ' + CONVERT(nvarchar(36), COALESCE((SELECT reseau_id FROM reseau_agence WHERE reseau_agence_id = @id), @id));
        DECLARE @taken int;
        EXEC @taken = sp_getapplock @Resource = @turn, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = @wait;
        SELECT @taken;
        """;

    /// <summary>sp_getapplock: the wait was ended to resolve a deadlock. 0 and 1 are success, −1 a wait that was too long.</summary>
    private const int Deadlock = -3;

    /// <exception cref="BusyDatabaseException">Others did not let go in time, or waited for this one.</exception>
    public static async Task TakeAsync(ConnexionsDbContext db, Turn turn, CancellationToken cancellationToken)
    {
        await using var command = (SqlCommand)db.Database.GetDbConnection().CreateCommand();
        command.Transaction = (SqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = Take;
        command.CommandTimeout = 2 * DatabaseSettings.BusySeconds;
        command.Parameters.AddWithValue("@kind", turn.Name);
        command.Parameters.AddWithValue("@id", turn.Id);
        command.Parameters.AddWithValue("@wait", DatabaseSettings.BusySeconds * 1000);
        if (await command.ExecuteScalarAsync(cancellationToken) is int taken && taken < 0)
        {
            throw new BusyDatabaseException($"A lock was not to be had ({taken}).", isDeadlock: taken == Deadlock);
        }
    }
}

/// <summary>The database has too much to do for now, as its driver does not say by an error of its own.</summary>
public sealed class BusyDatabaseException : DbException
{
    public BusyDatabaseException(string message, bool isDeadlock) : base(message) => IsDeadlock = isDeadlock;

    public BusyDatabaseException(string message, Exception inner) : base(message, inner) { }

    /// <summary>It was taken out of a ring of transactions that waited for each other: nothing of it was done.</summary>
    public bool IsDeadlock { get; }
}
