using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Connexions.Tests.Persistence;

public sealed class SqliteSettingsTests
{
    [Theory]
    [InlineData("foreign_keys", "1")]
    [InlineData("journal_mode", "wal")]
    public async Task Connection_AsTheApplicationOpensIt_HasThePragma(string pragma, string expected)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Contexts.CreateUnstamped();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The test's own constants.
        command.CommandText = $"PRAGMA {pragma}";
#pragma warning restore CA2100

        Assert.Equal(expected, Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Command_WaitingForAnotherWriter_GivesItTime()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Contexts.CreateUnstamped();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();

        Assert.InRange(command.CommandTimeout, 10, 30);
    }

    [Fact]
    public void Path_Relative_FollowsTheDataFolderAndNotTheWorkingDirectory()
    {
        var settings = Read(("ConnectionStrings:Connexions", "Data Source=connexions.db"));

        Assert.Contains(Path.Combine(Folder, "connexions.db"), settings.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_Empty_AreTheSqliteFile()
    {
        var settings = Read();

        Assert.Equal(DatabaseProvider.Sqlite, settings.Provider);
        Assert.Contains(Path.Combine(Folder, "connexions.db"), settings.ConnectionString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Oracle")]
    [InlineData("")]
    [InlineData("7")]
    public void Provider_Unknown_IsRefusedNamingTheChoices(string provider)
    {
        var refusal = Assert.Throws<SettingException>(() => Read(("Database:Provider", provider)));

        Assert.Contains("Sqlite or SqlServer", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SqlServer_WithoutConnectionString_IsRefused() =>
        Assert.Throws<SettingException>(() => Read(("Database:Provider", "SqlServer"), ("ConnectionStrings:Connexions", " ")));

    [Fact]
    public void ConnectionString_OfAnotherKind_IsRefused() =>
        Assert.Throws<SettingException>(() => Read(("ConnectionStrings:Connexions", "Server=somewhere;Trusted=maybe")));

    private static string Folder => Path.Combine(Path.GetTempPath(), "connexions-settings");

    private static DatabaseSettings Read(params (string Key, string Value)[] settings) => DatabaseSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build(), Folder);
}
