using System.Net;
using Connexions.Tests.Support;

namespace Connexions.Tests.Account;

/// <summary>Where people come back to: any address of the site works or leads home, and no other site's does.</summary>
public sealed class ReturnTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private const string Demo = "directeur@lumiere.demo";

    public static TheoryData<string, string> Addresses { get; } = new()
    {
        { "/connexions", "/connexions" },
        { "/utilisation?periode=Month#cle", "/utilisation?periode=Month#cle" },
        { "/é", "/%C3%A9" },
        { "/agences?nom=Évreux#à-côté", "/agences?nom=%C3%89vreux#%C3%A0-c%C3%B4t%C3%A9" },
        { "/a b\"<", "/a%20b%22%3C" },
        { "/%C3%A9%2F%3F", "/%C3%A9%2F%3F" },
        { "/50%", "/50%25" },
        { "/a/../b", "/b" },
        { "/\ud83d\ude00", "/%F0%9F%98%80" },
        { "", "/" },
        { "connexions", "/" },
        { "//elsewhere.example", "/" },
        { "///elsewhere.example", "/" },
        { "/\\elsewhere.example", "/" },
        { "/.//elsewhere.example", "/" },
        { "/a/..//elsewhere.example", "/" },
        { "/a\r\nSet-Cookie: x=y", "/" },
        { "/\t/elsewhere.example", "/" },
        { "https://elsewhere.example/", "/" },
        { "javascript:alert(1)", "/" },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task SignIn_WithWhereToComeBackTo_GoesThereOrHome(string back, string expected)
    {
        using var caller = new Caller(app);

        var answer = await caller.TrySignInAsync(Demo, AppUnderTest.DemoPassword, back);

        Assert.Equal((HttpStatusCode.Found, expected), (answer.Status, answer.Location));
        Assert.Contains(caller.Cookies, cookie => cookie.Key == "connexions");
    }

    [Theory]
    [InlineData("/preferences/langue/en")]
    [InlineData("/preferences/theme/dark")]
    public async Task Preference_WithWhereToComeBackTo_GoesThereOrHome(string preference)
    {
        using var caller = new Caller(app);
        foreach (var row in Addresses)
        {
            var answer = await caller.GetAsync($"{preference}?retour={Uri.EscapeDataString((string)row[0])}");
            Assert.Equal((HttpStatusCode.Found, row[1]), (answer.Status, answer.Location));
        }
    }

    [Fact]
    public async Task Role_WithWhereToComeBackTo_IsAskedForBeforeItsFragment()
    {
        using var caller = new Caller(app);
        await caller.SignInAsync(Demo);
        var membership = (await caller.GetAsync("/")).Text.Split("data-membership=\"")[1].Split('"')[0];
        foreach (var row in Addresses)
        {
            var answer = await caller.GetAsync($"/compte/role/{membership}?retour={Uri.EscapeDataString((string)row[0])}");
            var (parts, sign) = (((string)row[1]).Split('#', 2), ((string)row[1]).Contains('?', StringComparison.Ordinal) ? '&' : '?');
            parts[0] += $"{sign}role={membership}";
            Assert.Equal((HttpStatusCode.Found, string.Join('#', parts)), (answer.Status, answer.Location));
        }
    }

    /// <summary>The menus of a page that stands in for another lead back to the address that the browser shows.</summary>
    [Fact]
    public async Task NotFoundPage_OfAnAddressWithSigns_LeadsBackToIt()
    {
        using var caller = new Caller(app);

        var page = await caller.GetAsync("/nulle%3Fpart/50%25?q=1");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains($"retour={Uri.EscapeDataString("/nulle%3Fpart/50%25?q=1")}", page.Text, StringComparison.Ordinal);
    }
}
