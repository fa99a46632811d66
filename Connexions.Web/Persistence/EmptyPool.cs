using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Connexions.Web.Persistence;

/// <summary>
/// SqlClient says that no connection came free in time by an <see cref="InvalidOperationException"/>, as it says that it is
/// used wrongly: here, where connections are opened, it can be nothing else, and becomes what is answered like a busy database.
/// </summary>
internal sealed class EmptyPool : DbConnectionInterceptor
{
    public static readonly EmptyPool Instance = new();

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        try
        {
            connection.Open();
            return InterceptionResult.Suppress();
        }
        catch (InvalidOperationException e)
        {
            throw Busy(e);
        }
    }

    public override async ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
            return InterceptionResult.Suppress();
        }
        catch (InvalidOperationException e)
        {
            throw Busy(e);
        }
    }

    private static BusyDatabaseException Busy(InvalidOperationException e) => new("No connection to the database came free in time.", e);
}
