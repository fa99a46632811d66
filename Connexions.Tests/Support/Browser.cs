using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Playwright;

namespace Connexions.Tests.Support;

/// <summary>
/// One Chromium for the whole run, a fresh context (cookies, storage) for each test. It is looked for in the usual
/// places, installed where that is allowed, and asked for by name otherwise.
/// </summary>
public static class Browser
{
    /// <summary>Names a Chromium or Chrome to use instead of the one found.</summary>
    public const string PathVariable = "CONNEXIONS_TEST_BROWSER";

    private static readonly string[] UsualPlaces =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/snap/bin/chromium",
        "/usr/bin/google-chrome",
        "/usr/bin/google-chrome-stable",
        "/opt/google/chrome/chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    ];

    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);

    private static string? executable;

    /// <summary>A browser as a person in France has it: no cookies yet, French, on a laptop's screen.</summary>
    public static Task<IBrowserContext> NewContextAsync(AppUnderTest app, Action<BrowserNewContextOptions>? configure = null) => NewContextAsync(app.Address, configure);

    public static async Task<IBrowserContext> NewContextAsync(Uri address, Action<BrowserNewContextOptions>? configure = null)
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            Locale = "fr-FR",
            TimezoneId = "Europe/Paris",
            ViewportSize = new() { Width = 1280, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
        };
        configure?.Invoke(options);
        return await (await Shared.Value).NewContextAsync(options);
    }

    /// <summary>A browser process of its own, which keeps what it learns in the folder: history, passwords, pages to go back to.</summary>
    public static async Task<IBrowserContext> OpenProfileAsync(AppUnderTest app, string folder)
    {
        var type = (await Shared.Value).BrowserType;
        return await type.LaunchPersistentContextAsync(folder, new()
        {
            ExecutablePath = executable,
            Args = Flags,
            IgnoreDefaultArgs = ["--disable-back-forward-cache", "--enable-automation"],
            BaseURL = app.Address.ToString(),
            Locale = "fr-FR",
            ViewportSize = new() { Width = 1280, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
        });
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable = Find(playwright) ?? Install(playwright),
            Args = Flags,
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => playwright.Dispose();
        return browser;
    }

    private static string? Find(IPlaywright playwright)
    {
        var named = Environment.GetEnvironmentVariable(PathVariable);
        if (!string.IsNullOrWhiteSpace(named))
        {
            return File.Exists(named) ? named : throw new FileNotFoundException($"{PathVariable} names '{named}', which is not there.");
        }

        return UsualPlaces.Append(playwright.Chromium.ExecutablePath).FirstOrDefault(File.Exists);
    }

    private static string Install(IPlaywright playwright)
    {
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            _ = Run("apt-get", "update", "-q") && Run("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium");
        }

        if (Find(playwright) is null)
        {
            _ = Microsoft.Playwright.Program.Main(["install", "chromium"]);
        }

        return Find(playwright) ?? throw new InvalidOperationException(
            $"These tests drive a browser, and none was found or could be installed. Install Chromium or Chrome (Debian and Ubuntu: "
            + $"'sudo apt-get install chromium'), or name one in {PathVariable}.");
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) 
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // No such program: another kind of Linux.
            return false;
        }
    }
}
