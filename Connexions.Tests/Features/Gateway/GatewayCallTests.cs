using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Features.Gateway;

/// <summary>Calls of tools, through the whole application, to the simulated providers.</summary>
public sealed class GatewayCallTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private static readonly int[] Lists = [1];

    private readonly GatewayUnderTest gateway = new(app);

    private static Provider Brevo => GatewayUnderTest.Brevo;

    private static Provider OpenAi => GatewayUnderTest.OpenAi;

    [Fact]
    public async Task Call_OnOnesOwnKey_ReachesTheProviderWithThatKeyAndIsInTheJournal()
    {
        var place = await gateway.IndependentAsync();
        var key = await gateway.ConnexionAsync(Brevo, place, "bonjour@agence.test", "Agence");
        var (id, text) = await gateway.TokenAsync(place);

        using var answer = await gateway.SendMailAsync(text);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.StartsWith("<", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("messageId").GetString(), StringComparison.Ordinal);
        var use = Assert.Single(await gateway.UsesAsync(place, 1));
        Assert.Equal((AuditAction.ConnexionUsed, ActorKind.Tool, id, "email.send", UseResult.Sent, 201, 1),
            (use.Action, use.ActorKind, use.ActorId, use.Operation, use.UseResult, use.Status, use.Emails));
        Assert.Equal(use.CorrelationId.ToString(), Assert.Single(answer.Headers.GetValues("X-Connexions-Use")));
        Assert.True(use is { BytesSent: > 0, BytesReceived: > 0, DurationMs: >= 0 });
        Assert.DoesNotContain(key, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OnTheNetworksKey_IsInBothJournals()
    {
        var network = await gateway.NetworkAsync();
        var agency = await gateway.AgencyAsync(network);
        await gateway.ConnexionAsync(Brevo, network, "contact@reseau.test", "Réseau");
        await gateway.ShareAsync(Brevo, network);
        var (_, text) = await gateway.TokenAsync(agency);

        using var answer = await gateway.SendMailAsync(text);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var own = Assert.Single(await gateway.UsesAsync(agency, 1));
        var lent = Assert.Single(await gateway.UsesAsync(network, 1));
        Assert.Equal(own.CorrelationId, lent.CorrelationId);
        Assert.Equal((null, agency.Reference.Id), (own.AgencyId, lent.AgencyId));
        var mail = gateway.Fake(Brevo).Sent.Last(mail => mail.Sender == "contact@reseau.test");
        Assert.Equal("Réseau", mail.SenderName);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=utf-7")]
    public async Task Mail_ThatDoesNotSayItIsJson_IsToldWhichHeaderIsMissing(string? type)
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(Brevo, place, "bonjour@agence.test", "Agence");
        var (_, text) = await gateway.TokenAsync(place);
        using var client = gateway.Client(text);
        using var content = new StringContent(JsonSerializer.Serialize(GatewayUnderTest.Mail()));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        using var answer = await client.PostAsync("brevo/v3/smtp/email", content);

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "urn:connexions:Gateway.BodyNotJson"), (answer.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Contains("en-tête Content-Type la valeur application/json", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithAnotherAgencysSender_IsRefusedAndNothingIsSent()
    {
        var network = await gateway.NetworkAsync();
        var (lyon, nantes) = (await gateway.AgencyAsync(network), await gateway.AgencyAsync(network));
        await gateway.ConnexionAsync(Brevo, network, "contact@reseau.test", "Réseau");
        await gateway.ShareAsync(Brevo, network);
        await gateway.OwnSenderAsync(Brevo, lyon, "lyon@reseau.test", "Lyon");
        await gateway.OwnSenderAsync(Brevo, nantes, "nantes@reseau.test", "Nantes");
        var (_, text) = await gateway.TokenAsync(lyon);
        var sent = gateway.Fake(Brevo).Sent.Count;

        using var refused = await gateway.SendMailAsync(text, GatewayUnderTest.Mail("nantes@reseau.test"));
        using var passed = await gateway.SendMailAsync(text, GatewayUnderTest.Mail("LYON@reseau.test"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:connexions:Gateway.SenderNotYours", problem.GetProperty("type").GetString());
        Assert.Contains("lyon@reseau.test", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("nantes", problem.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Created, passed.StatusCode);
        Assert.Equal("lyon@reseau.test", gateway.Fake(Brevo).Sent.Skip(sent).Single(mail => mail.Sender!.EndsWith("reseau.test", StringComparison.Ordinal)).Sender);
        Assert.Equal([UseResult.Refused, UseResult.Sent], (await gateway.UsesAsync(lyon, 2)).Select(use => use.UseResult!.Value));
    }

    [Theory]
    [InlineData("brevo/v3/account")]
    [InlineData("brevo/v3/senders")]
    [InlineData("brevo/v3/contacts/../account")]
    [InlineData("brevo/v3/contacts/%2e%2e/account")]
    [InlineData("brevo/v3/contacts%2F..%2Faccount")]
    [InlineData("brevo//v3/contacts")]
    [InlineData("brevo/V3/contacts")]
    [InlineData("openai/v1/organization/admin_api_keys")]
    [InlineData("openai/v1/files")]
    public async Task Call_ThatIsNotListed_IsRefused(string path)
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(Brevo, place);
        await gateway.ConnexionAsync(OpenAi, place);
        var (_, text) = await gateway.TokenAsync(place);
        var calls = gateway.Fake(Brevo).Calls + gateway.Fake(OpenAi).Calls;
        using var client = gateway.Client(text);

        using var answer = await client.GetAsync(path);

        Assert.True(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, answer.StatusCode.ToString());
        Assert.Equal(calls, gateway.Fake(Brevo).Calls + gateway.Fake(OpenAi).Calls);
    }

    [Fact]
    public async Task Call_ForAPurposeThatIsNotShared_IsRefusedInTheCallersLanguage()
    {
        var network = await gateway.NetworkAsync();
        var agency = await gateway.AgencyAsync(network);
        await gateway.ConnexionAsync(Brevo, network, "contact@reseau.test");
        await gateway.ShareAsync(Brevo, network, new SharingTerms(SharingMode.All, true, true) { Purposes = Purposes.Newsletters });
        var (_, text) = await gateway.TokenAsync(agency);
        using var french = gateway.Client(text);
        using var english = gateway.Client(text, "en-US,fr;q=0.5");

        using var inFrench = await french.PostAsJsonAsync("brevo/v3/smtp/email", GatewayUnderTest.Mail());
        using var inEnglish = await english.PostAsJsonAsync("brevo/v3/smtp/email", GatewayUnderTest.Mail());
        using var newsletter = await french.PostAsJsonAsync("brevo/v3/emailCampaigns", new { name = "Lettre", subject = "Bonjour", htmlContent = "<p>", recipients = new { listIds = Lists } });

        Assert.Equal(HttpStatusCode.Forbidden, inFrench.StatusCode);
        Assert.Contains("Votre réseau ne partage pas", await DetailOf(inFrench), StringComparison.Ordinal);
        Assert.Contains("Your network does not share", await DetailOf(inEnglish), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, newsletter.StatusCode);
    }

    [Fact]
    public async Task Call_WithoutAToken_IsRefusedWithoutAWordOnWhatExists()
    {
        using var client = new HttpClient { BaseAddress = app.Page("gateway/") };
        using var without = await client.GetAsync("brevo/v3/contacts");
        using var unknown = await gateway.Client($"cnx_{new string('a', 30)}").GetAsync("brevo/v3/contacts");
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "brevo/v3/contacts"));

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], new[] { without, unknown, head }.Select(answer => answer.StatusCode));
        Assert.Equal(await without.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
        Assert.Equal("application/problem+json", without.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("api-key", "")]
    public async Task Call_WithTheTokenWhereTheProvidersClientsPutAKey_IsPassedOn(string header, string prefix)
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(Brevo, place);
        var (_, text) = await gateway.TokenAsync(place);
        using var client = new HttpClient { BaseAddress = app.Page("gateway/") };
        client.DefaultRequestHeaders.Add(header, prefix + text);

        using var answer = await client.GetAsync("brevo/v3/contacts?limit=10");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("?limit=10", gateway.Fake(Brevo).LastCalls.Last(call => call.Path == "/v3/contacts").Query);
    }

    [Fact]
    public async Task Call_Streamed_ArrivesAsItIsSent()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(OpenAi, place);
        var (_, text) = await gateway.TokenAsync(place);
        using var client = gateway.Client(text);
        using var request = new HttpRequestMessage(HttpMethod.Post, "openai/v1/chat/completions")
        {
            Content = JsonContent.Create(new { model = "gpt-demo", stream = true, messages = new[] { new { role = "user", content = "Bonjour" } } }),
        };

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync();

        Assert.Equal("no", Assert.Single(answer.Headers.GetValues("X-Accel-Buffering")));
        // The first piece is here while the call is still open at the provider.
        Assert.StartsWith("data:", first, StringComparison.Ordinal);
        Assert.Empty(await ReadNowAsync(place));
        Assert.EndsWith("data: [DONE]", (await reader.ReadToEndAsync()).TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(UseResult.Sent, Assert.Single(await gateway.UsesAsync(place, 1)).UseResult);
    }

    [Theory]
    [InlineData(FakeCase.RateLimited, 429, UseResult.Throttled)]
    [InlineData(FakeCase.NoCredit, 402, UseResult.NoCredit)]
    [InlineData(FakeCase.IpBlocked, 502, UseResult.ServerBlocked)]
    [InlineData(FakeCase.Echo, 502, UseResult.KeyRefused)]
    [InlineData(FakeCase.ServerError, 502, UseResult.Unavailable)]
    [InlineData(FakeCase.Dropped, 502, UseResult.Unavailable)]
    [InlineData(FakeCase.Redirect, 502, UseResult.Unavailable)]
    [InlineData(FakeCase.Restricted, 403, UseResult.Failed)]
    public async Task Call_ThatTheProviderRefuses_IsToldAsItIs(FakeCase what, int status, UseResult result)
    {
        var place = await gateway.IndependentAsync();
        var key = await gateway.ConnexionAsync(Brevo, place, what: what);
        var (_, text) = await gateway.TokenAsync(place);

        using var answer = await gateway.SendMailAsync(text, GatewayUnderTest.Mail("a@agence.test"));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(result, Assert.Single(await gateway.UsesAsync(place, 1)).UseResult);
        Assert.DoesNotContain(key[8..40], answer + await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai", "openai/v1/audio/transcriptions", 26, false, "25")]
    [InlineData("brevo", "brevo/v3/smtp/email", 26, false, "20")]
    [InlineData("brevo", "brevo/v3/smtp/email", 26, true, "20")]
    [InlineData("openai", "openai/v1/audio/transcriptions", 26, true, "25")]
    [InlineData("openai", "openai/v1/audio/transcriptions", 60, true, "25")]
    [InlineData("openai", "openai/v1/audio/transcriptions", 60, false, "25")]
    [InlineData("brevo", "brevo/v3/smtp/email", 60, false, "20")]
    public async Task Call_WithABodyThatIsTooLarge_IsToldHowLargeItMayBe(string provider, string path, int mebibytes, bool chunked, string most)
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(ProviderCatalogue.Find(provider)!, place);
        var (_, text) = await gateway.TokenAsync(place);
        using var client = gateway.Client(text);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[mebibytes * 1024 * 1024]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains(most, await DetailOf(answer), StringComparison.Ordinal);
        Assert.Equal("Gateway.BodyTooLarge", Assert.Single(await gateway.UsesAsync(place, 1)).Refusal);
    }

    private async Task<IReadOnlyList<AuditEntry>> ReadNowAsync(Place place) => await gateway.UsesAsync(place, 0);

    private static async Task<string> DetailOf(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
}
