using Connexions.Domain.Access;
using Connexions.Web.Account;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Http;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Connexions.Tests.Support;

/// <summary>
/// A real, migrated and empty database with the services the application puts around it. SQLite files are copies of
/// one template; on a server each has a database of its own while it lasts.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly ServiceProvider services;
    private readonly bool owner;

    private TestDatabase(DatabaseSettings settings, TestDatabaseOptions options, bool owner)
    {
        this.owner = owner;
        Clock = options.Clock ?? new ManualTime();
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddPersistence(settings);
        collection.AddSecrets(Configure(options.Settings), new TestEnvironment(options.Environment));
        collection.AddNormalForms().AddIdentityCore<Person>(AccountFeature.Configure)
            .AddEntityFrameworkStores<ConnexionsDbContext>();
        AddProviders(collection, options.Provider);
        options.Services?.Invoke(collection);
        // Not validated as a whole: a feature's registrations name services of the web host that no test here asks for.
        services = collection.BuildServiceProvider(validateScopes: true);
        Given = new Given(this);
    }

    public IServiceProvider Services => services;

    public ManualTime Clock { get; }

    /// <summary>Lays down what a test starts from.</summary>
    public Given Given { get; }

    public ContextFactory Contexts => Get<ContextFactory>();

    public UnitsOfWork UnitsOfWork => Get<UnitsOfWork>();

    public SecretVault Vault => Get<SecretVault>();

    public PepperStore Peppers => Get<PepperStore>();

    public KeyRing KeyRing => Get<KeyRing>();

    public DatabaseSettings Settings => Get<DatabaseSettings>();

    public bool IsSqlite => Settings.Provider == DatabaseProvider.Sqlite;

    /// <summary>The SQLite file; the write-ahead log lies beside it under the same name and <c>-wal</c>.</summary>
    public string File => IsSqlite
        ? new SqliteConnectionStringBuilder(Settings.ConnectionString).DataSource
        : throw new InvalidOperationException("SQL Server keeps its own files.");

    /// <param name="provider">Null for a test that is about none in particular: see <see cref="TestServer.Default"/>.</param>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider? provider = null, TestDatabaseOptions? options = null)
    {
        if ((provider ?? TestServer.Default) == DatabaseProvider.Sqlite)
        {
            var file = TestFolder.NewFile(".db");
            System.IO.File.Copy(await Template.Value, file);
            return new TestDatabase(SqliteSettings(file), options ?? new(), owner: true);
        }

        var settings = await TestServer.RentAsync();
        var database = new TestDatabase(settings, options ?? new(), owner: true);
        await using var db = database.Contexts.CreateUnstamped();
        await Schema.MigrateAsync(db, CancellationToken.None);
        return database;
    }

    /// <summary>Another process on the same database: it has read nothing yet.</summary>
    public TestDatabase Reopen(TestDatabaseOptions? options = null) => new(Settings, options ?? new() { Clock = Clock }, owner: false);

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public ConnexionsDbContext Open(ActingScope scope) => Contexts.Create(scope);

    public async ValueTask DisposeAsync()
    {
        var settings = Settings;
        await services.DisposeAsync();
        if (owner && settings.Provider == DatabaseProvider.SqlServer)
        {
            await TestServer.ReturnAsync(settings);
        }
        else if (owner)
        {
            Delete(settings.ConnectionString);
            ReadPlans.AssertSeeks(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);
        }
    }

    private static DatabaseSettings SqliteSettings(string file) =>
        DatabaseSettings.Read(Configure(new Dictionary<string, string?> { ["ConnectionStrings:Connexions"] = $"Data Source={file}" }), Path.GetDirectoryName(file)!);

    /// <summary>Without a stub nobody waits for a provider: what is saved stays unverified.</summary>
    private static void AddProviders(ServiceCollection services, Func<HttpRequestMessage, HttpResponseMessage>? stub)
    {
        services.AddSingleton(new VerificationOptions { Patience = stub is null ? TimeSpan.Zero : TimeSpan.FromSeconds(30) });
        services.AddSingleton(new ProviderAddresses());
        services.AddSingleton(new ProviderClientOptions { Retries = 0, OrganisationLimit = new(1_000_000, TimeSpan.FromMinutes(10)) });
        services.AddSingleton<ProviderLimits>();
        services.AddSingleton(provider => new ProviderClient(
            provider.GetRequiredService<ProviderAddresses>(), provider.GetRequiredService<ProviderLimits>(), provider.GetRequiredService<ProviderClientOptions>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Microsoft.Extensions.Logging.ILogger<ProviderClient>>(),
            _ => new StubProvider(stub ?? (_ => new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable)))));
    }

    private static IConfiguration Configure(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static async Task<string> MakeTemplateAsync()
    {
        var file = TestFolder.NewFile(".template.db");
        await using var database = new TestDatabase(SqliteSettings(file), new(), owner: false);
        await using (var db = database.Contexts.CreateUnstamped())
        {
            await db.Database.MigrateAsync();
        }

        // The last connection to close moves the write-ahead log into the file.
        using (var connection = new SqliteConnection(database.Settings.ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        return System.IO.File.Exists(file + "-wal")
            ? throw new InvalidOperationException("The template still has a write-ahead log: a copy of the file alone would lack rows.")
            : file;
    }

    private static void Delete(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
        var file = connection.DataSource;
        foreach (var path in new[] { file, file + "-wal", file + "-shm" })
        {
            System.IO.File.Delete(path);
        }
    }

    private sealed class TestEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = nameof(Connexions);

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

/// <summary>What a test wants different from a plain Development set-up.</summary>
public sealed record TestDatabaseOptions
{
    public string Environment { get; init; } = Environments.Development;

    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public ManualTime? Clock { get; init; }

    /// <summary>What every provider answers, for tests that verify; without it no provider is asked.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage>? Provider { get; init; }

    /// <summary>The features under test, for example <c>services => services.AddIntegrations()</c>.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
