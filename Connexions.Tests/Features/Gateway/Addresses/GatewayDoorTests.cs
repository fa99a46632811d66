using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Gateway.Addresses;

/// <summary>What people and tools find who look at the gateway's own addresses first.</summary>
[Collection(RawProviderTests.Name)]
public sealed class GatewayDoorTests(RawProviderApp raw)
{
    public static TheoryData<string> Addresses => [.. ProviderCatalogue.All.Select(provider => $"gateway/{provider.Code}"), "gateway", "gateway/", "gateway/brevo/"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Door_ForTools_SaysWhereToCall(string path)
    {
        using var client = new HttpClient();

        var said = await client.GetFromJsonAsync<JsonElement>(raw.App.Page(path));

        var addresses = said.TryGetProperty("providers", out var providers) ? providers.EnumerateArray().Select(one => one.GetProperty("address").GetString()!) : [said.GetProperty("address").GetString()!];
        Assert.All(addresses, address => Assert.StartsWith(raw.App.Page("gateway/").AbsoluteUri, address, StringComparison.Ordinal));
        Assert.Contains("jeton d’accès de Connexions", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Door_ForPeople_IsAPageWithoutSigningIn(string path)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html, application/xhtml+xml, */*;q=0.8");

        using var answer = await client.GetAsync(raw.App.Page(path));

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<h1", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/brancher", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gateway/brevo/v3/contacts")]
    [InlineData("gateway/nobody")]
    public async Task Door_OfACall_IsStillATools(string path)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var answer = await client.GetAsync(raw.App.Page(path));

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
