using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Web.Persistence;

/// <summary>
/// The one place that prepares commands. SqlClient refuses to prepare one with a parameter of variable length whose size is
/// not said, <c>datetime2</c> included; and it cuts what is longer than the size it was told.
/// </summary>
internal static class PreparedCommand
{
    /// <summary>Without a limit: <c>nvarchar(max)</c>, <c>varbinary(max)</c>.</summary>
    private const int Unlimited = -1;

    /// <summary>In bytes, as they are sent.</summary>
    private const int DateTime2Size = 8;

    /// <summary>A parameter whose type and size are those of the column, whatever values it will carry.</summary>
    public static DbParameter Parameter(DbCommand command, string name, RelationalTypeMapping column)
    {
        var parameter = column.CreateParameter(command, name, value: null, nullable: true);
        if (parameter is SqlParameter { SqlDbType: var type })
        {
            parameter.Size = type switch
            {
                SqlDbType.NVarChar or SqlDbType.VarChar or SqlDbType.VarBinary or SqlDbType.NChar or SqlDbType.Char or SqlDbType.Binary => column.Size ?? Unlimited,
                SqlDbType.DateTime2 => DateTime2Size,
                SqlDbType.DateTimeOffset or SqlDbType.Time or SqlDbType.Decimal or SqlDbType.Variant =>
                    throw new NotSupportedException($"A column of type {type} says how large it is in another way: add it here."),
                _ => parameter.Size,
            };
        }

        return parameter;
    }

#pragma warning disable RS0030 // Banned everywhere else.
    public static Task PrepareAsync(DbCommand command, CancellationToken cancellationToken) => command.PrepareAsync(cancellationToken);
#pragma warning restore RS0030
}
