using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Connexions.Bench.Start;

/// <summary>An application in a process of its own, from the command to its first page; ends with all that it started.</summary>
internal sealed class Running : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process running;

    private Running(Process running, Uri address, TimeSpan took)
    {
        this.running = running;
        (Address, Took) = (address, took);
    }

    public Uri Address { get; }

    /// <summary>From the command to a first page that is whole.</summary>
    public TimeSpan Took { get; }

    /// <param name="command">Gets <c>--urls</c> at its end.</param>
    /// <exception cref="InvalidOperationException">It ended before there was a page.</exception>
    public static async Task<Running> StartAsync(string folder, string page, params string[] command)
    {
        var address = new Uri($"http://localhost:{FreePort()}");
        var watch = Stopwatch.StartNew();
        var process = Begin(folder, [.. command, "--urls", address.GetLeftPart(UriPartial.Authority)]);
        using var client = new HttpClient { BaseAddress = address };
        while (!await AnswersAsync(client, page))
        {
            if (process.HasExited || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException($"'dotnet {string.Join(' ', command)}' in {folder} ended without a page.");
            }

            await Task.Delay(20);
        }

        return new Running(process, address, watch.Elapsed);
    }

    /// <summary>Runs a command of the SDK's to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task ToEndAsync(string folder, params string[] command)
    {
        using var process = Begin(folder, command);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'dotnet {string.Join(' ', command)}' in {folder} failed.");
        }
    }

    public void Dispose()
    {
        running.Kill(entireProcessTree: true);
        running.WaitForExit();
        running.Dispose();
    }

    private static Process Begin(string folder, string[] command)
    {
        var start = new ProcessStartInfo("dotnet", command) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // As a newcomer's machine is: nothing of a build before stays in memory.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string page)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsStringAsync()).Contains("</html>", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
