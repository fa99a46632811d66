using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>A director has everything verified, and support sees how that is getting on.</summary>
public sealed class VerificationJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Run_StartedAndStoppedByTheDirector_SurvivesAReload()
    {
        await using var director = await Visitor.ArriveAsync(app);
        await director.SignInAsync("directeur@lumiere.demo");
        await director.OpenAsync("/partage");
        await director.Page.GetByRole(AriaRole.Button, new() { Name = "Tout vérifier pour Réseau Lumière" }).ClickAsync();

        // The job is off in this test: nothing is tried, and all of it waits.
        var progress = director.Page.Locator("#verification-avancement");
        await Expect(progress).ToHaveTextAsync("0 sur 3");
        await Expect(director.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Connexions vérifiées" })).ToBeVisibleAsync();
        await AccessibilityTests.CheckPageAsync(director, "a run under way");
        await director.OpenAsync("/partage");
        await Expect(progress).ToHaveTextAsync("0 sur 3");

        await using (var support = await Visitor.ArriveAsync(app))
        {
            await support.SignInAsync("support@connexions.demo");
            await support.OpenAsync("/support/verifications");
            await Expect(support.Main).ToContainTextAsync("Lumière");
            await Expect(support.Page.Locator("#serveur")).ToContainTextAsync("Aucun serveur n’a encore vérifié de clé.");
            await AccessibilityTests.CheckPageAsync(support, "support's verifications");
            Assert.Empty(support.Complaints);
        }

        await director.Page.GetByRole(AriaRole.Button, new() { Name = "Arrêter la vérification" }).ClickAsync();
        await Expect(director.Page.Locator("#verification-bilan")).ToContainTextAsync("Vérification arrêtée");
        Assert.Empty(director.Complaints);
    }
}
