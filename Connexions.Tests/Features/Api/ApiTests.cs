using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Shared.Times;

namespace Connexions.Tests.Features.Api;

/// <summary>What a tool is told of its client, through the whole application.</summary>
public sealed class ApiTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private readonly GatewayUnderTest gateway = new(app);

    [Fact]
    public async Task Token_SaysWhatItIsFor_AndNothingThatOpensAnything()
    {
        var place = await gateway.IndependentAsync();
        var (_, text) = await gateway.TokenAsync(place, terms => terms with { Nom = "Caisse", Providers = ["brevo"], Purposes = Purposes.Emails, CallsPerMinute = 60 });

        var (status, body) = await GetAsync(text, "token");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Caisse", "agence_independante", 60), (body.Text("name"), body.Text("clientType"), body.GetProperty("callsPerMinute").GetInt32()));
        Assert.StartsWith("Indépendante", body.Text("clientName"), StringComparison.Ordinal);
        Assert.Equal(["brevo"], body.Texts("providers"));
        Assert.Equal(["emails"], body.Texts("purposes"));
        Assert.DoesNotContain(text[ServiceToken.HintLength..], body.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(ServiceToken.Hash(text), body.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Connexions_OnTheNetworksKey_SayWhoseItIs_ForWhat_AndWhy_WithoutTheKey()
    {
        var network = await gateway.NetworkAsync();
        var agency = await gateway.AgencyAsync(network);
        var key = await gateway.ConnexionAsync(GatewayUnderTest.Brevo, network, "contact@reseau.test", "Réseau");
        await gateway.ShareAsync(GatewayUnderTest.Brevo, network, new SharingTerms(SharingMode.All, true, true)
        {
            Purposes = Purposes.Emails | Purposes.Contacts,
            Quota = new SharingQuota { EmailsPerAgency = 50 },
        });
        var (_, text) = await gateway.TokenAsync(agency, terms => terms with { Providers = ["brevo", "openai"], Purposes = Purposes.Emails | Purposes.LanguageModels });

        var (_, all) = await GetAsync(text, "connexions");
        var (_, one) = await GetAsync(text, "connexions/brevo", "fr");
        var (_, english) = await GetAsync(text, "connexions/brevo", "en");

        Assert.Equal([("brevo", "network", "contact@reseau.test"), ("openai", "none", null)],
            all.EnumerateArray().Select(connexion => (connexion.Text("provider"), connexion.Text("source"), connexion.Text("senderEmail"))));
        var brevo = one.GetProperty("connexion");
        Assert.Equal(["emails"], brevo.Texts("purposes"));
        Assert.Equal(50, brevo.GetProperty("quota").GetProperty("emailsPerAgency").GetInt32());
        Assert.Equal([("own", "missing"), ("network", "usable_never_verified")], brevo.GetProperty("reasons").EnumerateArray().Select(reason => (reason.Text("source"), reason.Text("reason"))));
        Assert.NotEqual(one.Texts("explanation"), english.Texts("explanation"));
        Assert.Contains(english.Texts("explanation"), sentence => sentence.Contains("Limit", StringComparison.Ordinal));
        Assert.All(new[] { all, one, english }, answer => Assert.DoesNotContain(key, answer.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connexion_WhoseKeyWasRefusedOnce_IsInEffect_AndSaysSo()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(GatewayUnderTest.Brevo, place);
        await gateway.ChangeConnexionAsync(GatewayUnderTest.Brevo, place, row =>
        {
            row.Learn(new Verification(VerificationVerdict.Rejected), DateTime.UtcNow);
            row.AskAgain(DateTime.UtcNow.AddHours(1));
        });
        var (_, text) = await gateway.TokenAsync(place, terms => terms with { Providers = ["brevo"] });

        var (_, one) = await GetAsync(text, "connexions/brevo", "fr");

        var brevo = one.GetProperty("connexion");
        Assert.Equal(("own", "refused_once"), (brevo.Text("source"), brevo.Text("state")));
        Assert.Equal("usable_refused_once", brevo.GetProperty("reasons")[0].Text("reason"));
        Assert.Contains("a refusé sa clé une fois", one.Texts("explanation")[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connexions/zoho")]
    [InlineData("connexions/inconnu")]
    [InlineData("usage?provider=zoho")]
    [InlineData("usage?provider=inconnu")]
    [InlineData("autre")]
    [InlineData("")]
    public async Task WhatTheTokenDoesNotCover_IsNotFound_LikeWhatThereIsNot(string path)
    {
        var (_, text) = await gateway.TokenAsync(await gateway.IndependentAsync(), terms => terms with { Providers = ["brevo"] });

        var (status, problem) = await GetAsync(text, path);

        Assert.Equal((HttpStatusCode.NotFound, "urn:connexions:Gateway.NothingHere"), (status, problem.Text("type")));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task AnotherMethod_IsToldWhichThereAre(string method)
    {
        var (_, text) = await gateway.TokenAsync(await gateway.IndependentAsync());

        using var answer = await SendAsync(method, text, "connexions");

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "urn:connexions:Api.MethodNotAllowed"), (answer.StatusCode, problem.Text("type")));
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(method, text, "autre")).StatusCode);
    }

    [Theory]
    [InlineData("token", HttpStatusCode.OK)]
    [InlineData("connexions/inconnu", HttpStatusCode.NotFound)]
    public async Task Head_AnswersAsGetDoes_WithoutTheBody(string path, HttpStatusCode status)
    {
        var (_, text) = await gateway.TokenAsync(await gateway.IndependentAsync());

        using var answer = await SendAsync("HEAD", text, path);
        using var whole = await SendAsync("GET", text, path);

        Assert.Equal((status, whole.StatusCode), (answer.StatusCode, answer.StatusCode));
        Assert.Equal(whole.Content.Headers.ContentType, answer.Content.Headers.ContentType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Codes_AreAllOfOneStyle()
    {
        var network = await gateway.NetworkAsync();
        var agency = await gateway.AgencyAsync(network);
        var (_, text) = await gateway.TokenAsync(agency, terms => terms with { Purposes = Purposes.LanguageModels | Purposes.Emails });

        var (_, token) = await GetAsync(text, "token");
        var (_, all) = await GetAsync(text, "connexions");

        string[] codes =
        [
            token.Text("clientType")!, .. token.Texts("purposes"),
            .. all.EnumerateArray().SelectMany(one => new[] { one.Text("source")!, one.Text("state")! }
                .Concat(one.GetProperty("reasons").EnumerateArray().SelectMany(reason => new[] { reason.Text("source")!, reason.Text("reason")! }))),
        ];
        Assert.Contains("language_models", codes);
        Assert.Contains("reseau_agence", codes);
        Assert.Contains("not_shared", codes);
        Assert.All(codes, code => Assert.Matches("^[a-z]+(_[a-z]+)*$", code));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("autre")]
    public async Task WithoutAToken_NothingIsTold_AndNoPageIsShown(string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        using var answer = await client.GetAsync(app.Page($"api/v1/{path}"));

        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json", "Bearer"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.WwwAuthenticate.ToString()));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Token_FromElsewhere_TooFast_OrRevoked_IsRefused()
    {
        var place = await gateway.IndependentAsync();
        var (_, elsewhere) = await gateway.TokenAsync(place, terms => terms with { Ranges = [AddressRange.Parse("203.0.113.0/24")!] });
        var (_, slow) = await gateway.TokenAsync(place, terms => terms with { CallsPerMinute = 1 });
        var (id, revoked) = await gateway.TokenAsync(place);
        await gateway.RevokeAsync(place, id);

        var refused = await GetAsync(elsewhere, "token");
        await GetAsync(slow, "token");
        var tooFast = await GetAsync(slow, "token");
        var gone = await GetAsync(revoked, "token");

        Assert.Equal((HttpStatusCode.Forbidden, "urn:connexions:Gateway.AddressRefused"), (refused.Status, refused.Body.Text("type")));
        Assert.Equal((HttpStatusCode.TooManyRequests, "urn:connexions:Gateway.TooFast"), (tooFast.Status, tooFast.Body.Text("type")));
        Assert.Equal(HttpStatusCode.Unauthorized, gone.Status);
    }

    [Fact]
    public async Task Usage_IsTheClientsOwn_ByTheDay_OfTheTokensProviders()
    {
        var network = await gateway.NetworkAsync();
        var (lyon, nantes) = (await gateway.AgencyAsync(network), await gateway.AgencyAsync(network));
        await gateway.ConnexionAsync(GatewayUnderTest.Brevo, network, "contact@reseau.test", "Réseau");
        await gateway.ShareAsync(GatewayUnderTest.Brevo, network);
        var (_, text) = await gateway.TokenAsync(lyon);
        var (_, others) = await gateway.TokenAsync(nantes);
        var (_, networks) = await gateway.TokenAsync(network);
        (await gateway.SendMailAsync(text)).Dispose();
        (await gateway.SendMailAsync(text)).Dispose();
        (await gateway.SendMailAsync(others)).Dispose();
        await gateway.UsesAsync(lyon, 2);
        await gateway.UsesAsync(network, 3);

        var (_, usage) = await GetAsync(text, "usage");
        var (_, ofZoho) = await GetAsync(text, "usage?provider=zoho");
        var (_, ofNetwork) = await GetAsync(networks, "usage");

        var day = Assert.Single(usage.GetProperty("days").EnumerateArray());
        var today = ParisDay.Of(DateTime.UtcNow);
        Assert.Equal(("brevo", 2, 2, 0), (day.Text("provider"), day.GetProperty("calls").GetInt64(), day.GetProperty("emails").GetInt64(), day.GetProperty("errors").GetInt64()));
        Assert.InRange(DateOnly.Parse(day.Text("day")!, System.Globalization.CultureInfo.InvariantCulture), today.AddDays(-1), today);
        Assert.Empty(ofZoho.GetProperty("days").EnumerateArray());
        Assert.Empty(ofNetwork.GetProperty("days").EnumerateArray());
    }

    [Theory]
    [InlineData("from=hier&to=2027-02-30", "Api.DayInvalid", "from,to")]
    [InlineData("from=2027-02-02&to=2027-02-01", "Api.DaysReversed", "to")]
    [InlineData("from=2027-01-01&to=2027-04-03", "Api.TooManyDays", "to")]
    public async Task Usage_OfDaysThatAreNone_SaysWhatIsWrongWithWhich(string query, string code, string fields)
    {
        var (_, text) = await gateway.TokenAsync(await gateway.IndependentAsync());

        var (status, problem) = await GetAsync(text, $"usage?{query}", "en-GB");

        Assert.Equal((HttpStatusCode.BadRequest, $"urn:connexions:{code}"), (status, problem.Text("type")));
        Assert.Equal(fields, string.Join(',', problem.GetProperty("errors").EnumerateObject().Select(field => field.Name)));
        Assert.Matches("^(Give|The|Ask)", problem.Text("detail"));
    }

    [Fact]
    public async Task Usage_OfNinetyTwoDays_IsAnswered()
    {
        var (_, text) = await gateway.TokenAsync(await gateway.IndependentAsync());

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(text, "usage?from=2027-01-01&to=2027-04-02")).Status);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string token, string path)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), app.Page($"api/v1/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string token, string path, string? language = null)
    {
        using var client = new HttpClient { BaseAddress = app.Page("api/v1/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (language is not null)
        {
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        }

        using var answer = await client.GetAsync(path);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}

file static class Json
{
    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    public static string[] Texts(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
