using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>The way through the application: in view on a laptop, behind a button on a phone.</summary>
public sealed class NavigationTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task OnAPhone_ItTakesTheFocus_AndEscapeOrALinkCloseIt()
    {
        await using var visitor = await Visitor.ArriveAsync(app, options => options.ViewportSize = new() { Width = 390, Height = 844 });
        await visitor.SignInAsync("directeur@lumiere.demo");
        var navigation = visitor.Page.Locator("#navigation");
        var button = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true });
        await Expect(navigation).ToBeHiddenAsync();

        await button.PressAsync("Enter");
        await Expect(button).ToHaveAttributeAsync("aria-expanded", "true");
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('#navigation').contains(document.activeElement)");
        await AccessibilityTests.CheckPageAsync(visitor, "the open navigation on a phone");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(navigation.GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(navigation).ToBeHiddenAsync();
        await Expect(button).ToBeFocusedAsync();

        await button.ClickAsync();
        await navigation.GetByRole(AriaRole.Link, new() { Name = "Journal" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Journal", Level = 1 })).ToBeFocusedAsync();
        await Expect(navigation).ToBeHiddenAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task OnALaptop_ItIsInView_AndSaysWhereOneIs()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("directeur@lumiere.demo");

        var here = visitor.Page.Locator("#navigation [aria-current=page]");
        await Expect(here).ToHaveTextAsync("Tableau de bord");
        await Expect(here).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task MenusOfTheHeader_Open_HaveNoViolation_AndEscapeClosesThem(ColorScheme theme)
    {
        await using var visitor = await Visitor.ArriveAsync(app, options => options.ColorScheme = theme);
        await visitor.SignInAsync("directeur@lumiere.demo");

        foreach (var menu in new[] { "preference-menu", "account-menu" })
        {
            await visitor.Page.Locator($"button[popovertarget='{menu}']").PressAsync("Enter");
            await Expect(visitor.Page.Locator($"#{menu}")).ToBeVisibleAsync();
            await AccessibilityTests.CheckPageAsync(visitor, $"{menu}, {theme}");
            await visitor.Page.Keyboard.PressAsync("Escape");
            await Expect(visitor.Page.Locator($"#{menu}")).ToBeHiddenAsync();
        }
    }
}
