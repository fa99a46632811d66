using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Support;

/// <summary>Plain SQL past the whole application, as somebody with a database tool would.</summary>
public static class RawSql
{
    /// <returns>How many rows it changed.</returns>
    public static async Task<int> RunSqlAsync(this ContextFactory contexts, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var db = contexts.CreateUnstamped();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The tests' own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync();
    }
}
