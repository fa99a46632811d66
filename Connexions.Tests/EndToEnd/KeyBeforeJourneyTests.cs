using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>A director pastes a key that Brevo refuses over one that works: nobody is cut off by one click.</summary>
public sealed class KeyBeforeJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task WorkingKey_IsNotLostByOneClick_AndIsPutBackByOne()
    {
        var good = DemoKeys.Of("brevo", "Réseau Lumière", number: 2);
        await using var director = await Visitor.ArriveAsync(app);
        await director.SignInAsync("directeur@lumiere.demo");
        await director.OpenEditorAsync("brevo");
        await director.TypeKeyAsync(good);
        await director.SaveAsync();

        await director.TypeKeyAsync(Planted.Brevo());
        await director.SaveButton.ClickAsync();
        var dialog = director.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Brevo refuse celle que vous avez saisie");
        await Expect(dialog).ToContainTextAsync("Lumière Lyon");
        await Expect(dialog).ToContainTextAsync("8 agences");
        await AccessibilityTests.CheckPageAsync(director, "the question before a working key is replaced");
        await director.ConfirmAsync("Garder l’ancienne clé");
        await Expect(director.SavedNotice.Locator(".cx-notice-success")).ToHaveCountAsync(0);

        await director.SaveButton.ClickAsync();
        await director.ConfirmAsync("Enregistrer quand même la nouvelle");
        await Expect(director.SavedNotice.Locator(".cx-notice-success")).ToBeVisibleAsync();
        var before = director.Page.GetByTestId("key-before");
        await Expect(before).ToContainTextAsync($"•••• {good[^4..]}, Réseau Lumière");
        await AccessibilityTests.CheckPageAsync(director, "an editor with a key before");

        await before.GetByRole(AriaRole.Button, new() { Name = "Remettre la clé précédente" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("Elle ouvre le compte Réseau Lumière (contact@lumiere.demo).");
        await director.ConfirmAsync("La remettre");
        await Expect(director.SavedNotice).ToContainTextAsync("La clé précédente est de nouveau en place.");
        await Expect(director.Main).ToContainTextAsync("Brevo accepte cette clé.");

        await director.Page.GetByRole(AriaRole.Button, new() { Name = "Retirer la clé" }).ClickAsync();
        await director.ConfirmAsync("Retirer la clé");
        await director.ConfirmAsync("La garder quelque temps");
        await Expect(director.SavedNotice).ToContainTextAsync("La clé a été retirée.");
        await Expect(director.SavedNotice).ToContainTextAsync("n’a pas encore de clé");
        await before.GetByRole(AriaRole.Button, new() { Name = "Elle a fui" }).ClickAsync();
        await director.ConfirmAsync("L’oublier");
        await Expect(before).ToHaveCountAsync(0);
        Assert.DoesNotContain(good, await director.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(director.Complaints);
    }
}
