using Connexions.Domain.Integrations;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Gateway;

/// <summary>The whole application with a bare socket in the providers' places and nobody in ZeptoMail's, one for all tests that need it.</summary>
[CollectionDefinition(Name)]
public sealed class RawProviderTests : ICollectionFixture<RawProviderApp>
{
    public const string Name = "bare socket";
}

public sealed class RawProviderApp : IAsyncLifetime
{
    public RawProviderApp()
    {
        foreach (var provider in ProviderCatalogue.All)
        {
            App.With($"Providers:{provider.Name}:BaseUrl", Provider.Address.GetLeftPart(UriPartial.Authority));
        }

        App.With($"Providers:{GatewayUnderTest.Zoho.Name}:BaseUrl", "http://127.0.0.1:1").With("Gateway:IdleTimeout", "00:00:03");
    }

    public RawProvider Provider { get; } = new();

    public AppUnderTest App { get; } = new();

    public GatewayUnderTest Gateway => field ??= new GatewayUnderTest(App);

    public Task InitializeAsync() => App.InitializeAsync();

    public async Task DisposeAsync()
    {
        await ((IAsyncLifetime)App).DisposeAsync();
        await Provider.DisposeAsync();
    }
}
