using Connexions.Domain.Access;
using Connexions.Web.Account;
using Connexions.Web.Demo;
using Connexions.Web.Demo.Providers;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
        await MigrateAsync(app.Services.GetRequiredService<ContextFactory>(), app.Services.GetRequiredService<SecretCarryOver>());
        if (!await app.Services.GetRequiredService<PepperStore>().FitsAsync(CancellationToken.None))
        {
            KeyRingDoesNotFit(app.Logger);
        }

        var database = app.Services.GetRequiredService<DatabaseIdentity>();
        database.Hold(await app.Services.GetRequiredService<PepperStore>().MarkAsync(CancellationToken.None));
        app.Services.GetRequiredService<ReceiptSpool>().BelongTo(database.Mark);
        if (app.Services.GetService<FakeProviders>() is { } fakes)
        {
            await fakes.StartAsync();
        }

        await using var scope = app.Services.CreateAsyncScope();
        if (app.Services.GetRequiredService<DemoOptions>().Enabled)
        {
            await scope.ServiceProvider.GetRequiredService<DemoData>()
                .LayDownAsync(scope.ServiceProvider.GetRequiredService<UserManager<Person>>(), CancellationToken.None);
        }
        else if (await app.Services.GetRequiredService<FirstAdministrator>().InviteAsync(CancellationToken.None) is { } link)
        {
            // The server's address is known only once it listens. Not to the log: log files are read by others, and stay.
            app.Lifetime.ApplicationStarted.Register(() =>
                Console.WriteLine($"First administrator: open {link.Under(SiteUrl(app))} (valid {Invitation.Lifetime.Days} days, works once)"));
        }
    }

    /// <summary>The address people reach the site at: the setting, behind a proxy; else the one the server listens on.</summary>
    private static string SiteUrl(WebApplication app)
    {
        if (app.Configuration[CircuitOrigin.SiteSetting] is { Length: > 0 } configured)
        {
            return configured;
        }

        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        // Every address of the machine is listened on: any of them would do, and this one always exists.
        return listening.Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal);
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

    private static async Task MigrateAsync(ContextFactory contexts, SecretCarryOver secrets)
    {
        await using var db = contexts.CreateUnstamped();
        var pending = (await db.Database.GetPendingMigrationsAsync()).ToList();
        if (contexts.Settings.Migrate)
        {
            if (pending.Count > 0 && (await db.Database.GetAppliedMigrationsAsync()).Any())
            {
                await secrets.RequireRingAsync(CancellationToken.None);
            }

            await Schema.MigrateAsync(db, CancellationToken.None);
            await secrets.RunAsync(CancellationToken.None);
            pending = [];
        }

        if (pending.Count > 0)
        {
            throw new SettingException("Database:Migrate", $"""
                The database lacks {pending.Count} migration(s): {string.Join(", ", pending)}.
                Back it up, then start once with --Database:Migrate=true to apply them.
                """);
        }

        if (await secrets.IsDueAsync(CancellationToken.None))
        {
            throw new SettingException("Database:Migrate", """
                The database's stored keys are not all bound to their client yet.
                Back it up, then start once with --Database:Migrate=true to have them carried over.
                """);
        }

        await SnapshotReads.RequireAsync(db, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Critical, "The key ring does not fit the database: stored API keys cannot be read. Start with the certificate and the "
        + "key ring (table data_protection_keys) that the keys were stored with; otherwise each key has to be entered again. Until then its connexion is shown as unreadable.")]
    private static partial void KeyRingDoesNotFit(ILogger logger);
}
