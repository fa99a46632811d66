using System.Data;
using System.Reflection;
using Connexions.Domain.Auditing;
using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Connexions.Tests.Persistence;

/// <summary>What SqlClient asks of a command before it prepares it, asked without a server.</summary>
public sealed class PreparedCommandTests
{
    /// <summary>The client's own rule, which it applies once a connection is open.</summary>
    private static readonly MethodInfo Rule = typeof(SqlParameter).GetMethod("Prepare", BindingFlags.NonPublic | BindingFlags.Instance, [typeof(SqlCommand)])
        ?? throw new Xunit.Sdk.XunitException("SqlClient checks the parameters of prepared commands elsewhere: look where, and ask it there.");

    [Fact]
    public void InsertOfUses_EachParameter_HasTypeAndSize()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        using var command = (SqlCommand)InsertMany.CommandFor<AuditEntry>(db, rows: 2);

        Assert.NotEmpty(command.Parameters);
        Assert.All(command.Parameters.Cast<SqlParameter>(), parameter => AssertPrepares(parameter, command));
    }

    [Fact]
    public void Parameter_OfAnyColumn_TakesTheLongestValueTheColumnDoes()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        using var command = new SqlCommand();
        // Columns with an offset are Identity's, which nobody inserts by the thousand.
        var columns = db.Model.GetEntityTypes().SelectMany(type => type.GetProperties()).Where(column => (Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType) != typeof(DateTimeOffset)).ToList();

        Assert.Contains(columns, column => column.GetColumnType() == "nvarchar(max)");
        Assert.Contains(columns, column => column.GetColumnType() == "datetime2");
        Assert.All(columns, column =>
        {
            var parameter = (SqlParameter)PreparedCommand.Parameter(command, "@p", column.GetRelationalTypeMapping());
            AssertPrepares(parameter, command);
            if (parameter.SqlDbType is SqlDbType.NVarChar or SqlDbType.VarBinary)
            {
                Assert.Equal(column.GetRelationalTypeMapping().Size ?? -1, parameter.Size);
            }
        });
    }

    private static void AssertPrepares(SqlParameter parameter, SqlCommand command)
    {
        var refusal = Record.Exception(() => Rule.Invoke(parameter, BindingFlags.DoNotWrapExceptions, binder: null, [command], culture: null));
        Assert.True(refusal is null, $"{parameter.ParameterName} ({parameter.SqlDbType}): {refusal?.Message}");
    }
}
