using System.Data.Common;
using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Connexions.Tests.Support;

/// <summary>
/// Tests of what a database does: written once, run by a pair of derived classes, one for each database. The one for
/// SQL Server implements <see cref="IOnSqlServer"/>; the tests are <see cref="DatabaseFactAttribute"/>.
/// </summary>
public abstract class DatabaseTests(DatabaseProvider on) : IAsyncLifetime
{
    protected enum Violation
    {
        ForeignKey,
        Check,
        Unique,
        Trigger,
    }

    protected TestDatabase Database { get; private set; } = null!;

    protected Given Given => Database.Given;

    /// <summary>What the tests want different from a plain Development set-up, features among it.</summary>
    protected virtual TestDatabaseOptions SetUp => new();

    public virtual async Task InitializeAsync() => Database = await TestDatabase.CreateAsync(on, SetUp);

    public virtual async Task DisposeAsync() => await Database.DisposeAsync();

    /// <inheritdoc cref="RawSql"/>
    protected Task<int> RunAsync(string sql, params (string Name, object? Value)[] parameters) => Database.Contexts.RunSqlAsync(sql, parameters);

    protected Task<int> InsertAsync(string table, params (string Column, object? Value)[] values) => RunAsync(
        $"INSERT INTO {table} ({string.Join(", ", values.Select(value => value.Column))}) VALUES ({string.Join(", ", values.Select(value => "@" + value.Column))})",
        [.. values.Select(value => ("@" + value.Column, value.Value))]);

    protected static async Task AssertRefusedAsync(Violation expected, Func<Task> work)
    {
        var refusal = await Assert.ThrowsAnyAsync<DbException>(work);
        Assert.Equal(expected, Classify(refusal));
    }

    private static Violation Classify(DbException refusal) => refusal switch
    {
        // sqlite.org/rescode.html: 787 foreign key, 1811 a trigger, or the RESTRICT of a foreign key, 275 check, 2067 unique.
        SqliteException { SqliteExtendedErrorCode: 1811 } when !refusal.Message.Contains("FOREIGN KEY", StringComparison.Ordinal) => Violation.Trigger,
        SqliteException { SqliteExtendedErrorCode: 787 or 1811 } => Violation.ForeignKey,
        SqliteException { SqliteExtendedErrorCode: 275 } => Violation.Check,
        SqliteException { SqliteExtendedErrorCode: 2067 } => Violation.Unique,
        // 547 is both: the message says which.
        SqlException { Number: 547 } when refusal.Message.Contains("CHECK", StringComparison.Ordinal) => Violation.Check,
        SqlException { Number: 547 } => Violation.ForeignKey,
        SqlException { Number: 2601 or 2627 } => Violation.Unique,
        // The number that our own triggers throw.
        SqlException { Number: 51000 } => Violation.Trigger,
        _ => throw new InvalidOperationException("The database failed for another reason.", refusal),
    };
}
