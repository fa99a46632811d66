using System.Collections.Concurrent;
using Connexions.Domain.Integrations;
using Microsoft.AspNetCore.Http.Features;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// A small application of its own on a free port of this machine that answers as one provider does, as far as its
/// documentation and reported answers tell. For the demonstration and the tests; nothing in it does anything.
/// </summary>
public abstract class FakeProvider : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DemoKey> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Key, string Path), int> asked = new();
    private readonly Recent<FakeCall> calls = new(1000);
    private readonly Recent<FakeMail> sent = new(1000);
    private readonly FakeListener listener = new();
    private int count;
    private int abandoned;

    /// <summary>The provider it stands in for.</summary>
    public abstract Provider Provider { get; }

    /// <summary>Where it listens, for example <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address => listener.Address;

    /// <summary>How long it takes over an answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Where <see cref="FakeCase.Redirect"/> sends a caller.</summary>
    public Uri RedirectsTo { get; set; } = new("https://ailleurs.invalid/");

    /// <summary>The pause before each further piece of an answer that is streamed.</summary>
    public TimeSpan ChunkDelay { get; set; } = TimeSpan.FromMilliseconds(30);

    public int Calls => Volatile.Read(ref count);

    /// <summary>How many callers left before their answer was whole.</summary>
    public int Abandoned => Volatile.Read(ref abandoned);

    /// <summary>The last calls whose body came in whole, a thousand at most.</summary>
    public IReadOnlyCollection<FakeCall> LastCalls => calls.Copy();

    /// <summary>The last mails and newsletters taken, a thousand at most.</summary>
    public IReadOnlyCollection<FakeMail> Sent => sent.Copy();

    public void Know(DemoKey key) => known[key.Key] = key;

    public async Task StartAsync()
    {
        foreach (var key in DemoKeys.All.Where(key => key.Provider == Provider.Code))
        {
            Know(key);
        }

        await listener.StartAsync(HandleAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The header in which this provider wants its key.</summary>
    private protected abstract string CredentialHeader { get; }

    /// <summary>What stands before the key in that header, its space included.</summary>
    private protected virtual string CredentialPrefix => "";

    /// <summary>What answers there; null where the provider has no such path.</summary>
    private protected abstract Func<FakeRequest, FakeAnswer>? Find(string method, string path);

    private protected abstract FakeAnswer NotFound(string method, string path);

    private protected abstract FakeAnswer NoKey();

    private protected abstract FakeAnswer Unknown(string key);

    private protected abstract FakeAnswer IpBlocked(string caller);

    private protected abstract FakeAnswer NoCredit();

    private protected abstract FakeAnswer Restricted(string path);

    private protected abstract FakeAnswer RateLimited();

    /// <summary>A refusal that repeats the key, as OpenAI's does in part and others do whole.</summary>
    private protected abstract FakeAnswer Echo(string key);

    private protected void Remember(FakeMail mail) => sent.Add(mail);

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref count);
        var whole = false;
        try
        {
            await AnswerAsync(context);
            whole = true;
        }
        finally
        {
            if (!whole && context.RequestAborted.IsCancellationRequested)
            {
                Interlocked.Increment(ref abandoned);
            }
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, aborted) = (context.Request, context.RequestAborted);
        var body = await FakeBody.ReadAsync(request, aborted);
        var came = ReadKey(request.Headers);
        var key = came is null ? null : known.GetValueOrDefault(came);
        Record(request, came, key is not null, body);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, aborted);
        }

        if (key?.Case == FakeCase.Slow)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, aborted);
        }

        if (Choose(context, came, key, body) is { } answer)
        {
            await answer.WriteAsync(context, ChunkDelay, cut: key?.Case == FakeCase.Cut);
        }
        else
        {
            context.Abort();
        }
    }

    /// <summary>Null to cut the connection.</summary>
    private FakeAnswer? Choose(HttpContext context, string? came, DemoKey? key, FakeBody body)
    {
        var path = context.Request.Path.Value ?? "/";
        if (Find(context.Request.Method, path) is not { } valid)
        {
            return NotFound(context.Request.Method, path);
        }

        if (came is null)
        {
            return NoKey();
        }

        if (key is null)
        {
            return Unknown(came);
        }

        FakeAnswer Valid() => valid(new FakeRequest(key, path, context.Request.Headers, body));
        return key.Case switch
        {
            FakeCase.IpBlocked => IpBlocked(context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1"),
            FakeCase.NoCredit => NoCredit(),
            FakeCase.Restricted => Restricted(path),
            FakeCase.EveryOther when asked.AddOrUpdate((came, path), 1, (_, times) => times + 1) % 2 == 1 => Unknown(came),
            FakeCase.RateLimited => RateLimited(),
            FakeCase.ServerError => new FakeAnswer(500, """{"message":"Internal server error"}"""),
            FakeCase.Unavailable => new FakeAnswer(503, "Service Unavailable", "text/plain"),
            FakeCase.Truncated => Valid().Half(),
            FakeCase.Html => new FakeAnswer(200, "<!doctype html><title>Portail</title><p>Identifiez-vous pour accéder à Internet.", "text/html; charset=utf-8"),
            FakeCase.Redirect => new FakeAnswer(302, "", "text/plain") { Headers = [("Location", RedirectsTo.ToString())] },
            FakeCase.Echo => Echo(came),
            FakeCase.EchoMasked => Unknown(came),
            FakeCase.EchoSuccess => Valid().Repeating(came, split: false),
            FakeCase.EchoSplit => Valid().Repeating(came, split: true),
            FakeCase.Dropped => null,
            _ => Valid(),
        };
    }

    /// <summary>Null when its header is missing or has another form.</summary>
    private string? ReadKey(IHeaderDictionary headers) =>
        headers[CredentialHeader].ToString() is var sent && sent.Length > CredentialPrefix.Length && sent.StartsWith(CredentialPrefix, StringComparison.Ordinal)
            ? sent[CredentialPrefix.Length..]
            : null;

    private void Record(HttpRequest request, string? came, bool keyKnown, FakeBody body)
    {
        string Hide(string text) => came is null ? text : text.Replace(came, FakeCall.Hidden, StringComparison.Ordinal);
        var headers = new Dictionary<string, string>(request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Headers)
        {
            headers[name] = name.Equals(CredentialHeader, StringComparison.OrdinalIgnoreCase) ? FakeCall.Hidden : Hide(value.ToString());
        }

        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        calls.Add(new FakeCall(request.Method, Hide(request.Path.Value ?? "/"), Hide(target), headers, keyKnown, body.Length, body.Sha256));
    }
}
