using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Connexions.Bench.Gateway;

/// <summary>Where mails are sent to, and how: one row of the tables.</summary>
/// <param name="part">What they are sent to.</param>
/// <param name="tokens">Taken in turn; none for the bare forward.</param>
internal sealed class Target(string name, Part part, string path, IReadOnlyList<string> tokens) : IDisposable
{
    private static readonly byte[] Mail = JsonContent.Create(new
    {
        to = new[] { new { email = "client@exemple.test", name = "Client" } },
        subject = "Votre estimation",
        htmlContent = $"<html><body>{string.Concat(Enumerable.Repeat("<p>Bonjour, votre estimation est prête.</p>", 40))}</body></html>",
    }).ReadAsByteArrayAsync().Result;

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
    private readonly Uri address = new(part.Address, path);
    private int next;

    public string Name => name;

    public Part Part => part;

    /// <summary>Of all calls so far, those that the provider has accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>Calls at a steady rate, whether or not those before were answered.</summary>
    /// <returns>How long each took from its sending to the last byte of its answer, in milliseconds, in order.</returns>
    public async Task<double[]> OpenAsync(int perSecond, TimeSpan length)
    {
        var count = (int)(perSecond * length.TotalSeconds);
        var calls = new List<Task<double>>(count);
        await Task.Factory.StartNew(
            () =>
            {
                var begin = Stopwatch.GetTimestamp();
                for (var number = 0; number < count; number++)
                {
                    var early = TimeSpan.FromSeconds((double)number / perSecond) - Stopwatch.GetElapsedTime(begin);
                    if (early > TimeSpan.Zero)
                    {
                        Thread.Sleep(early);
                    }

                    calls.Add(CallAsync());
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var times = await Task.WhenAll(calls);
        Accepted += times.Length;
        Array.Sort(times);
        return times;
    }

    /// <summary>So many callers, each of whom calls again as soon as it is answered.</summary>
    /// <returns>Calls a second.</returns>
    public async Task<double> ClosedAsync(int callers, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var answered = new ConcurrentBag<int>();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; watch.Elapsed < length; count++)
            {
                await CallAsync();
            }

            answered.Add(count);
        })));
        Accepted += answered.Sum();
        return answered.Sum() / watch.Elapsed.TotalSeconds;
    }

    public void Dispose() => client.Dispose();

    private async Task<double> CallAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Mail) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (tokens.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("api-key", tokens[(int)((uint)Interlocked.Increment(ref next) % tokens.Count)]);
        }

        var begin = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request);
        var took = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        return answer.StatusCode == HttpStatusCode.Created
            ? took
            : throw new InvalidOperationException($"{name}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
