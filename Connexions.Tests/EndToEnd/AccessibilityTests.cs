using Connexions.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>
/// Every screen, as the people who reach it, through axe (WCAG 2.2 AA), in French on a light laptop and in English on a
/// dark phone, where nothing may be wider than the screen.
/// </summary>
public sealed class AccessibilityTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    [Theory]
    [InlineData(null, "/compte/connexion", "/introuvable", "/gateway", "/gateway/brevo")]
    [InlineData("admin@connexions.demo", "/administration/organisations", "/administration/comptes")]
    [InlineData("directeur@azur.demo", "/equipe", "/jetons", "/brancher", "/composants")]
    [InlineData("directeur@lumiere.demo", "/", "/connexions", "/connexions/brevo", "/connexions/zoho", "/jetons", "/brancher", "/utilisation", "/journal", "/compte/mot-de-passe", "/compte/securite")]
    [InlineData("lyon@lumiere.demo", "/", "/connexions", "/connexions/brevo", "/connexions/openai", "/brancher", "/brancher?fournisseur=openai", "/utilisation")]
    public async Task Screen_AsThePeopleWhoReachIt_HasNoViolation(string? email, params string[] addresses)
    {
        await CheckAsync(email, addresses, dark: false, options => options.ColorScheme = ColorScheme.Light);
        await CheckAsync(email, addresses, dark: true, options =>
        {
            options.ColorScheme = ColorScheme.Dark;
            options.ViewportSize = new() { Width = 390, Height = 844 };
        });
    }

    private async Task CheckAsync(string? email, string[] addresses, bool dark, Action<BrowserNewContextOptions> configure)
    {
        await using var visitor = await Visitor.ArriveAsync(app, configure);
        if (dark)
        {
            await visitor.Page.GotoAsync("/preferences/langue/en?retour=/compte/connexion");
        }

        if (email is not null)
        {
            await visitor.SignInAsync(email);
        }

        foreach (var address in addresses)
        {
            await visitor.OpenAsync(address);
            await visitor.SettledAsync();
            await CheckPageAsync(visitor, $"{address} as {email ?? "nobody"}{(dark ? ", dark phone" : ", light laptop")}");
        }
    }

    internal static async Task CheckPageAsync(Visitor visitor, string where)
    {
        var result = await visitor.Page.RunAxe(new() { RunOnly = new() { Type = "tag", Values = [.. Rules] } });
        var violations = result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help} ({string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))})").ToList();
        Assert.True(violations.Count == 0, $"{where}: {string.Join(Environment.NewLine, violations)}");

        var overflow = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{where} is {overflow} pixels wider than the screen.");
    }
}
