using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Gateway.Addresses;

/// <summary>The addresses that tools call by mistake: each is told what is wrong and what the address should be.</summary>
[Collection(RawProviderTests.Name)]
public sealed class AddressMistakeTests(RawProviderApp raw)
{
    [Theory]
    [InlineData("POST", "openai/chat/completions", "version du fournisseur y manque", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "openai/v1/v1/chat/completions", "version du fournisseur y est deux fois", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "openai/v1/chat/completions/", "barre oblique de trop", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "openai//v1/chat/completions", "barre oblique de trop", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "/openai/v1//chat/completions", "barre oblique de trop", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "openai/V1/Chat/Completions", "majuscules", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "OpenAI/v1/chat/completions", "majuscules", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "openai/openai/v1/chat/completions", "nommé deux fois", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "openai/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "Azure", "/gateway/openai/v1/chat/completions")]
    [InlineData("POST", "openai/deployments/gpt-4o/embeddings", "Azure", "/gateway/openai/v1/embeddings")]
    [InlineData("POST", "openai/v1/deployments/gpt-4o/embeddings", "Azure", "/gateway/openai/v1/embeddings")]
    [InlineData("GET", "openai/models/ft:gpt-4o::id", "version du fournisseur y manque", "/gateway/openai/v1/models/ft%3Agpt-4o%3A%3Aid")]
    [InlineData("GET", "brevo/contacts", "version du fournisseur y manque", "/gateway/brevo/v3/contacts")]
    [InlineData("GET", "brevo/V3/contacts/Zoé@agence.test/", "majuscules", "/gateway/brevo/v3/contacts/Zo%C3%A9%40agence.test")]
    [InlineData("POST", "zoho/email", "version du fournisseur y manque", "/gateway/zoho/v1.1/email")]
    public async Task Address_ThatIsMistaken_IsToldWhatItShouldBe(string method, string path, string what, string right)
    {
        var problem = await AskAsync(method, path, HttpStatusCode.NotFound, "Gateway.AddressMistaken");

        var detail = problem.GetProperty("detail").GetString()!;
        Assert.Contains(what, detail, StringComparison.Ordinal);
        Assert.Contains($"Appelez {right}\u00A0; ", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", "openai/v1/models", "GET")]
    [InlineData("OPTIONS", "openai/v1/models", "GET")]
    [InlineData("GET", "openai/v1/chat/completions", "POST")]
    [InlineData("PATCH", "brevo/v3/contacts", "GET, POST")]
    public async Task Method_ThatIsAnother_IsToldWhichThereAre(string method, string path, string allowed)
    {
        var (client, _) = await CallerAsync();
        using var _2 = client;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, allowed), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
    }

    [Fact]
    public async Task WebSocket_ToWhatIsNotListed_IsToldThatNoneIsPassedOn()
    {
        var (client, token) = await CallerAsync();
        using var _ = client;
        using var request = new HttpRequestMessage(HttpMethod.Get, "openai/v1/realtime?model=gpt-realtime");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");

        using var answer = await client.SendAsync(request);

        await ExamineAsync(answer, HttpStatusCode.Forbidden, "Gateway.NoTunnel");
    }

    [Theory]
    [InlineData("openai/v1/chat/completions")]
    [InlineData("nobody/v1")]
    public async Task Preflight_OfABrowser_IsToldThatPagesDoNotCall(string path)
    {
        using var client = new HttpClient { BaseAddress = raw.App.Page("gateway/") };
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", "https://chat.exemple.test");
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var answer = await client.SendAsync(request);

        await ExamineAsync(answer, HttpStatusCode.Forbidden, "Gateway.NotFromPages");
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Provider_ThatThereIsNot_IsToldWhichThereAre()
    {
        var problem = await AskAsync("POST", "v1/chat/completions", HttpStatusCode.NotFound, "Gateway.ProviderUnknown");

        Assert.Contains("brevo, zoho, openai", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "brevo/account")]
    [InlineData("GET", "brevo/v3/v3/senders")]
    [InlineData("GET", "openai/v1/organization/users")]
    [InlineData("GET", "openai/deployments")]
    [InlineData("POST", "brevo/v1/chat/completions")]
    [InlineData("GET", "brevo/v3/contacts/../account")]
    public async Task Address_OfWhatIsNotListed_IsNoMistake(string method, string path) =>
        await AskAsync(method, path, HttpStatusCode.Forbidden, "Gateway.OperationNotListed");

    /// <summary>Clients for Azure put their key into a header of their own.</summary>
    [Fact]
    public async Task Token_WhereClientsForAzurePutIt_IsRead()
    {
        var (authorized, token) = await CallerAsync();
        authorized.Dispose();
        using var client = new HttpClient { BaseAddress = raw.App.Page("gateway/") };
        client.DefaultRequestHeaders.Add("api-key", token);

        using var answer = await client.PostAsJsonAsync("openai/openai/deployments/gpt-4o/chat/completions", new { });

        await ExamineAsync(answer, HttpStatusCode.NotFound, "Gateway.AddressMistaken");
    }

    private static async Task<JsonElement> ExamineAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, $"urn:connexions:{code}"), (answer.StatusCode, problem.GetProperty("type").GetString()));
        return problem;
    }

    private async Task<JsonElement> AskAsync(string method, string path, HttpStatusCode status, string code)
    {
        var (client, _) = await CallerAsync();
        using var _2 = client;
        var sent = raw.Provider.Requests.Count;
        using var request = new HttpRequestMessage(new HttpMethod(method), raw.App.Page($"gateway/{path}"));

        using var answer = await client.SendAsync(request);

        Assert.Equal(sent, raw.Provider.Requests.Count);
        return await ExamineAsync(answer, status, code);
    }

    private async Task<(HttpClient Client, string Token)> CallerAsync()
    {
        var place = await raw.Gateway.IndependentAsync();
        await raw.Gateway.ConnexionAsync(GatewayUnderTest.OpenAi, place);
        var token = (await raw.Gateway.TokenAsync(place)).Text;
        return (raw.Gateway.Client(token), token);
    }
}
