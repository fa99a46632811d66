using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Connexions.Bench.Gateway;

/// <summary>
/// <c>streams [count] [seconds]</c>: so many streams open at once through the application, one event a second each. A
/// tenth of the callers leave in the middle; every other stream has to be whole and in order, and memory flat.
/// </summary>
internal static class StreamLoad
{
    /// <summary>How often what is held is looked at, beside what is only not yet collected, in seconds.</summary>
    private const int HeldEvery = 10;

    private enum Outcome
    {
        Whole,
        Left,
        Broken,
    }

    public static async Task RunAsync(int streams, int seconds)
    {
        await using var places = await Places.CreateAsync(agencies: 10);
        await using var fake = await Part.StartAsync(Parts.Fake, $"{seconds}");
        await using var application = await Part.StartAsync(GatewayLoad.Application(places, fake.Address));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        GatewayLoad.Say($"{streams} streams of {seconds} s; load average {GatewayLoad.LoadAverage()}");

        var open = Task.WhenAll(Enumerable.Range(0, streams).Select(number => StreamAsync(
            client, new Uri(application.Address, "gateway/openai/v1/chat/completions"), places.Lent[number % places.Lent.Count], $"{number}", seconds, leaves: number % 10 == 0)));
        var samples = new List<Figures>();
        var held = new List<Figures>();
        var watch = Stopwatch.StartNew();
        while (await Task.WhenAny(open, Task.Delay(TimeSpan.FromSeconds(1))) != open)
        {
            samples.Add(await application.FiguresAsync());
            if (samples.Count % HeldEvery == 0)
            {
                held.Add(await application.FiguresAsync(collect: true));
            }
        }

        var outcomes = (await open).CountBy(outcome => outcome).ToDictionary();
        GatewayLoad.Say($"{watch.Elapsed.TotalSeconds:F0} s: {string.Join(", ", outcomes.OrderBy(outcome => outcome.Key).Select(outcome => $"{outcome.Value} {outcome.Key}"))}");
        Tell("Working set", samples, sample => sample.WorkingSet);
        Tell("GC heap", samples, sample => sample.Heap);
        GatewayLoad.Say($"Held, after a collection every {HeldEvery} s: {string.Join(", ", held.Select(sample => Mib(sample.Heap).ToString("F1", CultureInfo.InvariantCulture)))} MiB");
        while ((await application.FiguresAsync()).Undrained > 0)
        {
            await Task.Delay(50);
        }

        var (_, borrowed, lent) = await places.CountAsync();
        GatewayLoad.Say($"In the agencies' journals {borrowed}, in the network's {lent}; load average {GatewayLoad.LoadAverage()}");
    }

    private static double Mib(long bytes) => bytes / 1024.0 / 1024.0;

    private static void Tell(string what, List<Figures> samples, Func<Figures, long> of)
    {
        GatewayLoad.Say($"{what,-11} first {Mib(of(samples[0])):F1}, median {Mib(GatewayLoad.Median(samples.Select(of))):F1}, last {Mib(of(samples[^1])):F1}, highest {Mib(samples.Max(of)):F1} MiB");
    }

    private static async Task<Outcome> StreamAsync(HttpClient client, Uri address, string token, string caller, int events, bool leaves)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(new { model = "gpt-demo", stream = true, user = caller, messages = Array.Empty<object>() }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var place = 0; place < events; place++)
        {
            if (leaves && place == events / 2)
            {
                return Outcome.Left;
            }

            if (await reader.ReadLineAsync() != FakeApi.Event(caller, place) || await reader.ReadLineAsync() != "")
            {
                return Outcome.Broken;
            }
        }

        return await reader.ReadLineAsync() is null ? Outcome.Whole : Outcome.Broken;
    }
}
