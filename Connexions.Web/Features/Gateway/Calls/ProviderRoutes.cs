using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Verifications.Http;

namespace Connexions.Web.Features.Gateway.Calls;

/// <summary>The ways to the providers: their own hosts alone, over connections that belong to nobody in particular.</summary>
internal sealed class ProviderRoutes : IDisposable
{
    private readonly ProviderAddresses addresses;
    private readonly HttpMessageInvoker outward;
    private readonly HttpMessageInvoker onThisMachine;

    public ProviderRoutes(ProviderAddresses addresses, GatewayOptions options)
    {
        this.addresses = addresses;
        (outward, onThisMachine) = (New(isLoopback: false, options), New(isLoopback: true, options));
    }

    /// <summary>The address to call: one of the provider's own hosts, a path that was made from its list, and a query in its normal form.</summary>
    public Uri To(Provider provider, MatchedOperation matched)
    {
        // The list names paths from the host on; a stand-in may have a path of its own in place of the provider's.
        var own = provider.Verifier.BaseAddress.AbsolutePath.TrimStart('/');
        return addresses.To(provider, new Uri(matched.Path[own.Length..] + matched.Query, UriKind.Relative));
    }

    /// <summary>In the header in which the provider wants it.</summary>
    public static void PutKey(HttpRequestMessage request, Provider provider, SecretText key) =>
        request.Headers.TryAddWithoutValidation(provider.Gateway.CredentialHeader, provider.Gateway.CredentialPrefix + key.Reveal());

    public HttpMessageInvoker InvokerFor(Uri target) => target.IsLoopback ? onThisMachine : outward;

    public void Dispose()
    {
        outward.Dispose();
        onThisMachine.Dispose();
    }

    private static HttpMessageInvoker New(bool isLoopback, GatewayOptions options)
    {
        var handler = ProviderSockets.New(isLoopback, options.ConnectTimeout);
        handler.EnableMultipleHttp2Connections = true;
        return new HttpMessageInvoker(new ProviderWire(handler));
    }
}
