using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>Tabs whose session ends somewhere else.</summary>
public sealed class SessionJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private const string Lyon = "lyon@lumiere.demo";
    private const string Nantes = "nantes@lumiere.demo";

    [Fact]
    public async Task SignOut_InOneTab_EndsTheOthers_OnAnotherServerToo()
    {
        await using var other = new AppUnderTest().Beside(app);
        await other.InitializeAsync();
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(Lyon);
        var here = await visitor.NewTabAsync();
        await here.GotoAsync("/connexions/brevo");
        await Expect(here.Locator("#champ-AccountEmail")).ToBeVisibleAsync();
        // Something typed asks before it is left, and keeps no tab at work whose session is over.
        await here.Locator("#champ-AccountEmail").FillAsync("en-cours@exemple.test");
        // One browser's cookies are those of a host, whatever the port.
        var there = await visitor.NewTabAsync();
        await there.GotoAsync(other.Page("/jetons").ToString());
        await Expect(there.Locator("main h1")).ToBeVisibleAsync();

        await visitor.SignOutAsync();

        await here.WaitForURLAsync("**/compte/connexion?retour=%2Fconnexions%2Fbrevo");
        await there.WaitForURLAsync("**/compte/connexion?retour=%2Fjetons");
    }

    [Fact]
    public async Task Session_EndedFromAnotherBrowser_SaysSo_AndComesBackToItsPage()
    {
        await using var lost = await Visitor.ArriveAsync(app);
        await lost.SignInAsync(Nantes);
        await lost.OpenAsync("/jetons");
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(Nantes);

        await visitor.Page.Locator("button[popovertarget='account-menu']").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sécurité du compte" }).ClickAsync();
        await Expect(visitor.Main).ToContainTextAsync("Cette session");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Mettre fin à toutes les autres sessions" }).ClickAsync();
        await Expect(visitor.Main).ToContainTextAsync("Toutes les autres sessions sont terminées.");
        await AccessibilityTests.CheckPageAsync(visitor, "the sessions");

        await lost.Page.WaitForURLAsync("**/compte/connexion?retour=%2Fjetons&fin=1");
        await Expect(lost.Main).ToContainTextAsync("Votre session est terminée");
        await lost.Page.Locator($"button[value='{Nantes}']").ClickAsync();
        await lost.Page.WaitForURLAsync("**/jetons");
    }
}
