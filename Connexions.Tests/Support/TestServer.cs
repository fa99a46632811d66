using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;

namespace Connexions.Tests.Support;

/// <summary>
/// A server that speaks T-SQL, where one is named: each test makes a database of its own there and drops it. One at a time,
/// and by plain statements, which more servers know than those that EF makes databases by.
/// </summary>
internal static class TestServer
{
    /// <summary>A connection string that may create databases.</summary>
    public const string Variable = "CONNEXIONS_TEST_SQLSERVER";

    /// <summary><c>plain</c> for a server that knows neither <c>ALTER DATABASE</c> nor <c>MERGE</c>.</summary>
    public const string KindVariable = "CONNEXIONS_TEST_SQLSERVER_KIND";

    private static readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Null while there is none.</summary>
    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { } named && !string.IsNullOrWhiteSpace(named) ? named : null;

    private static bool IsPlain => string.Equals(Environment.GetEnvironmentVariable(KindVariable), "plain", StringComparison.OrdinalIgnoreCase);

    /// <summary>An empty database.</summary>
    public static async Task<DatabaseSettings> CreateAsync()
    {
        var name = $"connexions_test_{Guid.NewGuid():N}";
        await RunAsync($"CREATE DATABASE [{name}]");
        if (!IsPlain)
        {
            await RunAsync($"ALTER DATABASE [{name}] SET READ_COMMITTED_SNAPSHOT ON");
        }

        var connection = new SqlConnectionStringBuilder(Named()) { InitialCatalog = name };
        return new DatabaseSettings(DatabaseProvider.SqlServer, connection.ConnectionString, Migrate: true) { MaxBatchSize = IsPlain ? 1 : null };
    }

    public static async Task DropAsync(DatabaseSettings settings)
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
