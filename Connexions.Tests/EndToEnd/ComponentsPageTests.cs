using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>The parts that pages are made of, where they move.</summary>
public sealed class ComponentsPageTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Messages_AreSeenWithoutScrolling_TakenBackByKeyboard_AndClosed()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("directeur@lumiere.demo");
        await visitor.OpenAsync("/composants");
        await visitor.SettledAsync();

        await visitor.Page.Locator("#annulable").ClickAsync();
        var said = visitor.Page.Locator(".message");
        await Expect(said).ToContainTextAsync("La connexion est mise de côté.");
        await Expect(said).ToBeInViewportAsync(new() { Ratio = 1 });
        await AccessibilityTests.CheckPageAsync(visitor, "a message that can be undone");
        await said.GetByRole(AriaRole.Button, new() { Name = "Annuler" }).PressAsync("Enter");
        await Expect(said).ToContainTextAsync("C’est annulé.");
        await said.GetByRole(AriaRole.Button, new() { Name = "Fermer ce message" }).PressAsync("Enter");
        await Expect(said).ToHaveCountAsync(0);

        await visitor.Page.Locator("#charger").ClickAsync();
        await Expect(visitor.Main.Locator(".loading")).ToBeVisibleAsync();
        await visitor.Page.Locator("#charger").ClickAsync();
        await visitor.SettledAsync();
        await visitor.Page.Locator("#demander").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await AccessibilityTests.CheckPageAsync(visitor, "an open dialog");
    }
}
