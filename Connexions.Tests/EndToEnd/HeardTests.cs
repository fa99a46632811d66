using System.Text.RegularExpressions;
using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>
/// What is seen is heard as well: the browser's accessibility tree of every grid, menu, dialog and form that was refused,
/// through axe while it is open.
/// </summary>
public sealed partial class HeardTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private const string Opened = ":popover-open, .mud-popover-open";

    [Theory]
    [InlineData("directeur@lumiere.demo", "/", "/connexions", "/connexions/brevo", "/partage", "/partage/brevo", "/partage/couverture", "/jetons", "/brancher", "/utilisation", "/journal", "/equipe", "/composants")]
    [InlineData("lyon@lumiere.demo", "/", "/connexions/zoho", "/utilisation")]
    [InlineData("admin@connexions.demo", "/", "/administration/organisations", "/administration/comptes")]
    [InlineData("support@connexions.demo", "/", "/support/verifications")]
    public async Task Screen_IsHeardInWords_AndCanSpeakBeforeItHasAnythingToSay(string email, params string[] addresses)
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(email);
        foreach (var address in addresses)
        {
            await visitor.OpenAsync(address);
            await visitor.SettledAsync();

            await AssertHeardAsync(visitor.Page.Locator("body"), $"{address} as {email}");
            // What comes into the page together with its region is not read out.
            Assert.True(await visitor.Page.Locator(".messages[role=status]").CountAsync() == 1, $"{address} has to have the region for messages, empty, before there is one: it belongs to the layout.");
        }
    }

    [Fact]
    public async Task Grid_SaysByWhichColumnItIsSorted_AndWhichWay()
    {
        await using var support = await Visitor.ArriveAsync(app);
        await support.SignInAsync("support@connexions.demo");
        await support.OpenAsync("/support/connexions");
        await SupportJourneyTests.GiveReasonAsync(support, "ticket 4711");
        await Expect(support.Page.Locator("#nombre")).ToHaveTextAsync("13 connexions trouvées.");
        var sorted = support.Page.Locator("[role=columnheader][aria-sort=ascending], [role=columnheader][aria-sort=descending], th[aria-sort=ascending], th[aria-sort=descending]");

        foreach (var column in new[] { "Client", "Modifi" })
        {
            var header = support.Page.GetByRole(AriaRole.Columnheader, new() { NameRegex = new Regex($"^{column}", RegexOptions.None, TimeSpan.FromSeconds(1)) });
            var sort = header.GetByRole(AriaRole.Button);
            await sort.PressAsync("Enter");
            await Expect(header).ToHaveAttributeAsync("aria-sort", "ascending");
            await Expect(sort).ToBeFocusedAsync();
            await sort.PressAsync("Enter");
            await Expect(header).ToHaveAttributeAsync("aria-sort", "descending");
            await Expect(sorted).ToHaveCountAsync(1);
        }

        await AssertHeardAsync(support.Main, "support's list, sorted");
        await AccessibilityTests.CheckPageAsync(support, "support's list, sorted");
    }

    [Theory]
    [InlineData("nice@azur.demo", 1280)]
    [InlineData("directeur@lumiere.demo", 390)]
    public async Task Menu_OpensByKeyboard_IsHeardInWords_AndGivesTheFocusBack(string email, int width)
    {
        await using var visitor = await Visitor.ArriveAsync(app, options => options.ViewportSize = new() { Width = width, Height = 844 });
        await visitor.SignInAsync(email);
        await visitor.OpenAsync("/");
        await visitor.SettledAsync();
        var openers = await visitor.Page.Locator("header [popovertarget]:visible, header [aria-haspopup]:visible").AllAsync();
        Assert.True(openers.Count >= 2, "The header's menus were not found: they are opened by what has popovertarget or aria-haspopup.");
        foreach (var opener in openers)
        {
            await opener.PressAsync("Enter");
            var menu = visitor.Page.Locator(Opened);
            await Expect(menu).ToBeVisibleAsync();
            var what = $"the menu \"{(await menu.InnerTextAsync()).Trim().Split('\n')[0]}\" at {width} pixels";
            await AssertHeardAsync(menu, what);
            await AccessibilityTests.CheckPageAsync(visitor, what);
            await visitor.Page.Keyboard.PressAsync("Escape");
            await Expect(visitor.Page.Locator(Opened)).ToHaveCountAsync(0);
            await Expect(opener).ToBeFocusedAsync();
        }
    }

    [Theory]
    [InlineData("directeur@lumiere.demo", "/composants", "#demander")]
    [InlineData("directeur@lumiere.demo", "/partage/couverture", "[data-agency] [data-provider=brevo] button")]
    [InlineData("directeur@lumiere.demo", "/connexions/brevo", "role=button[name=/^Supprimer la connexion/]")]
    [InlineData("lyon@lumiere.demo", "/brancher", "#essai-mail")]
    [InlineData("admin@connexions.demo", "/administration/comptes", "role=button[name=/^Désactiver/]")]
    public async Task Dialog_IsNamed_IsHeardInWords_AndGivesTheFocusBack(string email, string address, string opener)
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(email);
        await visitor.OpenAsync(address);
        await visitor.SettledAsync();
        var button = visitor.Page.Locator(opener).First;
        await button.PressAsync("Enter");
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = Something() });

        await Expect(dialog).ToBeVisibleAsync();
        await AssertHeardAsync(dialog, $"the dialog of {address}");
        await AccessibilityTests.CheckPageAsync(visitor, $"the open dialog of {address}");
        await visitor.EscapeAsync();
        await Expect(button).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(null, "/compte/connexion", null, "main form button[type=submit] >> nth=0")]
    [InlineData("directeur@lumiere.demo", "/compte/mot-de-passe", null, "main form button[type=submit]")]
    [InlineData("admin@connexions.demo", "/administration/organisations", "role=button[name=/^Nouvelle organisation/]", "main form:not([role=search]) button[type=submit]")]
    [InlineData("support@connexions.demo", "/support/connexions", null, "main form button[type=submit]")]
    public async Task Form_ThatIsRefused_SaysWhyBesideTheField(string? email, string address, string? opener, string submit)
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        if (email is not null)
        {
            await visitor.SignInAsync(email);
        }

        await visitor.OpenAsync(address);
        await visitor.SettledAsync();
        if (opener is not null)
        {
            await visitor.Page.Locator(opener).ClickAsync();
        }

        // The server answers, not the browser's own bubbles.
        await visitor.Page.EvaluateAsync("() => document.querySelectorAll('form').forEach(form => form.noValidate = true)");
        await visitor.Page.Locator(submit).ClickAsync();

        await Expect(visitor.Main.Locator("[aria-invalid=true]:visible, [role=alert]:visible").First).ToBeVisibleAsync();
        await AssertHeardAsync(visitor.Main, $"{address}, refused");
        await AccessibilityTests.CheckPageAsync(visitor, $"{address}, refused");
        var silent = await visitor.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('main [aria-invalid=true]')]
                .filter(field => !(field.getAttribute('aria-describedby') ?? '').split(' ').some(id => document.getElementById(id)?.textContent.trim()))
                .map(field => field.outerHTML.slice(0, 200))
            """);
        Assert.True(silent.Length == 0, $"{address}: point aria-describedby of these at the sentence that says what is wrong: {string.Join(" | ", silent)}");
    }

    [Fact]
    public async Task Simulation_IsHeardInWords_AndHasTheFocus()
    {
        await using var director = await Visitor.ArriveAsync(app);
        await director.SignInAsync("directeur@lumiere.demo");
        await director.OpenAsync("/partage/zoho");
        await director.SettledAsync();
        await director.Page.Locator("input[name=mode]").First.CheckAsync();
        await director.Page.Locator("#simuler").ClickAsync();
        await Expect(director.Page.Locator("#enregistrer")).ToBeVisibleAsync();

        await AssertHeardAsync(director.Main, "the simulation");
        await AccessibilityTests.CheckPageAsync(director, "the simulation");
        Assert.True(await director.Page.EvaluateAsync<bool>("() => document.activeElement !== document.body"), "Take the focus to the simulation, or to what is wrong: it stands far from the button.");
    }

    /// <summary>Whatever can be used or heads a column has a name, and no glyph is read by its own.</summary>
    private static async Task AssertHeardAsync(ILocator part, string where)
    {
        var heard = await part.AriaSnapshotAsync();
        var silent = Silent().Matches(heard).Select(match => match.Value.Trim()).ToList();
        Assert.True(silent.Count == 0, $"{where}: give these a name, by a label or hidden text: {string.Join(" | ", silent)}\n{heard}");
        var glyphs = Glyph().Matches(heard).Select(match => match.Value).ToList();
        Assert.True(glyphs.Count == 0, $"{where}: hide these glyphs from who listens (the house's Icon does): {string.Join(", ", glyphs)}\n{heard}");
    }

    [GeneratedRegex(@"(?m)^\s*- (button|link|textbox|searchbox|combobox|listbox|checkbox|radio|switch|slider|spinbutton|menuitem|option|tab|dialog|columnheader|rowheader|img|progressbar)(:|$| \[[^\]]*\]:?$)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Silent();

    // Names of Material's symbols: as a font they would be read out.
    [GeneratedRegex(@"\b(account_circle|add_link|alternate_email|arrow_(back|forward|upward|downward|drop_down)|check_circle|chevron_(left|right)|content_copy|dark_mode|expand_more|first_page|last_page|light_mode|open_in_new|search_off|unfold_more|visibility_off)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Glyph();

    [GeneratedRegex(@"\w", RegexOptions.None, 1000)]
    private static partial Regex Something();
}
