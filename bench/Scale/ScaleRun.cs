using System.Diagnostics;
using System.Globalization;
using Connexions.Tests.Support;

namespace Connexions.Bench.Scale;

/// <summary>
/// <c>scale [size …]</c>: databases of so many connexions and as many journal entries, and what every screen, job and call of
/// the API costs on each: the same house of one network in all of them, so that nothing but the neighbours grows.
/// </summary>
internal static class ScaleRun
{
    private const int Rounds = 15;

    /// <summary>In milliseconds.</summary>
    private const double Noise = 5;

    public static async Task RunAsync(IReadOnlyList<int> sizes)
    {
        var table = new SortedDictionary<int, IReadOnlyList<(string What, double Milliseconds)>>();
        foreach (var size in sizes)
        {
            table.Add(size, await MeasureAsync(size));
        }

        Console.WriteLine();
        Console.WriteLine($"{"median of " + Rounds + ", ms",-58}{string.Concat(sizes.Select(size => Text($"{size,12:N0}")))}   growth");
        for (var line = 0; line < table[sizes[0]].Count; line++)
        {
            var costs = sizes.Select(size => table[size][line].Milliseconds).ToList();
            // What differs by less is the machine's swinging.
            var growth = costs[^1] - costs[0] < Noise ? 1 : costs[^1] / costs[0];
            Console.WriteLine($"{table[sizes[0]][line].What,-58}{string.Concat(costs.Select(cost => Text($"{cost,12:N1}")))}{Text($"{growth,8:N1}")}{(growth > 2 ? "  more than twice" : "")}");
        }

        var missing = Measured.Missing(table[sizes[0]].Select(line => line.What));
        Console.WriteLine(missing.Count == 0 ? "Nothing is left out." : $"Not measured: {string.Join(", ", missing)}.");
    }

    private static async Task<IReadOnlyList<(string What, double Milliseconds)>> MeasureAsync(int size)
    {
        var watch = Stopwatch.StartNew();
        await using var database = await TestDatabase.CreateAsync();
        await LargeDatabase.FillAsync(database, organisations: (size + 11) / 12, connexions: size, entries: size, people: size / 3);
        // The application has the real time: what is older than a session may be has ended for it.
        database.Clock.Advance(DateTimeOffset.UtcNow - database.Clock.GetUtcNow());
        var house = await House.LayDownAsync(database);
        Console.WriteLine(Text($"{size:N0}: filled in {watch.Elapsed.TotalSeconds:N0} s, {new FileInfo(database.File).Length / 1024 / 1024:N0} MiB"));
        await using var app = new AppUnderTest();
        app.With("ConnectionStrings:Connexions", $"Data Source={database.File}").With("Demo:Enabled", "false");
        await app.InitializeAsync();
        var costs = new List<(string, double)>();
        foreach (var (what, run) in Measured.All(app, house))
        {
            try
            {
                costs.Add((what, await MedianAsync(what, run)));
            }
            catch (InvalidOperationException refused)
            {
                // It stands in the table without a figure; the others are worth having all the same.
                Console.WriteLine($"Not measured, {what}: {refused.Message}");
                costs.Add((what, double.NaN));
            }
        }

        return costs;
    }

    private static async Task<double> MedianAsync(string what, Func<Task> run)
    {
        var times = new List<double>();
        for (var round = -3; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await run();
            if (round >= 0)
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        times.Sort();
        if (Environment.GetEnvironmentVariable("SCALE_VERBOSE") is not null)
        {
            Console.WriteLine(Text($"  {what}: {times[Rounds / 2]:N1} ms"));
        }

        return times[Rounds / 2];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
