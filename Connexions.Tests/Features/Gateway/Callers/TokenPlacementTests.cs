using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Gateway.Callers;

/// <summary>What is checked is what is sent: in no spelling does a service token, or another call than the listed one, reach a provider.</summary>
[Collection(RawProviderTests.Name)]
public sealed class TokenPlacementTests(RawProviderApp raw)
{
    /// <summary>Other tests' calls, of which one may speak of tokens, whichever comes first.</summary>
    private readonly int before = raw.Provider.Requests.Count;

    private static Provider Brevo => GatewayUnderTest.Brevo;

    private static Provider OpenAi => GatewayUnderTest.OpenAi;

    [Fact]
    public async Task Token_InTheAddress_IsRefusedInEverySpelling()
    {
        var (client, token) = await CallerAsync(Brevo);
        using var _ = client;
        var rest = token[4..];
        string[] spelt = [token, $"cnx%5F{rest}", $"%63nx_{rest}", $"CNX%5f{rest}", $"cnx%255F{rest}", $"%63%6e%78%5f{rest}", $"cnx%26%2395%3B{rest}"];
        foreach (var one in spelt)
        {
            foreach (var path in new[] { $"brevo/v3/contacts?x={one}", $"brevo/v3/contacts?{one}=1", $"brevo/v3/contacts?a=b&{one}", $"brevo/v3/contacts/{one}" })
            {
                await ExamineAsync(await client.GetAsync(path), "TokenMisplaced");
            }
        }
    }

    [Fact]
    public async Task Token_InAHeaderThatIsPassedOn_IsRefused()
    {
        var (client, token) = await CallerAsync(OpenAi);
        using var _ = client;
        foreach (var (name, value) in new[] { ("User-Agent", token), ("OpenAI-Beta", $"a={token}"), ("Idempotency-Key", $"cnx%5F{token[4..]}"), ("Accept", $"application/json; x={token}") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "openai/v1/models");
            request.Headers.TryAddWithoutValidation(name, value);

            await ExamineAsync(await client.SendAsync(request), "TokenMisplaced");
        }
    }

    [Fact]
    public async Task Token_InAMail_IsRefusedInEverySpelling()
    {
        var (client, token) = await CallerAsync(Brevo);
        using var _ = client;
        var rest = token[4..];
        string[] spelt = [token, $"cnx\\u005f{rest}", $"<a href='https://exemple.test/?t=cnx%5F{rest}'>", $"cnx&#95;{rest}", $"cnx&lowbar;{rest}", $"{new string('a', 40_000)}{token}"];
        foreach (var one in spelt)
        {
            using var content = new StringContent($$"""{"to":[{"email":"client@exemple.test"}],"subject":"Bonjour","htmlContent":"<p>{{one}}</p>"}""", Encoding.UTF8, "application/json");

            await ExamineAsync(await client.PostAsync("brevo/v3/smtp/email", content), "TokenMisplaced");
        }
    }

    [Fact]
    public async Task Mail_ThatSpeaksOfTokens_IsSent()
    {
        var (client, token) = await CallerAsync(Brevo);
        using var _ = client;

        using var answer = await client.PostAsJsonAsync(
            "brevo/v3/smtp/email", new { to = new[] { new { email = "client@exemple.test" } }, subject = $"Votre jeton {token[..12]}…", textContent = "Un jeton commence par cnx_." });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Query_HoweverItIsSpelt_ArrivesInItsNormalForm()
    {
        var (client, _) = await CallerAsync(Brevo);
        using var __ = client;

        using var answer = await client.GetAsync("brevo/v3/contacts?l%69mit=%31%30&at=2026-11-30T10:00:00%2b01:00&filter=equals(NOM,%22a%2fb%22)");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.StartsWith("GET /v3/contacts?limit=10&at=2026-11-30T10:00:00%2B01:00&filter=equals(NOM,%22a%2Fb%22) HTTP/1.1", raw.Provider.Requests.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("SPDY/3.1")]
    public async Task Call_ThatAsksForATunnel_IsTheListedCallAndNoOther(string protocol)
    {
        var (client, _) = await CallerAsync(Brevo);
        using var __ = client;
        using var request = new HttpRequestMessage(HttpMethod.Delete, "brevo/v3/contacts/7");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", protocol);

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.StartsWith("DELETE /v3/contacts/7 HTTP/1.1", raw.Provider.Requests.Last(), StringComparison.Ordinal);
        Assert.DoesNotContain("Upgrade", raw.Provider.Requests.Last(), StringComparison.OrdinalIgnoreCase);
    }

    /// <param name="code">Of the refusal; anything when empty.</param>
    private async Task ExamineAsync(HttpResponseMessage answer, string code)
    {
        using (answer)
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Contains(code, problem.GetProperty("type").GetString(), StringComparison.Ordinal);
            // But for the key itself, which by chance may have these letters.
            Assert.DoesNotContain(raw.Provider.Requests.Skip(before), request => request.Split("\r\n").Any(line =>
                !line.StartsWith("Authorization:", StringComparison.Ordinal) && !line.StartsWith("api-key:", StringComparison.Ordinal) && line.Contains("cnx", StringComparison.OrdinalIgnoreCase)));
        }
    }

    private async Task<(HttpClient Client, string Token)> CallerAsync(Provider provider)
    {
        var place = await raw.Gateway.IndependentAsync();
        var key = await raw.Gateway.ConnexionAsync(provider, place, provider == Brevo ? "contact@agence.test" : null);
        raw.Provider.Answer(key, "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
        var token = (await raw.Gateway.TokenAsync(place)).Text;
        return (raw.Gateway.Client(token), token);
    }
}
