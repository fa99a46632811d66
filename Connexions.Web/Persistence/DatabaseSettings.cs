using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Connexions.Web.Persistence;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Which database, and where: read once from the settings, refused at start when it makes no sense.</summary>
public sealed record DatabaseSettings(DatabaseProvider Provider, string ConnectionString, bool Migrate)
{
    /// <summary>How many statements go to a SQL Server at once; EF's own choice unless set. With 1 none of them is a MERGE, for servers that know none.</summary>
    public int? MaxBatchSize { get; init; }

    /// <summary>How long a writer waits for another before it gives up, in seconds; unless the connection string says otherwise.</summary>
    internal const int BusySeconds = 15;

    /// <summary>
    /// Where relative database files lie: <c>App_Data</c> of the web project while it runs from its build output,
    /// <c>App_Data</c> beside the program once published.
    /// </summary>
    public static string DefaultFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Connexions.Web.csproj")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "App_Data");
    }

    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static DatabaseSettings Read(IConfiguration configuration, string dataFolder)
    {
        var name = configuration["Database:Provider"];
        if (!Enum.TryParse<DatabaseProvider>(name ?? nameof(DatabaseProvider.Sqlite), ignoreCase: true, out var provider) || !Enum.IsDefined(provider))
        {
            throw new SettingException("Database:Provider", $"'{name}' is not a database. Use Sqlite or SqlServer.");
        }

        var connectionString = configuration.GetConnectionString(nameof(Connexions));
        return provider == DatabaseProvider.Sqlite
            ? new(provider, Sqlite(connectionString, dataFolder), Migrate: true)
            : new(provider, SqlServer(connectionString), configuration.GetValue("Database:Migrate", defaultValue: false)) { MaxBatchSize = BatchSize(configuration["Database:MaxBatchSize"]) };
    }

    private static string Sqlite(string? connectionString, string dataFolder)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new SettingException("ConnectionStrings:Connexions", $"It is no SQLite connection string: {e.Message}");
        }

        var file = string.IsNullOrWhiteSpace(builder.DataSource) ? "connexions.db" : builder.DataSource;
        // A relative path would follow the working directory, and so point to another database at each start.
        builder.DataSource = Path.GetFullPath(file, dataFolder);
        builder.ForeignKeys = true;
        if (!builder.ShouldSerialize("Default Timeout"))
        {
            builder.DefaultTimeout = BusySeconds;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(builder.DataSource)!);
        return builder.ToString();
    }

    private static int? BatchSize(string? setting) => string.IsNullOrWhiteSpace(setting) ? null
        : int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most
        : throw new SettingException("Database:MaxBatchSize", "It is no whole number from 1 on.");

    private static string SqlServer(string? connectionString) => string.IsNullOrWhiteSpace(connectionString)
        ? throw new SettingException("ConnectionStrings:Connexions", "It is empty. SQL Server needs a connection string.")
        : connectionString;
}

/// <summary>A setting that the application cannot start with: shown on the console, in English, without a stack.</summary>
public sealed class SettingException(string setting, string problem) : Exception($"Setting {setting}: {problem}");
