using System.Reflection;
using System.Text.RegularExpressions;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Connexions.Tests.Persistence;

/// <summary>What can be said of both databases without a server.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void Model_AndItsMigrations_Agree(DatabaseProvider provider)
    {
        using var db = Context(provider);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void Provider_EachOne_HasItsTableAndColumnsInBothMigrations(DatabaseProvider database)
    {
        var script = Script(database);
        Assert.All(ProviderCatalogue.All, provider =>
        {
            var table = Table(script, provider.Table);
            Assert.All(provider.Fields, field => Assert.Matches($@"[\[""]{field.Column}[\]""] ", table));
        });
    }

    [Fact]
    public void SqlServerScript_EachClientOwnedTable_EnforcesTheDynamicForeignKey()
    {
        var script = Script(DatabaseProvider.SqlServer);
        foreach (var name in ProviderCatalogue.All.Select(provider => provider.Table).Append("memberships").Append("invitations"))
        {
            var table = Table(script, name);
            foreach (var type in ClientTypes.All)
            {
                Assert.Contains($"[{type}_id] AS CASE WHEN client_type = '{type}' THEN client_id END PERSISTED", table, StringComparison.Ordinal);
                Assert.Matches($@"FOREIGN KEY \(\[{type}_id\], \[organisation_id\]\) REFERENCES \[{type}\] \(\[{type}_id\], \[organisation_id\]\)", table);
                Assert.Contains($"'{type}'", Check(table, $"ck_{name}_client_type"), StringComparison.Ordinal);
            }

            Assert.DoesNotContain("ON DELETE CASCADE", table, StringComparison.Ordinal);
            Assert.Matches(@"\[client_type\] nvarchar\(20\) COLLATE Latin1_General_BIN2", table);
        }
    }

    [Fact]
    public void SqlServerScript_OneConnexionPerClient_IsUniqueWithoutAFilter()
    {
        var script = Script(DatabaseProvider.SqlServer);
        Assert.All(ProviderCatalogue.All, provider =>
            Assert.Matches($@"CREATE UNIQUE INDEX \[\w+\] ON \[{provider.Table}\] \(\[organisation_id\], \[client_type\], \[client_id\]\);", script));
        Assert.Matches(@"CREATE UNIQUE INDEX \[\w+\] ON \[memberships\] \([^)]*\);", script);
    }

    [Theory]
    [InlineData("reseau")]
    [InlineData("reseau_agence")]
    [InlineData("agence_independante")]
    public void SqlServerScript_EachClientTable_IsUniqueWithItsOrganisation(string table) =>
        Assert.Matches($@"UNIQUE \(\[{table}_id\], \[organisation_id\]\)", Table(Script(DatabaseProvider.SqlServer), table));

    /// <summary>SqlClient opens a connection without these types, and then fails on every command with a parameter.</summary>
    [Fact]
    public void SqlClient_AskedForTheTypeOfAValue_FindsTheTypesItNames()
    {
        var infer = typeof(SqlParameter).Assembly.GetType("Microsoft.Data.SqlClient.MetaType", throwOnError: true)!
            .GetMethods(BindingFlags.NonPublic | BindingFlags.Static).Where(method => method.Name == "GetMetaTypeFromValue").ToList();

        Assert.NotEmpty(infer);
        Assert.All(infer, method => Assert.NotNull(method.Invoke(null,
            [.. method.GetParameters().Select(parameter => parameter.ParameterType == typeof(bool) ? (object)true
                : parameter.ParameterType == typeof(Type) ? typeof(Guid) : Guid.NewGuid())])));
        Assert.Equal(System.Data.SqlDbType.UniqueIdentifier, new SqlParameter("@p", Guid.NewGuid()).SqlDbType);
        Assert.NotNull(Assembly.Load("Microsoft.SqlServer.Server").GetType("Microsoft.SqlServer.Server.SqlUserDefinedTypeAttribute"));
    }

    private static ConnexionsDbContext Context(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite
        ? new SqliteDesignTimeFactory().CreateDbContext([])
        : new SqlServerDesignTimeFactory().CreateDbContext([]);

    private static string Script(DatabaseProvider provider)
    {
        using var db = Context(provider);
        return db.GetService<IMigrator>().GenerateScript();
    }

    private static string Table(string script, string name) =>
        Regex.Match(script, $@"CREATE TABLE [\[""]{name}[\]""] \(.*?\n\);", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)) is { Success: true } table
            ? table.Value
            : throw new Xunit.Sdk.XunitException($"No table {name}.");

    private static string Check(string table, string name) =>
        table.Split('\n').Single(line => line.Contains($"[{name}] CHECK", StringComparison.Ordinal));
}
