using Connexions.Web.Features.Verifications.Http;

namespace Connexions.Web.Demo.Providers;

/// <summary>The demonstration's providers: started before the first request, in Development with the demonstration alone.</summary>
public sealed class FakeProviders(ProviderAddresses addresses, DemoOptions options) : IAsyncDisposable
{
    public IReadOnlyList<FakeProvider> All { get; } = [new FakeBrevo(), new FakeZoho(), new FakeOpenAi()];

    public async Task StartAsync()
    {
        foreach (var fake in All)
        {
            fake.Delay = options.ProviderDelay;
            await fake.StartAsync();
            addresses.StandIn(fake.Provider, fake.Address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var fake in All)
        {
            await fake.DisposeAsync();
        }
    }
}
