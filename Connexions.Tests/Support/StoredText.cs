using System.Globalization;
using System.Text;
using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Connexions.Tests.Support;

/// <summary>All that a database holds, as text: what a secret must never be found in.</summary>
internal static class StoredText
{
    /// <summary>Of SQLite the files byte by byte, the write-ahead log included, in both readings of an accent; of a server every value of every table.</summary>
    public static async Task<string> ReadAsync(DatabaseSettings database)
    {
        var text = new StringBuilder();
        if (database.Provider == DatabaseProvider.SqlServer)
        {
            await AddTablesAsync(text, database.ConnectionString);
            return text.ToString();
        }

        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        foreach (var path in new[] { file, file + "-wal" }.Where(File.Exists))
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory);
            text.Append(Encoding.Latin1.GetString(memory.ToArray())).Append(Encoding.UTF8.GetString(memory.ToArray()));
        }

        return text.ToString();
    }

    private static async Task AddTablesAsync(StringBuilder text, string connectionString)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var table in await TestServer.TablesAsync(connection))
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Of names that the database itself gave.
            command.CommandText = $"SELECT * FROM [{table}]";
#pragma warning restore CA2100
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                for (var column = 0; column < rows.FieldCount; column++)
                {
                    text.Append(rows.GetValue(column) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(rows.GetValue(column), CultureInfo.InvariantCulture)).Append('\n');
                }
            }
        }
    }
}
