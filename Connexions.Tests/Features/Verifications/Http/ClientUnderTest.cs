using System.Net;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;
using Connexions.Web.Features.Verifications.Http;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Features.Verifications.Http;

/// <summary>The client with the fakes in the providers' places, or with answers of the test's own; hardly any wait between attempts.</summary>
internal sealed class ClientUnderTest : IAsyncDisposable
{
    public static readonly TestMail Mail = new("lyon@lumiere.demo", "Lumière Lyon", "moi@lumiere.demo", "Essai", "<p>Essai</p>");

    public static readonly ProviderClientOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1), OrganisationLimit = new(10_000, TimeSpan.FromMinutes(1)) };

    private readonly ILoggerFactory loggers;
    private readonly List<FakeProvider> fakes = [];

    private ClientUnderTest(ProviderClientOptions? options, TimeProvider? clock, Func<HttpRequestMessage, CancellationToken, HttpResponseMessage>? answer)
    {
        loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        (options, clock) = (options ?? Quick, clock ?? TimeProvider.System);
        Limits = new ProviderLimits(clock, options);
        var logger = loggers.CreateLogger<ProviderClient>();
        Client = answer is null
            ? new ProviderClient(Addresses, Limits, options, clock, logger)
            : new ProviderClient(Addresses, Limits, options, clock, logger, _ => new Answers(answer));
    }

    public ProviderAddresses Addresses { get; } = new();

    public ProviderLimits Limits { get; }

    public ProviderClient Client { get; }

    public CapturedLog Log { get; } = new();

    /// <summary>With a fake for each provider.</summary>
    public static async Task<ClientUnderTest> WithFakesAsync(ProviderClientOptions? options = null)
    {
        var client = new ClientUnderTest(options, null, null);
        client.fakes.AddRange([new FakeBrevo(), new FakeZoho(), new FakeOpenAi()]);
        foreach (var fake in client.fakes)
        {
            await fake.StartAsync();
            client.Addresses.StandIn(fake.Provider, fake.Address);
        }

        return client;
    }

    /// <summary>With something else of this machine in all their places.</summary>
    public static ClientUnderTest Calling(Uri address)
    {
        var client = new ClientUnderTest(null, null, null);
        foreach (var provider in ProviderCatalogue.All)
        {
            client.Addresses.StandIn(provider, address);
        }

        return client;
    }

    public static ClientUnderTest Answering(
        Func<HttpRequestMessage, CancellationToken, HttpResponseMessage> answer, ProviderClientOptions? options = null, TimeProvider? clock = null) =>
        new(options, clock, answer);

    public FakeProvider Fake(string code) => fakes.Single(fake => fake.Provider.Code == code);

    /// <summary>Asks about a key in the way its provider offers: by a probe, or by a mail.</summary>
    public Task<Verification> AskAsync(string code, string key, bool withSenders = false, CancellationToken cancellationToken = default)
    {
        var provider = ProviderCatalogue.Find(code)!;
        return provider.Verifier.CanProbe
            ? Client.VerifyAsync(provider, SecretText.From(key)!, Guid.Empty, withSenders, cancellationToken)
            : Client.SendTestMailAsync(provider, SecretText.From(key)!, Mail, Guid.Empty, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        loggers.Dispose();
        foreach (var fake in fakes)
        {
            await fake.DisposeAsync();
        }
    }

    public static HttpResponseMessage Response(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private sealed class Answers(Func<HttpRequestMessage, CancellationToken, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request, cancellationToken));
    }
}
