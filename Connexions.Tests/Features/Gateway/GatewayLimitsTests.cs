using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway.Callers;

namespace Connexions.Tests.Features.Gateway;

/// <summary>Rates, quotas, and the journal without which nothing is passed on: at the wire.</summary>
public sealed class GatewayLimitsTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private readonly GatewayUnderTest gateway = new(app);

    private static Provider Brevo => GatewayUnderTest.Brevo;

    [Fact]
    public async Task Quota_OfEmails_IsNeverPassedByManyAtOnce()
    {
        var (network, agency) = await LendAsync(new SharingQuota { EmailsPerAgency = 20 });
        var (_, text) = await gateway.TokenAsync(agency);
        var statuses = new ConcurrentBag<HttpStatusCode>();
        var before = gateway.Fake(Brevo).Sent.Count(mail => mail.Account == GatewayUnderTest.AccountOf(network));

        await Parallel.ForEachAsync(Enumerable.Range(0, 30), new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (_, _) =>
        {
            using var answer = await gateway.SendMailAsync(text);
            statuses.Add(answer.StatusCode);
        });

        Assert.Equal((20, 10), (statuses.Count(status => status == HttpStatusCode.Created), statuses.Count(status => status == HttpStatusCode.TooManyRequests)));
        Assert.Equal(20, gateway.Fake(Brevo).Sent.Count(mail => mail.Account == GatewayUnderTest.AccountOf(network)) - before);
    }

    [Fact]
    public async Task Quota_ThatIsReached_SaysUntilWhenAndInWhoseName()
    {
        var (_, agency) = await LendAsync(new SharingQuota { CallsForAll = 1 });
        var (_, text) = await gateway.TokenAsync(agency);
        using var passed = await gateway.SendMailAsync(text);

        using var refused = await gateway.SendMailAsync(text);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(25));
        Assert.Contains("appels de toutes les agences réunies", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quota_OfEmails_HoldsNewslettersBack()
    {
        var (_, agency) = await LendAsync(new SharingQuota { EmailsPerAgency = 100 });
        using var client = gateway.Client((await gateway.TokenAsync(agency)).Text);

        using var answer = await client.PostAsJsonAsync("brevo/v3/emailCampaigns", new { name = "Lettre", subject = "Bonjour", htmlContent = "<p>" });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Quota_OfTheNetwork_DoesNotCountItsOwnCalls()
    {
        var (network, _) = await LendAsync(new SharingQuota { CallsForAll = 1 });
        var (_, text) = await gateway.TokenAsync(network);

        using var first = await gateway.SendMailAsync(text);
        using var second = await gateway.SendMailAsync(text);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task Rate_OfAToken_IsItsOwn()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(Brevo, place);
        var slow = await gateway.TokenAsync(place, terms => terms with { CallsPerMinute = 2 });
        var (_, other) = await gateway.TokenAsync(place);
        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 3; call++)
        {
            using var answer = await gateway.SendMailAsync(slow.Text, GatewayUnderTest.Mail("a@exemple.test"));
            statuses.Add(answer.StatusCode);
            Assert.Equal(call == 2, answer.Headers.RetryAfter is not null);
        }

        using var unharmed = await gateway.SendMailAsync(other, GatewayUnderTest.Mail("a@exemple.test"));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal(HttpStatusCode.Created, unharmed.StatusCode);
    }

    [Fact]
    public async Task Refusals_AgainAndAgain_AreNewsToTheJournalOnce()
    {
        var place = await gateway.IndependentAsync();
        var (_, text) = await gateway.TokenAsync(place);
        for (var call = 0; call < 5; call++)
        {
            using var answer = await gateway.SendMailAsync(text);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        }

        using var another = await gateway.Client(text).GetAsync("brevo/v3/account");

        Assert.Equal(["Gateway.NoConnexion", "Gateway.OperationNotListed"], (await gateway.UsesAsync(place, 2)).Select(use => use.Refusal));
    }

    [Theory]
    [InlineData(null, "fr")]
    [InlineData("de, *;q=0.1", "fr")]
    [InlineData("en", "en")]
    [InlineData("fr;q=0.4, en-US", "en")]
    [InlineData("english", "fr")]
    public void Language_OfACaller_IsOneOfTheScreens(string? wish, string expected)
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        if (wish is not null)
        {
            context.Request.Headers.AcceptLanguage = wish;
        }

        Assert.Equal(expected, CallerLanguage.Of(context.Request).TwoLetterISOLanguageName);
    }

    private async Task<(Place Network, Place Agency)> LendAsync(SharingQuota quota)
    {
        var network = await gateway.NetworkAsync();
        var agency = await gateway.AgencyAsync(network);
        await gateway.ConnexionAsync(Brevo, network, "contact@reseau.test", "Réseau");
        await gateway.ShareAsync(Brevo, network, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Quota = quota });
        return (network, agency);
    }
}

/// <summary>The receipts cannot be written: an application of its own, since nobody can call through it.</summary>
public sealed class GatewayWithoutJournalTests : IAsyncLifetime
{
    private readonly string file = TestFolder.NewFile(".not-a-folder");
    private readonly AppUnderTest app;

    public GatewayWithoutJournalTests()
    {
        File.WriteAllText(file, "");
        app = new AppUnderTest().With("Gateway:Folder", file);
    }

    public Task InitializeAsync() => app.InitializeAsync();

    public async Task DisposeAsync() => await ((IAsyncLifetime)app).DisposeAsync();

    [Fact]
    public async Task Call_ThatCannotBeJournalled_IsRefusedBeforeItIsSent()
    {
        var gateway = new GatewayUnderTest(app);
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(GatewayUnderTest.Brevo, place);
        var (_, text) = await gateway.TokenAsync(place);

        using var answer = await gateway.SendMailAsync(text, GatewayUnderTest.Mail("a@exemple.test"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Rien n’a été envoyé", (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, gateway.Fake(GatewayUnderTest.Brevo).Calls);
        Assert.Equal("Degraded", await ReadyAsync());

        // It is mended: the next call passes.
        File.Delete(file);
        using var mended = await gateway.SendMailAsync(text, GatewayUnderTest.Mail("a@exemple.test"));
        Assert.Equal(HttpStatusCode.Created, mended.StatusCode);
        Assert.Equal("Healthy", await ReadyAsync());
    }

    private async Task<string> ReadyAsync()
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(app.Page("health/ready"));
    }
}
