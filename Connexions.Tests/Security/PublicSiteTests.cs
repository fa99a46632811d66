using System.Diagnostics;
using System.Net;
using Connexions.Domain.Access;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Security;

/// <summary>Two servers over one database, in Production, behind a proxy that speaks https.</summary>
public sealed class PublicSite : IAsyncLifetime
{
    public const string Password = "une phrase bien longue";

    private int people;

    public PublicSite()
    {
        var certificate = Certificates.New("a");
        One = new AppUnderTest().InProduction(certificate, "a");
        Other = new AppUnderTest().InProduction(certificate, "a").Beside(One);
    }

    public AppUnderTest One { get; }

    public AppUnderTest Other { get; }

    public async Task InitializeAsync()
    {
        await One.InitializeAsync();
        await Other.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncLifetime)Other).DisposeAsync();
        await ((IAsyncLifetime)One).DisposeAsync();
    }

    /// <returns>The address of an account that works for nobody: enough to be signed in.</returns>
    public async Task<string> PersonAsync()
    {
        await using var scope = One.Services.CreateAsyncScope();
        var person = Person.Create($"personne{Interlocked.Increment(ref people)}@exemple.test", "Personne", DateTime.UtcNow);
        var created = await scope.ServiceProvider.GetRequiredService<UserManager<Person>>().CreateAsync(person, Password);
        Assert.True(created.Succeeded);
        return person.Email!;
    }

    public async Task<Caller> SignInAsync(string email)
    {
        var caller = new Caller(One, isHttps: true);
        await caller.SignInAsync(email, Password);
        return caller;
    }
}

public sealed class PublicSiteTests(PublicSite site) : IClassFixture<PublicSite>
{
    private const string Foreign = "https://elsewhere.example";

    [Fact]
    public async Task PageOfDevelopment_InProduction_IsAnUnknownAddress()
    {
        using var caller = await site.SignInAsync(await site.PersonAsync());

        var answer = await caller.GetAsync("/composants");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }

    [Fact]
    public async Task Cookies_OverHttps_AreSecureAndOfThisHostAlone()
    {
        using var caller = await site.SignInAsync(await site.PersonAsync());
        await caller.GetAsync("/preferences/langue/en");
        await caller.GetAsync("/preferences/theme/dark");

        Assert.Superset(new HashSet<string> { "__Host-connexions", "__Host-connexions.theme", "__Host-.AspNetCore.Culture" }, caller.Cookies.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.Contains(caller.Cookies.Keys, name => name.StartsWith("__Host-.AspNetCore.Antiforgery.", StringComparison.Ordinal));
        Assert.All(caller.AllSent, cookie =>
        {
            Assert.StartsWith(HostCookies.Prefix, cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
        // They are read again: the person is known, the language and the theme are in force.
        var page = await caller.GetAsync("/compte/securite");
        Assert.Contains("<html lang=\"en\" data-theme=\"dark\"", page.Text, StringComparison.Ordinal);
    }

    /// <summary>What a page over plain http, or another host of the domain, may have set.</summary>
    [Fact]
    public async Task Cookie_WithoutThePrefix_IsNoneOverHttps()
    {
        using var caller = await site.SignInAsync(await site.PersonAsync());
        foreach (var (name, value) in caller.Cookies.ToList())
        {
            caller.Cookies.Remove(name);
            caller.Cookies.Add(name[HostCookies.Prefix.Length..], value);
        }

        Assert.StartsWith("/compte/connexion", (await caller.GetAsync("/")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/compte/connexion", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Found)]
    [InlineData("/nulle-part", HttpStatusCode.NotFound)]
    [InlineData("/favicon.svg", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/gateway/brevo/v3/smtp/email", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/token", HttpStatusCode.Unauthorized)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    public async Task Answer_OverHttps_TellsBrowsersToKeepToIt(string path, HttpStatusCode status)
    {
        using var caller = new Caller(site.One, isHttps: true);

        var answer = await caller.GetAsync(path);

        Assert.Equal((status, "max-age=31536000; includeSubDomains"), (answer.Status, answer.Headers.GetValueOrDefault("Strict-Transport-Security")));
    }

    [Theory]
    [InlineData("https://connexions.example", null, HttpStatusCode.OK)]
    [InlineData("https://connexions.example:443", null, HttpStatusCode.OK)]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData(Foreign, Foreign, HttpStatusCode.OK)]
    [InlineData(Foreign, null, HttpStatusCode.Forbidden)]
    [InlineData("https://connexions.example.elsewhere.example", null, HttpStatusCode.Forbidden)]
    [InlineData("https://sub.connexions.example", null, HttpStatusCode.Forbidden)]
    [InlineData("https://connexions.example:8443", null, HttpStatusCode.Forbidden)]
    [InlineData("http://connexions.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("", null, HttpStatusCode.Forbidden)]
    public async Task Circuit_AskedForByAPage_IsGivenToPagesOfThisSiteAlone(string? origin, string? forwarded, HttpStatusCode expected)
    {
        using var caller = new Caller(site.One, isHttps: true);
        using var negotiate = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        using var socket = new HttpRequestMessage(HttpMethod.Get, "/_BLAZOR?id=x");
        foreach (var request in new[] { negotiate, socket })
        {
            if (origin is not null)
            {
                request.Headers.TryAddWithoutValidation("Origin", origin);
            }

            if (forwarded is not null)
            {
                request.Headers.Add("X-Forwarded-Host", new Uri(forwarded).Authority);
            }
        }

        Assert.Equal(expected, (await caller.SendAsync(negotiate)).Status);
        Assert.Equal(expected == HttpStatusCode.Forbidden, (await caller.SendAsync(socket)).Status == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task SignOut_EndsTheCookieWhereverItWasCopiedTo_OnEveryServerWithinSeconds()
    {
        var email = await site.PersonAsync();
        using var caller = await site.SignInAsync(email);
        using var another = await site.SignInAsync(email);
        using var copied = Copy(caller, site.One);
        using var elsewhere = Copy(caller, site.Other);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], await OpenAsync(copied, elsewhere, another));

        await caller.SignOutAsync();

        Assert.Equal([HttpStatusCode.Found, HttpStatusCode.OK], await OpenAsync(copied, another));
        await UntilEndedAsync(elsewhere);
        // Signed out by nobody here: the page says why it asks.
        using var late = Copy(another, site.One);
        await another.SignOutAsync();
        var asked = await late.GetAsync("/compte/securite");
        Assert.Equal("/compte/connexion?retour=%2Fcompte%2Fsecurite&fin=1", asked.Location);
        Assert.DoesNotContain(late.Cookies, cookie => cookie.Key == "__Host-connexions");
        Assert.Contains("Votre session est terminée", (await late.GetAsync(asked.Location!)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewPassword_EndsEveryOtherCookieOfThePerson_OnEveryServerWithinSeconds()
    {
        var email = await site.PersonAsync();
        using var caller = await site.SignInAsync(email);
        using var another = await site.SignInAsync(email);
        using var elsewhere = Copy(another, site.Other);
        using var before = Copy(caller, site.One);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], await OpenAsync(another, elsewhere, before));

        var changed = await caller.PostAsync("/compte/mot-de-passe", "change-password",
            ("Input.Current", PublicSite.Password), ("Input.New", "girafe sous la pluie"), ("Input.Again", "girafe sous la pluie"));

        Assert.Contains("Votre mot de passe a été changé", changed.Words, StringComparison.Ordinal);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Found, HttpStatusCode.Found], await OpenAsync(caller, another, before));
        await UntilEndedAsync(elsewhere);
    }

    [Fact]
    public async Task ClaimOfSomebodyElsesSession_LaidIntoAnAccount_IsWorthNothing()
    {
        var (mine, theirs) = (await site.PersonAsync(), await site.PersonAsync());
        using var victim = await site.SignInAsync(theirs);
        await using (var scope = site.One.Services.CreateAsyncScope())
        {
            var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
            var of = (await people.FindByEmailAsync(theirs))!.Id;
            await using var db = site.One.Services.GetRequiredService<ContextFactory>().CreateUnstamped();
            var session = await db.Set<PersonSession>().SingleAsync(row => row.PersonId == of);
            await people.AddClaimsAsync((await people.FindByEmailAsync(mine))!, [new(CurrentSession.Claim, $"{session.SessionId}"), new("connexions.token", "x")]);
        }

        using var caller = await site.SignInAsync(mine);
        using var copy = Copy(caller, site.One);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await OpenAsync(victim, caller));
        await caller.SignOutAsync();

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Found], await OpenAsync(victim, copy));
    }

    [Fact]
    public async Task Session_EndedFromAnother_IsOver_AndTheOneThatAskedGoesOn()
    {
        var email = await site.PersonAsync();
        using var lost = await site.SignInAsync(email);
        using var also = await site.SignInAsync(email);
        using var caller = await site.SignInAsync(email);
        var page = await caller.GetAsync("/compte/securite");
        var first = page.Text.Split("name=\"Ended\" value=\"")[1..].Select(part => part.Split('"')[0]).ToList();
        Assert.Equal(2, first.Count);

        var answer = await caller.PostAsync(page, "/compte/securite", "end-session", ("Ended", first[0]));

        Assert.Contains("La session est terminée", answer.Words, StringComparison.Ordinal);
        Assert.Single(await OpenAsync(lost, also), status => status == HttpStatusCode.Found);
        answer = await caller.PostAsync("/compte/securite", "end-others");
        Assert.Contains("Toutes les autres sessions sont terminées", answer.Words, StringComparison.Ordinal);
        Assert.Equal([HttpStatusCode.Found, HttpStatusCode.Found, HttpStatusCode.OK], await OpenAsync(lost, also, caller));
    }

    /// <summary>The same browser's cookies, in somebody else's hands.</summary>
    private static Caller Copy(Caller caller, AppUnderTest app)
    {
        var copy = new Caller(app, isHttps: true);
        foreach (var cookie in caller.Cookies)
        {
            copy.Cookies.Add(cookie);
        }

        return copy;
    }

    private static async Task<HttpStatusCode[]> OpenAsync(params Caller[] callers)
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var caller in callers)
        {
            // As it was, whatever the answer would take away: a thief keeps it.
            var kept = caller.Cookies.ToList();
            statuses.Add((await caller.GetAsync("/compte/securite")).Status);
            kept.ForEach(cookie => caller.Cookies[cookie.Key] = cookie.Value);
        }

        return [.. statuses];
    }

    private static async Task UntilEndedAsync(Caller caller)
    {
        var waited = Stopwatch.StartNew();
        while ((await OpenAsync(caller))[0] != HttpStatusCode.Found)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "The session goes on on the other server.");
            await Task.Delay(50);
        }
    }
}
