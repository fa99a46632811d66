using System.ClientModel;
using System.ClientModel.Primitives;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Architecture;
using Connexions.Tests.Features.Connecting;
using Connexions.Tests.Support;
using Connexions.Web.Features.Connecting;
using OpenAI;

namespace Connexions.Tests.Clients;

/// <summary>The providers' own clients, and the code that the screens offer, really run against the gateway.</summary>
public sealed class OfficialClientsTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private readonly GatewayUnderTest gateway = new(app);

    [NodeFact]
    public async Task OfficialClients_WithATokenForAKey_DoTheirWork_PlainAndStreamed()
    {
        var (keys, token) = await EverythingAsync();
        var folder = await InstallAsync();

        var (exitCode, output) = await Commands.RunAsync("node", ["try.mjs"], folder, Patience, Environment(token));

        Assert.True(exitCode == 0, output);
        Assert.Matches("brevo mail: <.+>", output);
        Assert.Matches("brevo contacts: [0-9]+", output);
        Assert.Matches("brevo account: refused 403 Gateway.OperationNotListed .+", output);
        Assert.Matches("openai chat: .+", output);
        Assert.Matches("openai stream: (?!came in one piece).+", output);
        Assert.Matches("openai response: .+", output);
        Assert.Matches("openai models: [1-9]", output);
        Assert.Matches("openai files: refused 403 Gateway.OperationNotListed .+", output);
        Assert.All(keys, key => Assert.DoesNotContain(key, output, StringComparison.Ordinal));

        foreach (var provider in ProviderCatalogue.All)
        {
            var file = $"{provider.Code}.mjs";
            await File.WriteAllTextAsync(Path.Combine(folder, file), Snippet.For(provider, provider.Gateway.Examples[0], app.Address).Single(snippet => snippet.Language == "JavaScript").Code);
            var calls = gateway.Fake(provider).Calls;
            var (code, said) = await Commands.RunAsync("node", [file], folder, Patience, Environment(token));
            Assert.True(code == 0, said);
            Assert.NotEmpty(said.Trim());
            Assert.DoesNotContain("undefined", said, StringComparison.Ordinal);
            Assert.Equal(calls + 1, gateway.Fake(provider).Calls);
        }

        Directory.Delete(folder, recursive: true);
    }

    [CommandTheory("bash", "curl")]
    [MemberData(nameof(SnippetTests.Examples), MemberType = typeof(SnippetTests))]
    public async Task CurlSnippet_RunAsItStands_ReachesTheProvider(string code, string operation)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var (_, token) = await EverythingAsync();
        var calls = gateway.Fake(provider).Calls;

        var snippet = Snippet.For(provider, provider.Gateway.Examples.Single(one => one.Operation == operation), app.Address).Single(snippet => snippet.Language == "curl");
        var (exitCode, output) = await Commands.RunAsync("bash", ["-c", snippet.Code], Path.GetTempPath(), Patience, Environment(token));

        Assert.True(exitCode == 0, output);
        Assert.Equal(calls + 1, gateway.Fake(provider).Calls);
        Assert.DoesNotContain("urn:connexions", output, StringComparison.Ordinal);
    }

    [CommandTheory("php")]
    [MemberData(nameof(SnippetTests.Examples), MemberType = typeof(SnippetTests))]
    public async Task PhpSnippet_RunAsItStands_ReachesTheProvider(string code, string operation)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var (_, token) = await EverythingAsync();
        var calls = gateway.Fake(provider).Calls;
        var file = TestFolder.NewFile(".php");

        var snippet = Snippet.For(provider, provider.Gateway.Examples.Single(one => one.Operation == operation), app.Address).Single(snippet => snippet.Language == "PHP");
        await File.WriteAllTextAsync(file, snippet.Code);
        var (exitCode, output) = await Commands.RunAsync("php", [file], Path.GetTempPath(), Patience, Environment(token));

        Assert.True(exitCode == 0, output);
        Assert.StartsWith("{", output, StringComparison.Ordinal);
        Assert.Equal(calls + 1, gateway.Fake(provider).Calls);
        Assert.DoesNotContain("urn:connexions", output, StringComparison.Ordinal);
    }

    /// <summary>NuGet <c>OpenAI</c>: the token stands where it wants a key, the gateway's address where it wants the provider's.</summary>
    [Fact]
    public async Task OfficialDotNetClient_WithATokenForAKey_DoesItsWork_PlainAndStreamed()
    {
        var (keys, token) = await EverythingAsync();
        var client = new OpenAIClient(
            new ApiKeyCredential(token), new OpenAIClientOptions { Endpoint = new Uri(Snippet.AddressOf(GatewayUnderTest.OpenAi, app.Address)), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });
        var chat = client.GetChatClient("gpt-demo");

        var answer = await chat.CompleteChatAsync("Bonjour");
        var pieces = 0;
        await foreach (var piece in chat.CompleteChatStreamingAsync("Bonjour"))
        {
            pieces += piece.ContentUpdate.Count;
        }

        var embedding = await client.GetEmbeddingClient("embedding-demo").GenerateEmbeddingAsync("Bonjour");
        var models = await client.GetOpenAIModelClient().GetModelsAsync();
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => client.GetOpenAIFileClient().GetFilesAsync());

        Assert.NotEmpty(answer.Value.Content[0].Text);
        Assert.True(pieces > 1, $"The stream came in {pieces} pieces.");
        Assert.NotEqual(0, embedding.Value.ToFloats().Length);
        Assert.NotEmpty(models.Value);
        Assert.Equal(403, refused.Status);
        Assert.Contains("Connexions ne transmet pas cet appel à OpenAI", refused.Message, StringComparison.Ordinal);
        Assert.All(keys, key => Assert.DoesNotContain(key, refused.ToString(), StringComparison.Ordinal));
    }

    private Dictionary<string, string> Environment(string token) => new(StringComparer.Ordinal)
    {
        ["CONNEXIONS_URL"] = app.Address.AbsoluteUri,
        ["CONNEXIONS_TOKEN"] = token,
        ["CONNEXIONS_TO"] = "client@exemple.test",
        ["NO_PROXY"] = "localhost,127.0.0.1",
        ["no_proxy"] = "localhost,127.0.0.1",
    };

    private async Task<(IReadOnlyList<string> Keys, string Token)> EverythingAsync()
    {
        var place = await gateway.IndependentAsync();
        var keys = new List<string>();
        foreach (var provider in ProviderCatalogue.All)
        {
            keys.Add(await gateway.ConnexionAsync(provider, place, "contact@agence.test", "Agence"));
        }

        var (_, token) = await gateway.TokenAsync(place, terms => terms with { Purposes = Purposes.All });
        return (keys, token);
    }

    /// <summary>In a folder of its own: nothing is left among the sources.</summary>
    private static async Task<string> InstallAsync()
    {
        var folder = Directory.CreateTempSubdirectory("connexions-clients-").FullName;
        foreach (var file in new[] { "package.json", "try.mjs" })
        {
            File.Copy(Path.Combine(Repository.Root, "Connexions.Tests", "Clients", file), Path.Combine(folder, file));
        }

        var (exitCode, output) = await Commands.RunAsync(
            "npm", ["install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], folder, Patience);
        Assert.True(exitCode == 0, output);
        return folder;
    }
}
