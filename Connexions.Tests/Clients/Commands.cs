using System.Diagnostics;

namespace Connexions.Tests.Clients;

/// <summary>Programs of this machine that a test runs.</summary>
internal static class Commands
{
    public static bool IsThere(string name) => Find(name) is not null;

    /// <returns>What it wrote, errors included.</returns>
    /// <exception cref="TimeoutException">It did not end in time, and was ended.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string name, IReadOnlyList<string> arguments, string folder, TimeSpan patience, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(name, arguments, folder, environment);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} did not end within {patience}.", e);
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <returns>It runs on; whoever started it ends it.</returns>
    public static Process Start(string name, IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Find(name)!, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        return Process.Start(start)!;
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(OperatingSystem.IsLinux() ? ["/usr/sbin"] : [])
        .SelectMany(folder => new[] { name, $"{name}.cmd", $"{name}.exe" }.Select(file => Path.Combine(folder, file)))
        .FirstOrDefault(File.Exists);
}

/// <summary>A test that runs programs: skipped, saying so, where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CommandTheoryAttribute : TheoryAttribute
{
    public CommandTheoryAttribute(params string[] commands)
    {
        if (commands.FirstOrDefault(command => !Commands.IsThere(command)) is { } missing)
        {
            Skip = $"Needs {missing} on the PATH.";
        }
    }
}

/// <inheritdoc cref="CommandTheoryAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CommandFactAttribute : FactAttribute
{
    public CommandFactAttribute(params string[] commands) => Skip = new CommandTheoryAttribute(commands).Skip;
}

/// <summary>A test with the providers' official clients: skipped, saying so, without Node or where npm has no registry.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(() =>
        !Commands.IsThere("node") || !Commands.IsThere("npm") ? "Needs node and npm on the PATH."
        : Task.Run(HasRegistryAsync).GetAwaiter().GetResult() ? null
        : "Needs an npm registry that has the package openai.");

    public NodeFactAttribute() => Skip = Reason.Value;

    private static async Task<bool> HasRegistryAsync()
    {
        try
        {
            return (await Commands.RunAsync("npm", ["view", "openai", "name", "--fetch-retries=0"], Path.GetTempPath(), TimeSpan.FromSeconds(10))).ExitCode == 0;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
