using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Demo.Providers;

/// <summary>An answer, byte for byte.</summary>
internal sealed record FakeAnswer(int Status, string Body, string ContentType = "application/json")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>One call as it arrived: never the key.</summary>
public sealed record FakeCall(string Method, string Path, IReadOnlyCollection<string> Headers);

/// <summary>
/// A small application of its own on a free port of this machine that answers as one provider does, as far as its
/// documentation and reported answers tell. For the demonstration and the tests; nothing in it does anything.
/// </summary>
public abstract class FakeProvider : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DemoKey> known = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<FakeCall> calls = new();
    private WebApplication? app;
    private int count;

    /// <summary>The provider it stands in for.</summary>
    public abstract Provider Provider { get; }

    /// <summary>Where it listens, for example <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>How long it takes over an answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Where <see cref="FakeCase.Redirect"/> sends a caller.</summary>
    public Uri RedirectsTo { get; set; } = new("https://ailleurs.invalid/");

    public int Calls => count;

    /// <summary>The last calls, a thousand at most.</summary>
    public IReadOnlyCollection<FakeCall> LastCalls => calls;

    public void Know(DemoKey key) => known[key.Key] = key;

    public async Task StartAsync()
    {
        foreach (var key in DemoKeys.All.Where(key => key.Provider == Provider.Code))
        {
            Know(key);
        }

        // A test's application factory listens for hosts being built in its own flow, and would set this one up as well.
        Task start;
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            start = Task.Run(ListenAsync);
        }

        await start;
    }

    private async Task ListenAsync()
    {
        // Nothing of the outer application's settings or addresses: this one knows its own alone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, OuterLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The key as this provider wants it sent; null when its header is missing or has another form.</summary>
    private protected abstract string? ReadKey(IHeaderDictionary headers);

    /// <summary>The path does not exist here.</summary>
    private protected abstract bool Has(string method, string path);

    private protected abstract FakeAnswer NoKey();

    private protected abstract FakeAnswer Unknown(string key);

    private protected abstract FakeAnswer Valid(string path, DemoKey key);

    private protected abstract FakeAnswer IpBlocked(string caller);

    private protected abstract FakeAnswer NoCredit();

    private protected abstract FakeAnswer Restricted();

    private protected abstract FakeAnswer RateLimited();

    /// <summary>A refusal that repeats the key, as OpenAI's does in part and others do whole.</summary>
    private protected abstract FakeAnswer Echo(string key);

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref count);
        var path = context.Request.Path.Value ?? "/";
        calls.Enqueue(new FakeCall(context.Request.Method, path, [.. context.Request.Headers.Keys]));
        while (calls.Count > 1000)
        {
            calls.TryDequeue(out _);
        }

        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, context.RequestAborted);
        }

        if (await AnswerAsync(context, path) is not { } answer)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        var body = Encoding.UTF8.GetBytes(answer.Body);
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Null to cut the connection.</summary>
    private async Task<FakeAnswer?> AnswerAsync(HttpContext context, string path)
    {
        if (!Has(context.Request.Method, path))
        {
            return new FakeAnswer(404, """{"message":"not found","code":"document_not_found"}""");
        }

        if (ReadKey(context.Request.Headers) is not { Length: > 0 } sent)
        {
            return NoKey();
        }

        if (!known.TryGetValue(sent, out var key))
        {
            return Unknown(sent);
        }

        if (key.Case == FakeCase.Slow)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }

        return key.Case switch
        {
            FakeCase.IpBlocked => IpBlocked(context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1"),
            FakeCase.NoCredit => NoCredit(),
            FakeCase.Restricted => Restricted(),
            FakeCase.RateLimited => RateLimited(),
            FakeCase.ServerError => new FakeAnswer(500, """{"message":"Internal server error"}"""),
            FakeCase.Unavailable => new FakeAnswer(503, "Service Unavailable", "text/plain"),
            FakeCase.Truncated => Valid(path, key) is var whole ? whole with { Body = whole.Body[..(whole.Body.Length / 2)] } : whole,
            FakeCase.Html => new FakeAnswer(200, "<!doctype html><title>Portail</title><p>Identifiez-vous pour accéder à Internet.", "text/html; charset=utf-8"),
            FakeCase.Redirect => new FakeAnswer(302, "", "text/plain") { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = RedirectsTo.ToString() } },
            FakeCase.Echo => Echo(sent),
            FakeCase.Dropped => null,
            _ => Valid(path, key),
        };
    }

    private protected static IReadOnlyDictionary<string, string> Headers(params (string Name, string Value)[] headers) =>
        headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.Ordinal);

    /// <summary>The outer application decides when the process ends: a fake listens to no signal.</summary>
    private sealed class OuterLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
