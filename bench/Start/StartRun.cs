using System.Diagnostics;
using static Connexions.Bench.Gateway.GatewayLoad;

namespace Connexions.Bench.Start;

/// <summary>
/// <c>start [rounds]</c>: from a clean clone of what is committed, with the packages at hand, to the first page, by the
/// README's command, and a second start; beside the same of the SDK's own Blazor template, in turn.
/// </summary>
internal static class StartRun
{
    public static async Task RunAsync(int rounds)
    {
        var (ours, theirs) = (new List<Started>(), new List<Started>());
        for (var round = 0; round < rounds; round++)
        {
            var place = Directory.CreateTempSubdirectory("connexions-start-").FullName;
            try
            {
                theirs.Add(await TemplateAsync(place));
                ours.Add(await CloneAsync(place));
                Say($"  round {round + 1}: clone {ours[^1]}; template {theirs[^1]}; load average {LoadAverage()}");
            }
            finally
            {
                Directory.Delete(place, recursive: true);
            }
        }

        Say($"Medians of {rounds} rounds:");
        Tell("first page of a clean clone", started => started.First, most: 4);
        Tell("second start", started => started.Second, most: 1.5);

        void Tell(string what, Func<Started, TimeSpan> of, double most)
        {
            var (own, bare) = (Median(ours.Select(of)), Median(theirs.Select(of)));
            Say($"{what,-28} {own.TotalSeconds,5:F1} s; bare template {bare.TotalSeconds:F1} s; ratio {own / bare:F1} (at most {most})");
        }
    }

    private static async Task<Started> TemplateAsync(string place)
    {
        await Running.ToEndAsync(place, "new", "blazor", "--interactivity", "Server", "--all-interactive", "--output", "bare", "--no-restore");
        return await BothAsync(Path.Combine(place, "bare"), "/", "run");
    }

    private static async Task<Started> CloneAsync(string place)
    {
        using var clone = Process.Start("git", ["clone", "--quiet", "--no-hardlinks", Path.GetDirectoryName(FindSolution())!, Path.Combine(place, "connexions")]);
        await clone.WaitForExitAsync();
        return await BothAsync(Path.Combine(place, "connexions"), "/compte/connexion", "run", "--project", "Connexions.Web");
    }

    private static async Task<Started> BothAsync(string folder, string page, params string[] command)
    {
        TimeSpan first;
        using (var running = await Running.StartAsync(folder, page, command))
        {
            first = running.Took;
        }

        using var again = await Running.StartAsync(folder, page, command);
        return new Started(first, again.Took);
    }

    /// <exception cref="InvalidOperationException">It is not run inside the project.</exception>
    internal static string FindSolution()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var solution = Path.Combine(folder.FullName, "Connexions.sln");
            if (File.Exists(solution))
            {
                return solution;
            }
        }

        throw new InvalidOperationException("No Connexions.sln above the benchmark.");
    }

    private sealed record Started(TimeSpan First, TimeSpan Second)
    {
        public override string ToString() => FormattableString.Invariant($"{First.TotalSeconds:F1} s, then {Second.TotalSeconds:F1} s");
    }
}
