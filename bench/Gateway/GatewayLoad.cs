using System.Diagnostics;
using System.Globalization;

namespace Connexions.Bench.Gateway;

/// <summary>
/// <c>gateway [seconds] [rounds] [agencies]</c>: mails at 300 a second, then as fast as 32 callers can, by a bare forward
/// and by the whole application in turn, so that what else the machine does meets both. Figures are medians of the rounds.
/// </summary>
internal static class GatewayLoad
{
    private const int PerSecond = 300;
    private const int Callers = 32;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(int seconds, int rounds, int agencies)
    {
        await using var places = await Places.CreateAsync(agencies);
        await using var fake = await Part.StartAsync(Parts.Fake, "1");
        await using var bare = await Part.StartAsync(Parts.Bare, fake.Address.ToString());
        await using var application = await Part.StartAsync(Application(places, fake.Address));
        Target[] targets =
        [
            new("bare forward", bare, "v3/smtp/email", []),
            new("own key", application, "gateway/brevo/v3/smtp/email", places.Own),
            new("lent key", application, "gateway/brevo/v3/smtp/email", places.Lent),
        ];
        foreach (var target in targets.Concat(targets))
        {
            await target.ClosedAsync(Callers, WarmUp);
        }

        Say($"{agencies} agencies of each kind; load average {LoadAverage()}");
        await LatencyAsync(targets, rounds, TimeSpan.FromSeconds(seconds));
        await DrainedAsync(application);
        await ThroughputAsync(targets, rounds, TimeSpan.FromSeconds(Math.Min(seconds, 10)));
        Say($"load average {LoadAverage()}");

        await DrainedAsync(application);
        var (own, borrowed, lent) = await places.CountAsync();
        Say($"Own key: {targets[1].Accepted} answered, {own} in the journals. Lent key: {targets[2].Accepted} answered, {borrowed} in the agencies' journals, {lent} in the network's.");
        Array.ForEach(targets, target => target.Dispose());
    }

    /// <summary>The application as it is started for these loads: its stored keys go to the fake, and nothing else is at work.</summary>
    public static string[] Application(Places places, Uri fake) =>
    [
        Parts.Application, "--applicationName", "Connexions.Web", "--environment", "Development", "--urls", "http://127.0.0.1:0",
        "--ConnectionStrings:Connexions", $"Data Source={places.File}", "--Gateway:Folder", places.File + ".receipts",
        "--Demo:Enabled", "false", "--Verification:Enabled", "false", "--Logging:LogLevel:Default", "Warning",
        "--Providers:Brevo:BaseUrl", fake.GetLeftPart(UriPartial.Authority), "--Providers:OpenAI:BaseUrl", fake.GetLeftPart(UriPartial.Authority),
    ];

    public static string LoadAverage() => OperatingSystem.IsLinux() ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

    public static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    public static T Median<T>(IEnumerable<T> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : default!;

    private static async Task LatencyAsync(Target[] targets, int rounds, TimeSpan length)
    {
        var times = targets.ToDictionary(target => target, _ => new List<double[]>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var target in targets)
            {
                var (before, spent) = ((await target.Part.FiguresAsync()).Allocated, target.Part.Spent());
                var took = await target.OpenAsync(PerSecond, length);
                times[target].Add(took);
                Say($"  {target.Name,-13} p50 {At(took, 0.5):F2}  p99 {At(took, 0.99):F2}  p99.9 {At(took, 0.999):F2}  longest {took[^1]:F1} ms; {((await target.Part.FiguresAsync()).Allocated - before) / 1024.0 / took.Length:F1} KiB and {(target.Part.Spent() - spent).TotalMicroseconds / took.Length:F0} µs of processor a call");
            }
        }

        Say($"At {PerSecond} calls a second, medians of {rounds} rounds of {length.TotalSeconds} s (added: median of each round less the bare one beside it):");
        foreach (var target in targets)
        {
            double Of(double part) => Median(times[target].Select(took => At(took, part)));
            double Added(double part) => Median(times[target].Zip(times[targets[0]], (own, plain) => At(own, part) - At(plain, part)));
            Say($"{target.Name,-13} p50 {Of(0.5):F2} ms  p99 {Of(0.99):F2} ms  p99.9 {Of(0.999):F2} ms;  added p50 {Added(0.5):F2}  p99 {Added(0.99):F2}  p99.9 {Added(0.999):F2}");
        }
    }

    private static async Task ThroughputAsync(Target[] targets, int rounds, TimeSpan length)
    {
        var rates = targets.ToDictionary(target => target, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var target in targets)
            {
                var (before, spent) = (target.Accepted, target.Part.Spent());
                rates[target].Add(await target.ClosedAsync(Callers, length));
                Say($"  {target.Name,-13} {rates[target][^1]:F0} calls a second, {(target.Part.Spent() - spent).TotalMicroseconds / (target.Accepted - before):F0} µs of processor a call");
            }
        }

        Say($"{Callers} callers, medians of {rounds} rounds of {length.TotalSeconds} s:");
        foreach (var target in targets)
        {
            Say($"{target.Name,-13} {Median(rates[target]):F0} calls a second, {Median(rates[target].Zip(rates[targets[0]], (own, plain) => own / plain)):P0} of the bare forward's");
        }
    }

    private static async Task DrainedAsync(Part application)
    {
        var (watch, behind) = (Stopwatch.StartNew(), (await application.FiguresAsync()).Undrained);
        while ((await application.FiguresAsync()).Undrained > 0)
        {
            await Task.Delay(50);
        }

        Say($"The journal was {behind} receipts behind, and had them {watch.Elapsed.TotalSeconds:F1} s later.");
    }

    /// <param name="sorted">Ascending.</param>
    private static double At(double[] sorted, double part) => sorted[(int)(part * (sorted.Length - 1))];
}
