using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Web.Persistence;

/// <summary>
/// Inserts rows of which there are thousands a second by one prepared statement, as the model maps them; a save makes a
/// statement for each, which costs several times as much. Nothing is tracked, and nothing is checked: that is for the caller.
/// </summary>
internal static class InsertMany
{
    /// <param name="rowsAtOnce">How many rows one statement takes.</param>
    public static async Task RunAsync<TRow>(ConnexionsDbContext db, IReadOnlyList<TRow> rows, int rowsAtOnce, CancellationToken cancellationToken) where TRow : class
    {
        var type = db.Model.FindEntityType(typeof(TRow))!;
        // What is null in all of them is what the database puts there by itself.
        var properties = type.GetProperties().Where(property => rows.Any(row => property.GetGetter().GetClrValue(row) is not null)).ToArray();
        for (var done = 0; done < rows.Count;)
        {
            // All with the same statement, but for the rest at the end.
            var size = Math.Min(rowsAtOnce, rows.Count - done);
            await using var statement = await PrepareAsync(db, type, properties, size, cancellationToken);
            for (; rows.Count - done >= size; done += size)
            {
                await statement.RunAsync(rows, done, size, cancellationToken);
            }
        }
    }

    private static async Task<Statement> PrepareAsync(ConnexionsDbContext db, IEntityType type, IProperty[] properties, int rows, CancellationToken cancellationToken)
    {
        var command = Command(db, type, properties, rows);
        await PreparedCommand.PrepareAsync(command, cancellationToken);
        return new Statement(command, properties);
    }

    private static DbCommand Command(ConnexionsDbContext db, IEntityType type, IProperty[] properties, int rows)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        var text = new StringBuilder("INSERT INTO ").Append(sql.DelimitIdentifier(table.Name, table.Schema))
            .Append(" (").AppendJoin(", ", properties.Select(property => sql.DelimitIdentifier(property.GetColumnName(table)!))).Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < properties.Length; column++)
            {
                var name = sql.GenerateParameterName(string.Create(CultureInfo.InvariantCulture, $"p{(row * properties.Length) + column}"));
                command.Parameters.Add(PreparedCommand.Parameter(command, name, properties[column].GetRelationalTypeMapping()));
                text.Append(column == 0 ? "" : ", ").Append(name);
            }

            text.Append(')');
        }

        command.CommandText = text.ToString();
        return command;
    }

    /// <summary>The statement that inserts rows with a value in every column, not prepared yet: what a test without a server looks at.</summary>
    internal static DbCommand CommandFor<TRow>(ConnexionsDbContext db, int rows) where TRow : class
    {
        var type = db.Model.FindEntityType(typeof(TRow))!;
        return Command(db, type, [.. type.GetProperties().Where(property => property.GetComputedColumnSql() is null)], rows);
    }

    private sealed class Statement(DbCommand command, IProperty[] properties) : IAsyncDisposable
    {
        private readonly Func<object?, object?>?[] stored = [.. properties.Select(property => property.GetTypeMapping().Converter?.ConvertToProvider)];

        private readonly DbParameter[] parameters = [.. command.Parameters.Cast<DbParameter>()];

        public Task<int> RunAsync<TRow>(IReadOnlyList<TRow> rows, int from, int count, CancellationToken cancellationToken) where TRow : class
        {
            for (var place = 0; place < count * properties.Length; place++)
            {
                var (row, column) = Math.DivRem(place, properties.Length);
                var value = properties[column].GetGetter().GetClrValue(rows[from + row]);
                parameters[place].Value = (value is null || stored[column] is not { } convert ? value : convert(value)) ?? DBNull.Value;
            }

            return command.ExecuteNonQueryAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => command.DisposeAsync();
    }
}
