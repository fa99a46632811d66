using Connexions.Web.Account;
using Connexions.Web.Demo;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web;

/// <summary>What happens once, before the first request: schema, key ring, and somebody who can sign in.</summary>
internal static partial class Startup
{
    /// <exception cref="SettingException">The application cannot start like this; the message says what to do.</exception>
    public static async Task PrepareAsync(WebApplication app)
    {
        await MigrateAsync(app.Services.GetRequiredService<ContextFactory>());
        if (!await app.Services.GetRequiredService<PepperStore>().FitsAsync(CancellationToken.None))
        {
            KeyRingDoesNotFit(app.Logger);
        }

        await using var scope = app.Services.CreateAsyncScope();
        if (app.Services.GetRequiredService<DemoOptions>().Enabled)
        {
            await scope.ServiceProvider.GetRequiredService<DemoData>()
                .LayDownAsync(scope.ServiceProvider.GetRequiredService<UserManager<Person>>(), CancellationToken.None);
        }
    }

    /// <summary>A failure of the database or of a file at start, in a sentence that says what to do.</summary>
    public static string Explain(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } => "The database is in use by another program that does not let go. Stop it, then start again.",
        SqliteException { SqliteErrorCode: 8 } => "The database cannot be written. Give the account that runs Connexions the right to write the file and its folder.",
        SqliteException { SqliteErrorCode: 14 } => "The database file cannot be opened. Check the path in ConnectionStrings:Connexions and the rights on its folder.",
        SqliteException { SqliteErrorCode: 26 } => "The file named in ConnectionStrings:Connexions is no SQLite database.",
        IOException { InnerException: not null } when exception.Message.Contains("address", StringComparison.OrdinalIgnoreCase) =>
            $"{exception.Message} Another program listens there; choose another address with --urls.",
        _ => exception.Message,
    };

    private static async Task MigrateAsync(ContextFactory contexts)
    {
        await using var db = contexts.CreateUnstamped();
        if (contexts.Settings.Migrate)
        {
            await db.Database.MigrateAsync();
            return;
        }

        var pending = (await db.Database.GetPendingMigrationsAsync()).ToList();
        if (pending.Count > 0)
        {
            throw new SettingException("Database:Migrate", $"""
                The database lacks {pending.Count} migration(s): {string.Join(", ", pending)}.
                Back it up, then start once with --Database:Migrate=true to apply them.
                """);
        }
    }

    [LoggerMessage(LogLevel.Critical, "The key ring does not fit the database: stored API keys cannot be read. Start with the certificate and the "
        + "key ring (table data_protection_keys) that the keys were stored with; otherwise each key has to be entered again. Until then its connexion is shown as unreadable.")]
    private static partial void KeyRingDoesNotFit(ILogger logger);
}
