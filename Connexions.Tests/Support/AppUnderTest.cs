using System.Globalization;
using Connexions.Web.Demo;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Support;

/// <summary>
/// The whole application on a free port, in Development unless a test says otherwise, with the demonstration's data in a
/// database of its own.
/// Start it once for a class (<c>IClassFixture</c>): laying down the demonstration takes a moment.
/// </summary>
public sealed class AppUnderTest : WebApplicationFactory<Program>, IAsyncLifetime
{
    private string environment = Environments.Development;
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);

    private DatabaseProvider provider = TestServer.Default;
    private DatabaseSettings? rented;

    public AppUnderTest()
    {
        DatabaseFile = TestFolder.NewFile(".db");
        settings["ConnectionStrings:Connexions"] = $"Data Source={DatabaseFile}";
        settings["Gateway:Folder"] = DatabaseFile + ".receipts";
        settings["Demo:Enabled"] = "true";
        // States stay as the demonstration lays them down, unless the test is about the job.
        settings["Verification:Enabled"] = "false";
        UseKestrel(0);
    }

    /// <summary>On SQLite; what else lies beside it begins with the same name, on a server as well.</summary>
    public string DatabaseFile { get; private set; }

    public DatabaseSettings Database => Services.GetRequiredService<DatabaseSettings>();

    /// <summary>Where the application answers, for example <c>http://localhost:40123/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything the application logged, at every level: what a key must never be found in.</summary>
    public CapturedLog Log { get; } = new();

    public static string DemoPassword => DemoAccounts.Password;

    /// <summary>Overrides a setting; before the start.</summary>
    public AppUnderTest With(string setting, string value)
    {
        settings[setting] = value;
        return this;
    }

    /// <summary>Another server on the same database, which was started before; before the start.</summary>
    public AppUnderTest Beside(AppUnderTest other)
    {
        DatabaseFile = other.DatabaseFile;
        provider = other.provider;
        return other.rented is { } shared ? On(shared) : With("ConnectionStrings:Connexions", $"Data Source={DatabaseFile}");
    }

    /// <summary>For what is about SQLite, wherever the others run; before the start.</summary>
    public AppUnderTest OnSqlite()
    {
        provider = DatabaseProvider.Sqlite;
        return this;
    }

    /// <summary>As people reach it: in Production, without a demonstration, behind a proxy that speaks https; before the start.</summary>
    public AppUnderTest InProduction(string certificate, string password)
    {
        environment = Environments.Production;
        return With("Demo:Enabled", "false").With("ForwardedHeaders_Enabled", "true").With("KeyRing:Certificate:Path", certificate).With("KeyRing:Certificate:Password", password);
    }

    public async Task InitializeAsync()
    {
        if (provider == DatabaseProvider.SqlServer && !settings.ContainsKey("Database:Provider"))
        {
            On(rented = await TestServer.RentAsync());
        }

        StartServer();
        Address = ClientOptions.BaseAddress;
    }

    public Uri Page(string path) => new(Address, path);

    async Task IAsyncLifetime.DisposeAsync()
    {
        await base.DisposeAsync();
        if (rented is not null)
        {
            await TestServer.ReturnAsync(rented);
        }

        using var connection = new SqliteConnection($"Data Source={DatabaseFile}");
        SqliteConnection.ClearPool(connection);
        ReadPlans.AssertSeeks(DatabaseFile);
    }

    private AppUnderTest On(DatabaseSettings server)
    {
        With("Database:Provider", nameof(DatabaseProvider.SqlServer)).With("Database:Migrate", "true").With("ConnectionStrings:Connexions", server.ConnectionString);
        return server.MaxBatchSize is { } most ? With("Database:MaxBatchSize", most.ToString(CultureInfo.InvariantCulture)) : this;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment);
        foreach (var (setting, value) in settings)
        {
            builder.UseSetting(setting, value);
        }

        builder.ConfigureLogging(logging =>
        {
            logging.ClearProviders();
            logging.AddProvider(Log);
        });
    }
}
