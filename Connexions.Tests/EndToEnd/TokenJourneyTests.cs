using Connexions.Domain.Gateway;
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

        await visitor.Page.ReloadAsync();
        var card = visitor.Page.Locator("article", new() { HasText = "Logiciel de caisse" });
        await Expect(card).ToContainTextAsync($"{text[..ServiceToken.HintLength]}…");
        await Expect(card).ToContainTextAsync("Actif");
        await Expect(card).ToContainTextAsync("tous les usages");
        await Expect(visitor.TokenText).ToHaveCountAsync(0);
        Assert.DoesNotContain(text, await visitor.Page.ContentAsync(), StringComparison.Ordinal);

        await card.GetByRole(AriaRole.Button, new() { Name = "Révoquer Logiciel de caisse" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("L’outil «\u00a0Logiciel de caisse\u00a0»");
        await visitor.ConfirmAsync("Révoquer le jeton");
        await Expect(card).ToContainTextAsync("par Maëlle Le Goff");
        await Expect(card.Locator(".chip")).ToContainTextAsync("Révoqué");
        await Expect(card.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        await visitor.OpenAsync("/journal");
        await Expect(visitor.Main).ToContainTextAsync("Maëlle Le Goff a révoqué le jeton d’accès «\u00a0Logiciel de caisse\u00a0».");
        await Expect(visitor.Main).ToContainTextAsync("Maëlle Le Goff a créé le jeton d’accès «\u00a0Logiciel de caisse\u00a0».");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Form_OnADarkPhoneInEnglish_HasNoViolation()
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
        await visitor.Page.GetByLabel("Brevo", new() { Exact = true }).CheckAsync();
        await visitor.Page.GetByLabel("Zoho", new() { Exact = false }).First.CheckAsync();
        await visitor.Page.GetByLabel("Until a day I choose").CheckAsync();

        await AccessibilityTests.CheckPageAsync(visitor, "the form of a token, dark phone");
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name });
}
