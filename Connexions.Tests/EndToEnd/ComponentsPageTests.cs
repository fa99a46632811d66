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

    [Fact]
    public async Task Table_IsNarrowedDownSortedAndChosenFrom_ByKeyboard_AndItsAddressSaysSo()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("directeur@lumiere.demo");
        await visitor.OpenAsync("/composants");
        var rows = visitor.Main.GetByRole(AriaRole.Rowheader);
        await Expect(rows).ToHaveCountAsync(6);

        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "État", Exact = true }).PressAsync("ArrowDown");
        await Expect(visitor.Page.GetByRole(AriaRole.Option, new() { Name = "En service" })).ToBeVisibleAsync();
        await AccessibilityTests.CheckPageAsync(visitor, "an open list");
        await visitor.Page.GetByRole(AriaRole.Option, new() { Name = "En service" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(3);
        await visitor.Main.GetByRole(AriaRole.Columnheader, new() { Name = "Appels" }).GetByRole(AriaRole.Button).PressAsync("Enter");
        await Expect(rows.First).ToHaveTextAsync("Troyes");
        await Expect(visitor.Main.Locator("[aria-sort=ascending]")).ToContainTextAsync("Appels");
        await Expect(visitor.Page).ToHaveURLAsync(app.Page("composants?lignes-etat=ok&lignes-tri=appels").ToString());

        await visitor.Page.GetByLabel("Sélectionner Troyes").CheckAsync();
        await visitor.Page.Locator("#relancer").PressAsync("Enter");
        await Expect(visitor.Page.Locator(".message")).ToContainTextAsync("Agences relancées\u00a0: 1.");
        await AccessibilityTests.CheckPageAsync(visitor, "a row chosen");

        await visitor.Page.ReloadAsync();
        await Expect(rows.First).ToHaveTextAsync("Troyes");
        await Expect(rows).ToHaveCountAsync(3);
        Assert.Empty(visitor.Complaints);
    }
}
