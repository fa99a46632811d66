using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>Support looks, read-only and for a reason, and who was looked at can read it.</summary>
public sealed class SupportJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Support_SearchesAndOpensAConnexion_TheAgencyReadsItInItsJournal()
    {
        await using (var support = await Visitor.ArriveAsync(app))
        {
            await support.SignInAsync("support@connexions.demo");
            await support.OpenAsync("/support/connexions");
            await GiveReasonAsync(support, "ticket 4711");
            await Expect(support.Page.Locator("#nombre")).ToHaveTextAsync("13 connexions trouvées.");

            await CheckAsync(support, "list");

            await support.ChooseAsync("État", "Suspendue");
            await support.Page.Locator("#recherche").PressAsync("Enter");
            await Expect(support.Page.Locator("#nombre")).ToHaveTextAsync("Aucune connexion trouvée.");
            await support.Page.GetByRole(AriaRole.Button, new() { Name = "Effacer les filtres" }).ClickAsync();

            var key = Planted.Brevo();
            await support.Page.Locator("#recherche").FillAsync(key);
            await support.Page.Locator("#recherche").PressAsync("Enter");
            await Expect(support.Page.Locator("#recherche")).ToHaveAttributeAsync("aria-invalid", "true");
            Assert.DoesNotContain(key, support.Page.Url, StringComparison.Ordinal);
            Assert.DoesNotContain(app.Log.Lines, line => line.Contains(key, StringComparison.Ordinal));

            await support.Page.Locator("#recherche").FillAsync("EVREUX");
            await support.Page.Locator("#recherche").PressAsync("Enter");
            await Expect(support.Page.Locator("#nombre")).ToHaveTextAsync("1 connexion trouvée.");
            await support.Page.GetByRole(AriaRole.Link, new() { Name = "Ouvrir la connexion Brevo de Lumière Évreux" }).ClickAsync();
            await Expect(support.Page.Locator("h1")).ToHaveTextAsync("Brevo de Lumière Évreux");
            await Expect(support.Main).ToContainTextAsync("evreux@lumiere.demo");
            await CheckAsync(support, "connexion");

            await support.Page.GetByRole(AriaRole.Link, new() { Name = "Retour à la liste" }).ClickAsync();
            await Expect(support.Page.Locator("#recherche")).ToHaveValueAsync("EVREUX");
            await support.Page.Locator("#recherche").FillAsync("lyon");
            await support.Page.Locator("#recherche").PressAsync("Enter");
            await support.Page.GetByRole(AriaRole.Link, new() { Name = "Ouvrir la connexion Zoho de Lumière Lyon" }).ClickAsync();
            await Expect(support.Page.Locator("h1")).ToHaveTextAsync("Zoho de Lumière Lyon");
            await support.Page.GetByRole(AriaRole.Button, new() { Name = "Terminer la consultation" }).ClickAsync();
            await Expect(support.Page.Locator("#motif")).ToBeVisibleAsync();
            Assert.Empty(support.Complaints);
        }

        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("lyon@lumiere.demo");
        await manager.OpenAsync("/journal");
        await Expect(manager.Page.Locator("[data-action=SupportListed]")).ToHaveCountAsync(1);
        var opened = manager.Page.Locator("[data-action=SupportOpened]");
        await Expect(opened).ToContainTextAsync("Le support, Sonia Martin, a consulté votre connexion Zoho, sans en voir la clé.");
        await Expect(opened).ToContainTextAsync("ticket 4711");
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task SupportPages_ForAnybodyElse_AreNotFound()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("directeur@azur.demo");
        foreach (var path in new[] { "/support/connexions", $"/support/connexions/brevo/{Guid.NewGuid()}" })
        {
            await visitor.OpenAsync(path);
            await Expect(visitor.Page.Locator("#motif")).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Page introuvable");
        }
    }

    /// <summary>As on a laptop, then as on a phone.</summary>
    private static async Task CheckAsync(Visitor support, string what)
    {
        await AccessibilityTests.CheckPageAsync(support, $"support's {what}");
        await support.Page.SetViewportSizeAsync(390, 844);
        await AccessibilityTests.CheckPageAsync(support, $"support's {what} on a phone");
        await support.Page.SetViewportSizeAsync(1280, 800);
    }

    internal static async Task GiveReasonAsync(Visitor support, string reason)
    {
        await support.Page.Locator("#motif").FillAsync(reason);
        await support.Page.GetByRole(AriaRole.Button, new() { Name = "Commencer la consultation" }).ClickAsync();
    }
}
