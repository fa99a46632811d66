using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Connecting;

namespace Connexions.Tests.Features.Connecting;

public sealed class SnippetTests
{
    private static readonly Uri Site = new("https://connexions.exemple.test/outils/");

    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (var provider in ProviderCatalogue.All)
            {
                foreach (var example in provider.Gateway.Examples)
                {
                    examples.Add(provider.Code, example.Operation);
                }
            }

            return examples;
        }
    }

    [Theory]
    [InlineData("brevo", "https://connexions.exemple.test/outils/gateway/brevo/v3")]
    [InlineData("zoho", "https://connexions.exemple.test/outils/gateway/zoho/v1.1")]
    [InlineData("openai", "https://connexions.exemple.test/outils/gateway/openai/v1")]
    public void Address_IsTheGatewaysWithTheProvidersOwnPath(string code, string address) =>
        Assert.Equal(address, Snippet.AddressOf(ProviderCatalogue.Find(code)!, Site));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Snippets_CallAListedOperation_WithATokenThatIsNotInThem(string code, string called)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var operation = provider.Gateway.Operations.Single(known => known.Code == called);
        var example = provider.Gateway.Examples.Single(one => one.Operation == called);

        var snippets = Snippet.For(provider, example, Site);

        Assert.Equal(["curl", "JavaScript", "PHP", "C#"], snippets.Select(snippet => snippet.Language));
        Assert.All(snippets, snippet =>
        {
            Assert.Contains(Snippet.AddressOf(provider, Site), snippet.Code, StringComparison.Ordinal);
            Assert.Contains("CONNEXIONS_TOKEN", snippet.Code, StringComparison.Ordinal);
            Assert.DoesNotContain(ServiceToken.Prefix, snippet.Code, StringComparison.Ordinal);
            Assert.DoesNotContain(ToolExample.Address, snippet.Code, StringComparison.Ordinal);
        });
        Assert.All(snippets.Where(snippet => snippet.Language != "JavaScript" || example.JavaScript is null), snippet =>
        {
            Assert.Contains($"https://connexions.exemple.test/outils/gateway/{code}/{operation.Path}", snippet.Code, StringComparison.Ordinal);
            Assert.Contains("Bearer", snippet.Code, StringComparison.Ordinal);
            Assert.Contains(example.Body, snippet.Code, StringComparison.Ordinal);
        });
    }
}
