using System.Globalization;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web;

/// <summary><c>secrets reprotect</c>: what an operator does to stored keys, instead of starting the server.</summary>
internal static class SecretsCommand
{
    private const string Usage = """
        Usage: secrets reprotect [--new-key] [--new-pepper] [settings, as for the server]
          Protects every stored API key with the current key of the key ring, and seals every service token with it. Servers may keep running; it can be stopped and run again.
          --new-key     makes a new key in the ring first
          --new-pepper  makes a new pepper first, and carries fingerprints and claims to it
        """;

    private const int ProgressEvery = 100;

    public static bool IsMeant(string[] args) => args is ["secrets", ..];

    /// <returns>0 when every key is done; 1 when some could not be; 2 when the command was not understood.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        string[] own = ["--new-key", "--new-pepper"];
        var settings = args.Skip(2).Where(arg => !own.Contains(arg)).ToArray();
        if (args.ElementAtOrDefault(1) != "reprotect" || !AreSettings(settings))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        await using var app = Hosting.Build(settings);
        await using (var db = app.Services.GetRequiredService<ContextFactory>().CreateUnstamped())
        {
            if ((await db.Database.GetPendingMigrationsAsync()).Any() || await app.Services.GetRequiredService<SecretCarryOver>().IsDueAsync(CancellationToken.None))
            {
                throw new SettingException("ConnectionStrings:Connexions", "The database is empty, lacks migrations or holds keys of an older form. Start the server on it once, then run this again.");
            }
        }

        var outcome = await app.Services.GetRequiredService<ReprotectSecrets>()
            .HandleAsync(args.Contains("--new-key"), args.Contains("--new-pepper"), Progress, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Protected anew: {outcome.Done}. Already done: {outcome.Skipped}. Unreadable: {outcome.Unreadable.Count}. Changed meanwhile: {outcome.Failed.Count}."));
        foreach (var id in outcome.Unreadable)
        {
            Console.WriteLine($"  unreadable: {id}");
        }

        foreach (var id in outcome.Failed)
        {
            Console.WriteLine($"  run again for: {id}");
        }

        return outcome.Unreadable.Count + outcome.Failed.Count == 0 ? 0 : 1;
    }

    /// <summary><c>--Name=value</c> or <c>--Name value</c>.</summary>
    private static bool AreSettings(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            if (!args[index].StartsWith("--", StringComparison.Ordinal))
            {
                return false;
            }

            if (!args[index].Contains('=', StringComparison.Ordinal) && ++index == args.Length)
            {
                return false;
            }
        }

        return true;
    }

    private static void Progress(int done, int total)
    {
        if (done % ProgressEvery == 0 || done == total)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} / {total} …"));
        }
    }
}
