using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Demo.Providers;

/// <summary>The fakes answer, byte for byte, what the providers were seen or are documented to answer.</summary>
public sealed partial class FakesTests : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly FakeBrevo brevo = new();
    private readonly FakeZoho zoho = new();
    private readonly FakeOpenAi openAi = new();

    public async Task InitializeAsync() => await Task.WhenAll(brevo.StartAsync(), zoho.StartAsync(), openAi.StartAsync());

    public async Task DisposeAsync()
    {
        http.Dispose();
        await brevo.DisposeAsync();
        await zoho.DisposeAsync();
        await openAi.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Authorization")]
    [InlineData("x-api-key")]
    public async Task Brevo_WithoutItsHeader_AnswersTheKnown72Bytes(string? header)
    {
        using var response = await GetAsync(brevo, "v3/account", header, DemoKeys.Of("brevo", "Réseau Lumière"));
        Assert.Equal((HttpStatusCode.Unauthorized, 72L, "application/json"), Outline(response));
        Assert.Equal("{\"message\":\"authentication not found in headers\",\"code\":\"unauthorized\"}\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Brevo_UnknownKey_AnswersTheKnown50Bytes()
    {
        using var response = await GetAsync(brevo, "v3/account", "api-key", Planted.Brevo());
        Assert.Equal((HttpStatusCode.Unauthorized, 50L, "application/json"), Outline(response));
        Assert.Equal("{\"message\":\"Key not found\",\"code\":\"unauthorized\"}\n", await response.Content.ReadAsStringAsync());
        Assert.True(Guid.TryParse(response.Headers.GetValues("sib-request-id").Single(), out _));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Brevo_AddressNotAuthorised_HasTheStatusAndCodeOfABadKey()
    {
        using var response = await GetAsync(brevo, "v3/account", "api-key", DemoKeys.Of("brevo", FakeCase.IpBlocked));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(
            "{\"message\":\"We have detected you are using an unrecognised IP address 127.0.0.1. If you performed this action make sure to add the new IP address in "
            + "this link: https://app.brevo.com/security/authorised_ips\",\"code\":\"unauthorized\"}\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Brevo_TooManyCalls_HasItsHeadersAndNoRetryAfter()
    {
        using var response = await GetAsync(brevo, "v3/account", "api-key", DemoKeys.Of("brevo", FakeCase.RateLimited));
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Null(response.Headers.RetryAfter);
        Assert.Equal(
            ["x-sib-ratelimit-limit", "x-sib-ratelimit-remaining", "x-sib-ratelimit-reset"],
            response.Headers.Select(header => header.Key).Where(name => name.StartsWith("x-sib", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Brevo_Account_HasEveryRequiredFieldInOrder()
    {
        using var response = await GetAsync(brevo, "v3/account", "api-key", DemoKeys.Of("brevo", "Réseau Lumière"));
        using var account = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(
            ["organization_id", "user_id", "enterprise", "companyName", "email", "firstName", "lastName", "address", "dateTimePreferences", "marketingAutomation", "plan", "relay"],
            account.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Matches("^[0-9a-f]{24}$", account.RootElement.GetProperty("organization_id").GetString());
    }

    [Fact]
    public async Task Zoho_UnknownToken_AnswersTheKnownBody()
    {
        using var response = await SendMailAsync($"Zoho-enczapikey {Planted.Zoho()}");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(
            """{"error":{"code":"TM_4001","details":[{"code":"SERR_157","message":"Invalid API Token found"}],"message":"Access Denied"}}""",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("")]
    public async Task Zoho_TokenWithoutItsPrefix_IsNoToken(string prefix)
    {
        using var response = await SendMailAsync(prefix + DemoKeys.Of("zoho", "Lumière Lyon"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain("SERR_157", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zoho_KnownToken_TakesTheMail()
    {
        using var response = await SendMailAsync($"Zoho-enczapikey {DemoKeys.Of("zoho", "Lumière Lyon")}");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.StartsWith(
            """{"data":[{"code":"EM_104","additional_info":[],"message":"Email request received"}],"message":"OK","request_id":""",
            await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAi_UnknownKey_EchoesItsEndsOnly()
    {
        var key = Planted.OpenAi();
        using var response = await GetAsync(openAi, "v1/models", "Authorization", $"Bearer {key}");
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("{\"error\":{\"message\":\"Incorrect API key provided: sk-proj-*", body, StringComparison.Ordinal);
        Assert.EndsWith(
            $"{key[^4..]}. You can find your API key at https://platform.openai.com/account/api-keys.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}}}",
            body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fake_Calls_AreCountedAndRecordedWithoutTheKey()
    {
        var key = DemoKeys.Of("brevo", "Réseau Lumière");
        using var response = await GetAsync(brevo, "v3/senders", "api-key", key);
        var call = Assert.Single(brevo.LastCalls);
        Assert.Equal(("GET", "/v3/senders", 1), (call.Method, call.Path, brevo.Calls));
        Assert.Contains("api-key", call.Headers);
        Assert.DoesNotContain(key, $"{call} {string.Join(' ', call.Headers)}", StringComparison.Ordinal);
    }

    [Fact]
    public void DemoKeys_All_HaveTheirProvidersFormatAndDiffer()
    {
        Assert.Equal(DemoKeys.All.Count, DemoKeys.All.Select(key => key.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.All(DemoKeys.All, key =>
        {
            var provider = ProviderCatalogue.Find(key.Provider)!;
            Assert.Null(provider.Refuse(SecretText.From(key.Key)!));
            Assert.True(provider.KeyFormat is null || provider.Recognises(SecretText.From(key.Key)!));
            Assert.DoesNotContain(key.Key, key.ToString(), StringComparison.Ordinal);
        });
        Assert.All(DemoKeys.All.Where(key => key.Provider == "brevo"), key => Assert.Matches(PublishedBrevo(), key.Key));
        Assert.All(DemoKeys.All.Where(key => key.Provider == "openai"), key => Assert.Matches(PublishedOpenAi(), key.Key));
    }

    private static (HttpStatusCode Status, long? Length, string? Type) Outline(HttpResponseMessage response) =>
        (response.StatusCode, response.Content.Headers.ContentLength, response.Content.Headers.ContentType?.ToString());

    private async Task<HttpResponseMessage> GetAsync(FakeProvider fake, string path, string? header, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fake.Address, path));
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, key);
        }

        return await http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendMailAsync(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(zoho.Address, "v1.1/email")) { Content = new StringContent(FakesUnderTest.ToolCalls.First(call => call.Code == "zoho").Body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await http.SendAsync(request);
    }

    // The scanners' expressions (gitleaks).
    [GeneratedRegex("^xkeysib-[a-f0-9]{64}-[a-zA-Z0-9]{16}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PublishedBrevo();

    [GeneratedRegex("^sk-proj-[A-Za-z0-9_-]{74}T3BlbkFJ[A-Za-z0-9_-]{74}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PublishedOpenAi();
}
