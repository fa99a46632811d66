using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Connecting;

namespace Connexions.Tests.Features.Connecting;

public sealed class SnippetTests
{
    private static readonly Uri Site = new("https://connexions.exemple.test/outils/");

    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    [Theory]
    [InlineData("brevo", "https://connexions.exemple.test/outils/gateway/brevo/v3")]
    [InlineData("zoho", "https://connexions.exemple.test/outils/gateway/zoho/v1.1")]
    [InlineData("openai", "https://connexions.exemple.test/outils/gateway/openai/v1")]
    public void Address_IsTheGatewaysWithTheProvidersOwnPath(string code, string address) =>
        Assert.Equal(address, Snippet.AddressOf(ProviderCatalogue.Find(code)!, Site));

    [Theory]
    [MemberData(nameof(Providers))]
    public void Snippets_CallAListedOperation_WithATokenThatIsNotInThem(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var operation = provider.Gateway.Operations.Single(known => known.Code == provider.Gateway.Example.Operation);

        var snippets = Snippet.For(provider, Site);

        Assert.Equal(["curl", "JavaScript", "PHP", "C#"], snippets.Select(snippet => snippet.Language));
        Assert.All(snippets, snippet =>
        {
            Assert.Contains(Snippet.AddressOf(provider, Site), snippet.Code, StringComparison.Ordinal);
            Assert.Contains("CONNEXIONS_TOKEN", snippet.Code, StringComparison.Ordinal);
            Assert.DoesNotContain(ServiceToken.Prefix, snippet.Code, StringComparison.Ordinal);
            Assert.DoesNotContain(ToolExample.Address, snippet.Code, StringComparison.Ordinal);
        });
        Assert.All(snippets.Where(snippet => snippet.Language != "JavaScript" || provider.Gateway.Example.JavaScript is null), snippet =>
        {
            Assert.Contains($"https://connexions.exemple.test/outils/gateway/{code}/{operation.Path}", snippet.Code, StringComparison.Ordinal);
            Assert.Contains("Bearer", snippet.Code, StringComparison.Ordinal);
            Assert.Contains(provider.Gateway.Example.Body, snippet.Code, StringComparison.Ordinal);
        });
    }
}
