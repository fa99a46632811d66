using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Support;

/// <summary>How a database goes about a query.</summary>
internal static class QueryPlan
{
    /// <summary>SQLite's plan, a line per step: <c>SEARCH</c> goes by an index, <c>SCAN</c> reads a whole table.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync<T>(ConnexionsDbContext db, IQueryable<T> query)
    {
        await using var command = query.CreateDbCommand();
#pragma warning disable CA2100 // EF's own command.
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
#pragma warning restore CA2100
        await db.Database.OpenConnectionAsync();
        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
