using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>A token's life, as the one who makes it sees it: shown once, then by its first characters, then revoked.</summary>
public sealed class TokenJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Token_IsShownOnce_ThenOnlyByItsBeginning_AndRevoked()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("nantes@lumiere.demo");
        await visitor.OpenAsync("/jetons");
        await Expect(visitor.Main).ToContainTextAsync("La clé reste ici");

        await Button(visitor, "Nouveau jeton").ClickAsync();
        await Button(visitor, "Créer le jeton pour Lumière Nantes").ClickAsync();
        await Expect(visitor.Main).ToContainTextAsync("Cochez au moins un fournisseur.");
        await AccessibilityTests.CheckPageAsync(visitor, "the form of a token, with errors");

        var text = await visitor.CreateTokenAsync("Logiciel de caisse");
        Assert.True(ServiceToken.HasForm(text));
        await AccessibilityTests.CheckPageAsync(visitor, "a new token");
        Assert.DoesNotContain(text, visitor.Page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(text, await visitor.Page.EvaluateAsync<string>("() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])"), StringComparison.Ordinal);

        // It can never be shown again: leaving asks, whichever way, and staying keeps it.
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Journal" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("personne ne peut le retrouver");
        await visitor.EscapeAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Journal" })).ToBeFocusedAsync();
        await Expect(visitor.TokenText).ToHaveValueAsync(text);
        var asked = visitor.ExpectQuestionAsync();
        await visitor.Page.ReloadAsync();
        Assert.Equal(DialogType.BeforeUnload, await asked);
        var card = visitor.Page.Locator("article", new() { HasText = "Logiciel de caisse" });
        await Expect(card).ToContainTextAsync($"{text[..ServiceToken.HintLength]}…");
        await Expect(card).ToContainTextAsync("Actif");
        await Expect(visitor.TokenText).ToHaveCountAsync(0);
        Assert.DoesNotContain(text, await visitor.Page.ContentAsync(), StringComparison.Ordinal);

        var revoke = card.GetByRole(AriaRole.Button, new() { Name = "Révoquer Logiciel de caisse" });
        await visitor.SettledAsync();
        await revoke.ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Annuler" })).ToBeFocusedAsync();
        await visitor.EscapeAsync();
        await Expect(revoke).ToBeFocusedAsync();
        await revoke.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("L’outil «\u00a0Logiciel de caisse\u00a0»");
        await visitor.ConfirmAsync("Révoquer le jeton");
        await Expect(card).ToContainTextAsync("par Maëlle Le Goff");
        await Expect(card.Locator(".chip")).ToContainTextAsync("Révoqué");
        await Expect(card.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        // The button is gone.
        await Expect(visitor.Page.Locator("h1")).ToBeFocusedAsync();

        await visitor.OpenAsync("/journal");
        await Expect(visitor.Main).ToContainTextAsync("Maëlle Le Goff a révoqué le jeton d’accès «\u00a0Logiciel de caisse\u00a0».");
        await Expect(visitor.Main).ToContainTextAsync("Maëlle Le Goff a créé le jeton d’accès «\u00a0Logiciel de caisse\u00a0».");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Form_OnADarkPhoneInEnglish_LeadsFromOneErrorToTheNext()
    {
        await using var visitor = await Visitor.ArriveAsync(app, options =>
        {
            options.ColorScheme = ColorScheme.Dark;
            options.ViewportSize = new() { Width = 390, Height = 844 };
        });
        await visitor.Page.GotoAsync("/preferences/langue/en?retour=/compte/connexion");
        await visitor.SignInAsync("lyon@lumiere.demo");
        await visitor.OpenAsync("/jetons");
        await Button(visitor, "New token").ClickAsync();
        await visitor.Page.GetByLabel("Until a day I choose").CheckAsync();
        await visitor.Page.Locator("#jeton-adresses").FillAsync("our box");
        await visitor.Page.Locator("#jeton-rythme").FillAsync("many");

        await FailsAtAsync(visitor.Page.Locator("#jeton-nom"));
        await visitor.Page.Locator("#jeton-nom").FillAsync("Till");
        await FailsAtAsync(visitor.Page.Locator("fieldset", new() { HasText = "Brevo" }));
        await visitor.Page.GetByLabel("Brevo", new() { Exact = true }).CheckAsync();
        await visitor.Page.GetByLabel("Zoho", new() { Exact = false }).First.CheckAsync();
        await FailsAtAsync(visitor.Page.Locator("fieldset", new() { HasText = "Tick only what the tool needs" }));
        await visitor.Page.Locator("input[name=usage][data-value=Emails]").CheckAsync();
        await FailsAtAsync(visitor.Page.Locator("#jeton-fin"));
        await AccessibilityTests.CheckPageAsync(visitor, "the form of a token, dark phone");
        await visitor.Page.Locator("#jeton-fin").FillAsync(DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await FailsAtAsync(visitor.Page.Locator("#jeton-adresses"));
        await visitor.Page.Locator("#jeton-adresses").FillAsync("");
        await FailsAtAsync(visitor.Page.Locator("#jeton-rythme"));

        async Task FailsAtAsync(ILocator field)
        {
            await Button(visitor, "Create the token").ClickAsync();
            await Expect(field).ToBeFocusedAsync();
        }
    }

    /// <summary>The languages are no pages of the circuit: what asks before one of those is left never hears of them.</summary>
    [Fact]
    public async Task Form_WithSomethingFilledIn_LeftForAnotherLanguage_AsksToo_AndComesBack()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("nice@azur.demo");
        await visitor.OpenAsync("/jetons");
        await Button(visitor, "Nouveau jeton").ClickAsync();
        await visitor.Page.Locator("#jeton-nom").FillAsync("Caisse");
        await visitor.Page.Locator("#jeton-nom").PressAsync("Tab");

        var asked = visitor.ExpectQuestionAsync();
        await visitor.Page.Locator("button[popovertarget='preference-menu']").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();

        Assert.Equal(DialogType.BeforeUnload, await asked);
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Access tokens");
        Assert.EndsWith("/jetons", visitor.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RevokeDialog_OfAnUnbrokenName_FitsAPhone()
    {
        await using var visitor = await Visitor.ArriveAsync(app, options => options.ViewportSize = new() { Width = 390, Height = 844 });
        await visitor.SignInAsync("horizon@independante.demo");
        await visitor.CreateTokenAsync(new string('m', PlainText.NameMaxLength));
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Révoquer m" }).ClickAsync();

        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        Assert.False(await dialog.EvaluateAsync<bool>("dialog => [dialog, ...dialog.querySelectorAll('*')].some(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')"));
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name });
}
