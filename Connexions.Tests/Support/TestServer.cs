using System.Collections.Concurrent;
using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;

namespace Connexions.Tests.Support;

/// <summary>
/// A server that speaks T-SQL, where one is named: every test that needs a database then has one there, of its own while it
/// lasts. It is made by the first that needs it, emptied for the next, and dropped when the run ends; made one at a time and
/// by plain statements, which more servers know than those that EF makes databases by.
/// </summary>
internal static class TestServer
{
    /// <summary>A connection string that may create databases.</summary>
    public const string Variable = "CONNEXIONS_TEST_SQLSERVER";

    /// <summary><c>plain</c> for a server that knows neither <c>ALTER DATABASE</c> nor <c>MERGE</c>.</summary>
    public const string KindVariable = "CONNEXIONS_TEST_SQLSERVER_KIND";

    private static readonly SemaphoreSlim turn = new(1, 1);
    private static readonly ConcurrentBag<DatabaseSettings> made = [];
    private static readonly ConcurrentBag<DatabaseSettings> idle = [];
    private static readonly ConcurrentDictionary<string, bool> rented = new(StringComparer.Ordinal);
    private static string? emptying;

    /// <summary>Null while there is none.</summary>
    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { } named && !string.IsNullOrWhiteSpace(named) ? named : null;

    /// <summary>Where tests run that are about no database in particular.</summary>
    public static DatabaseProvider Default => ConnectionString is null ? DatabaseProvider.Sqlite : DatabaseProvider.SqlServer;

    private static bool IsPlain => string.Equals(Environment.GetEnvironmentVariable(KindVariable), "plain", StringComparison.OrdinalIgnoreCase);

    /// <summary>A database without a row, until it is given back; who takes it migrates it, where nobody did before.</summary>
    public static async Task<DatabaseSettings> RentAsync()
    {
        if (idle.TryTake(out var free))
        {
            rented[free.ConnectionString] = true;
            return free;
        }

        var name = $"connexions_test_{Guid.NewGuid():N}";
        await RunAsync($"CREATE DATABASE [{name}]");
        var settings = new DatabaseSettings(
            DatabaseProvider.SqlServer, new SqlConnectionStringBuilder(Named()) { InitialCatalog = name }.ConnectionString, Migrate: true) { MaxBatchSize = IsPlain ? 1 : null };
        made.Add(settings);
        rented[settings.ConnectionString] = true;
        if (!IsPlain)
        {
            await RunAsync($"ALTER DATABASE [{name}] SET READ_COMMITTED_SNAPSHOT ON");
        }

        return settings;
    }

    /// <summary>Empties a database for the next test.</summary>
    public static async Task ReturnAsync(DatabaseSettings settings)
    {
        // Who disposes of a test database twice has no right to it the second time.
        if (!rented.TryRemove(settings.ConnectionString, out _))
        {
            return;
        }

        await using var connection = new SqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Of names that the model gave.
        command.CommandText = emptying ??= await WriteEmptyingAsync(connection);
#pragma warning restore CA2100
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
        idle.Add(settings);
    }

    /// <summary>At the end of the run.</summary>
    public static async Task DropAllAsync()
    {
        foreach (var settings in made)
        {
            using (var connection = new SqlConnection(settings.ConnectionString))
            {
                SqlConnection.ClearPool(connection);
            }

            var name = new SqlConnectionStringBuilder(settings.ConnectionString).InitialCatalog;
            if (!IsPlain)
            {
                // Whoever was not done with it, a background service for one, is not waited for.
                await RunAsync($"ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            }

            await RunAsync($"DROP DATABASE [{name}]");
        }
    }

    public static async Task<IReadOnlyList<string>> TablesAsync(SqlConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME <> '__EFMigrationsHistory'";
        var tables = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            tables.Add(rows.GetString(0));
        }

        return tables;
    }

    /// <summary>Children before those they point to.</summary>
    private static async Task<string> WriteEmptyingAsync(SqlConnection connection)
    {
        var left = (await TablesAsync(connection)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var keys = new List<(string Child, string Parent)>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT OBJECT_NAME(parent_object_id), OBJECT_NAME(referenced_object_id) FROM sys.foreign_keys";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                keys.Add((rows.GetString(0), rows.GetString(1)));
            }
        }

        var statements = new List<string>();
        while (left.Count > 0)
        {
            var free = left.Where(table => !keys.Exists(key => Is(key.Parent, table) && !Is(key.Child, table) && left.Contains(key.Child))).ToList();
            statements.AddRange(free.Select(table => $"DELETE FROM [{table}];"));
            left.ExceptWith(free.Count > 0 ? free : throw new InvalidOperationException($"Tables that point to each other: {string.Join(", ", left)}."));
        }

        return string.Join('\n', statements);

        static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    private static string Named() => ConnectionString ?? throw new InvalidOperationException($"{Variable} holds no connection string.");

    private static async Task RunAsync(string sql)
    {
        await turn.WaitAsync();
        try
        {
            await using var connection = new SqlConnection(Named());
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Of names that were made here.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.CommandTimeout = 120;
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            turn.Release();
        }
    }
}
