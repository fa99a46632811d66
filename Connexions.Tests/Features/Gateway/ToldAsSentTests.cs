using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Gateway;

/// <summary>What was sent is told as sent, whatever its answer looks like; what surely was not, as not sent.</summary>
[Collection(RawProviderTests.Name)]
public sealed class ToldAsSentTests(RawProviderApp raw)
{
    private static Provider Brevo => GatewayUnderTest.Brevo;

    private static Provider OpenAi => GatewayUnderTest.OpenAi;

    private static Provider Nobody => GatewayUnderTest.Zoho;

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 500\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\n{}", 205)]
    [InlineData("HTTP/1.1 201 Envoyé\r\nContent-Length: 2\r\n\r\n{}", 201)]
    [InlineData("HTTP/1.1 201 Created\r\nsib-request-id: référence\r\nContent-Length: 2\r\n\r\n{}", 201)]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Type: application/json; nom=é\r\nContent-Length: 2\r\n\r\n{}", 201)]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n", 201)]
    [InlineData("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nétrange\r\n", 201)]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 201)]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Encoding: inconnu\r\nContent-Length: 2\r\n\r\n{}", 201)]
    public async Task Mail_ThatIsAccepted_IsToldAsSent(string answered, int status)
    {
        var (place, key, client) = await CallerAsync(Brevo);
        using var _ = client;
        raw.Provider.Answer(key, Encoding.Latin1.GetBytes(answered));

        using var answer = await client.PostAsJsonAsync("brevo/v3/smtp/email", GatewayUnderTest.Mail());

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.True(answer.Headers.Contains("X-Connexions-Use"));
        Assert.Equal((UseResult.Sent, status, 1), await UseAsync(place));
    }

    /// <summary>What only reads may be asked for again, and an empty list would be a wrong one.</summary>
    [Fact]
    public async Task List_WhoseAnswerIsLost_IsNoEmptyList()
    {
        var (_, key, client) = await CallerAsync(Brevo);
        using var _ = client;
        raw.Provider.Answer(key, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"u8.ToArray());

        using var answer = await client.GetAsync("brevo/v3/contacts");

        await ExamineAsync(answer, HttpStatusCode.BadGateway, "Gateway.AnswerLost", isFinal: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 201 Created\r\né: 1\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task Mail_WhoseAnswerIsLost_IsNotToBeSentAgainUnseen(string answered)
    {
        var (place, key, client) = await CallerAsync(Brevo);
        using var _ = client;
        raw.Provider.Answer(key, Encoding.Latin1.GetBytes(answered));

        using var answer = await client.PostAsJsonAsync("brevo/v3/smtp/email", GatewayUnderTest.Mail());

        await ExamineAsync(answer, HttpStatusCode.BadGateway, "Gateway.AnswerLost", isFinal: true);
        Assert.Equal((UseResult.Unavailable, null, 1), await UseAsync(place));
    }

    [Fact]
    public async Task Mail_ThatNobodyCouldBeGiven_TakesNothingOfTheDaysLimit()
    {
        var (_, agency, client) = await BorrowerAsync(Nobody, new SharingQuota { CallsPerAgency = 1, EmailsForAll = 1 });
        using var _ = client;
        for (var call = 0; call < 3; call++)
        {
            using var answer = await client.PostAsJsonAsync("zoho/v1.1/email", new { to = new[] { new { email_address = new { address = "client@exemple.test" } } }, subject = "Bonjour" });

            await ExamineAsync(answer, HttpStatusCode.BadGateway, "Gateway.ProviderUnreached", isFinal: false);
            // The figures are looked at with each portion: a call that was none is none there either.
            await raw.Gateway.UsesAsync(agency, call + 1);
        }

        Assert.All(await raw.Gateway.UsesAsync(agency, 3), use => Assert.Equal((UseResult.Unreached, null), (use.UseResult, use.Emails)));
    }

    [Fact]
    public async Task Mail_ThatMayHaveBeenSent_CountsAndTheRefusalSaysWhereTheLimitStands()
    {
        var (key, _, client) = await BorrowerAsync(Brevo, new SharingQuota { EmailsPerAgency = 1 });
        using var _ = client;
        raw.Provider.KeepSilent(key);

        using var late = await client.PostAsJsonAsync("brevo/v3/smtp/email", GatewayUnderTest.Mail());
        using var refused = await client.PostAsJsonAsync("brevo/v3/smtp/email", GatewayUnderTest.Mail());

        await ExamineAsync(late, HttpStatusCode.GatewayTimeout, "Gateway.ProviderTimeout", isFinal: true);
        var problem = await ExamineAsync(refused, HttpStatusCode.TooManyRequests, "Gateway.QuotaReached", isFinal: true);
        Assert.Equal((1, 1), (problem.GetProperty("limit").GetInt32(), problem.GetProperty("used").GetInt32()));
        Assert.InRange(problem.GetProperty("resetsAt").GetDateTime() - DateTime.UtcNow, refused.Headers.RetryAfter!.Delta!.Value - TimeSpan.FromSeconds(5), refused.Headers.RetryAfter.Delta.Value + TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("User-Agent")]
    [InlineData("Content-Type")]
    [InlineData("OpenAI-Beta")]
    public async Task Header_ThatNoHeaderMayBe_IsTheCallersFaultAndNothingIsSent(string name)
    {
        var (place, key, client) = await CallerAsync(OpenAi, Encoding.UTF8);
        using var _ = client;
        using var request = new HttpRequestMessage(HttpMethod.Post, "openai/v1/embeddings") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        if (!request.Headers.TryAddWithoutValidation(name, "Agence Été"))
        {
            request.Content.Headers.TryAddWithoutValidation(name, "application/json; nom=é");
        }

        using var answer = await client.SendAsync(request);

        var problem = await ExamineAsync(answer, HttpStatusCode.BadRequest, "Gateway.HeaderUnreadable", isFinal: false);
        Assert.Contains(name, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(raw.Provider.Requests, sent => sent.Contains(key, StringComparison.Ordinal));
        Assert.Equal(UseResult.Refused, (await UseAsync(place)).Result);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task Body_ThatIsNotRead_IsPassedOnAsItIsCompressed(string coding)
    {
        var (_, key, client) = await CallerAsync(OpenAi);
        using var _ = client;
        raw.Provider.Answer(key, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());

        using var answer = await client.PostAsync("openai/v1/embeddings", Compressed(coding));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"Content-Encoding: {coding}\r\n", raw.Provider.Requests.Single(sent => sent.Contains(key, StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Body_ThatIsReadAndComesCompressed_IsRefusedWithWhatToDo()
    {
        var (_, key, client) = await CallerAsync(Brevo);
        using var _ = client;

        using var answer = await client.PostAsync("brevo/v3/smtp/email", Compressed("gzip"));

        await ExamineAsync(answer, HttpStatusCode.UnsupportedMediaType, "Gateway.BodyCompressed", isFinal: false);
        Assert.Equal("identity", answer.Headers.GetValues("Accept-Encoding").Single());
        Assert.DoesNotContain(raw.Provider.Requests, sent => sent.Contains(key, StringComparison.Ordinal));
    }

    /// <summary>Nobody is there to be told anything of it but that the token is none.</summary>
    [Fact]
    public async Task Body_ThatIsTooLarge_OfNobody_IsAnswered()
    {
        using var client = raw.Gateway.Client($"cnx_{new string('a', 30)}");

        using var answer = await client.PostAsync("openai/v1/audio/transcriptions", new ByteArrayContent(new byte[40 * 1024 * 1024]));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static ByteArrayContent Compressed(string coding)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write("""{"model":"embedding-demo","input":"Bonjour"}"""u8);
        }

        return new ByteArrayContent(compressed.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { coding } } };
    }

    private static async Task<JsonElement> ExamineAsync(HttpResponseMessage answer, HttpStatusCode status, string code, bool isFinal)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, $"urn:connexions:{code}"), (answer.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Equal(isFinal ? "false" : null, answer.Headers.TryGetValues("x-should-retry", out var values) ? Assert.Single(values) : null);
        return problem;
    }

    private async Task<(UseResult? Result, int? Status, int? Emails)> UseAsync(Place place)
    {
        var use = Assert.Single(await raw.Gateway.UsesAsync(place, 1));
        return (use.UseResult, use.Status, use.Emails);
    }

    /// <param name="headers">How its headers are written; ASCII when null.</param>
    private async Task<(Place Place, string Key, HttpClient Client)> CallerAsync(Provider provider, Encoding? headers = null)
    {
        var place = await raw.Gateway.IndependentAsync();
        var key = await raw.Gateway.ConnexionAsync(provider, place, provider == Brevo ? "contact@agence.test" : null);
        return (place, key, Client((await raw.Gateway.TokenAsync(place)).Text, headers));
    }

    private async Task<(string Key, Place Agency, HttpClient Client)> BorrowerAsync(Provider provider, SharingQuota quota)
    {
        var network = await raw.Gateway.NetworkAsync();
        var agency = await raw.Gateway.AgencyAsync(network);
        var key = await raw.Gateway.ConnexionAsync(provider, network, "contact@reseau.test", "Réseau");
        await raw.Gateway.ShareAsync(provider, network, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Quota = quota });
        return (key, agency, Client((await raw.Gateway.TokenAsync(agency)).Text, null));
    }

    private HttpClient Client(string token, Encoding? headers)
    {
        var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => headers }) { BaseAddress = raw.App.Page("gateway/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
