using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>The director decides, sees first what it does, and every agency is told; then looks at them all.</summary>
public sealed class DirectorSharingJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Director_SharesWithAllExceptOne_SeesFirstWhoGains_AndTheAgenciesSeeIt()
    {
        await using (var director = await Visitor.ArriveAsync(app))
        {
            await director.SignInAsync("directeur@lumiere.demo");
            await StopSharingAsync(director);
            await ShareWithAllExceptAsync(director, "troyes");
            await LookAtTheBoardAsync(director);
            await director.OpenAsync("/journal");
            await Expect(director.Page.Locator("[data-action=PolicyChanged]").First).ToContainTextAsync("Claire Dubois a modifié le partage de la connexion Brevo.");
            await Expect(director.Page.Locator("[data-action=PolicyChanged] table").First).ToContainTextAsync("e-mails et contacts");
            Assert.Empty(director.Complaints);
        }

        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("lyon@lumiere.demo");
        await manager.OpenAsync("/");
        await Expect(manager.Main).ToContainTextAsync("Réseau Lumière");
        await Expect(manager.Main).ToContainTextAsync("contact@lumiere.demo");
        var card = manager.Page.Locator("[data-provider=brevo]");
        await Expect(card).ToContainTextAsync("Usages permis\u00a0: e-mails et contacts.");
        await Expect(card).ToContainTextAsync("Limite fixée par le réseau\u00a0: 200 e-mails par jour et par agence.");
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task SharingPages_ForAnybodyElse_AreNotFound()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("nice@azur.demo");
        foreach (var address in new[] { "/partage", "/partage/brevo", "/partage/couverture", "/partage/couverture.csv" })
        {
            Assert.Equal(404, (await visitor.Page.GotoAsync(address))!.Status);
        }
    }

    [Fact]
    public async Task Pages_InEnglishOnADarkPhone_HaveNoViolation()
    {
        await using var visitor = await Visitor.ArriveAsync(app, options =>
        {
            options.ColorScheme = ColorScheme.Dark;
            options.ViewportSize = new() { Width = 390, Height = 844 };
        });
        await visitor.Page.GotoAsync("/preferences/langue/en?retour=/compte/connexion");
        await visitor.SignInAsync("directeur@azur.demo");
        foreach (var address in new[] { "/partage", "/partage/brevo", "/partage/couverture" })
        {
            await visitor.OpenAsync(address);
            await visitor.SettledAsync();
            await AccessibilityTests.CheckPageAsync(visitor, $"{address} on a dark phone");
        }
    }

    private static async Task StopSharingAsync(Visitor director)
    {
        await director.OpenAsync("/partage");
        await Expect(director.Main).ToContainTextAsync("Toutes les agences utilisent le compte du réseau");
        await AccessibilityTests.CheckPageAsync(director, "/partage");
        await director.Page.GetByRole(AriaRole.Link, new() { Name = "Modifier le partage de Brevo" }).ClickAsync();
        await ChooseAsync(director, "Aucune");
        await director.Page.Locator("#simuler").ClickAsync();
        await Expect(director.Page.Locator("[data-effect=Loses]")).ToContainTextAsync("Lumière Lyon");
        await Expect(director.Page.Locator("[data-effect=Loses]")).Not.ToContainTextAsync("Lumière Évreux");
        await director.Page.Locator("#enregistrer").ClickAsync();
        await Expect(director.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("n’auront plus de compte Brevo");
        await director.ConfirmAsync("Enregistrer pour Réseau Lumière");
        await Expect(director.SavedNotice).ToContainTextAsync("Enregistré pour Réseau Lumière");
        await Expect(director.SavedNotice).ToBeInViewportAsync();
    }

    private static async Task ShareWithAllExceptAsync(Visitor director, string agency)
    {
        await ChooseAsync(director, "Toutes sauf quelques-unes");
        await director.Page.Locator("#simuler").ClickAsync();
        await Expect(director.Main).ToContainTextAsync("Choisissez au moins une exception");
        await Expect(director.Page.Locator(".chooser")).ToBeFocusedAsync();
        await director.Page.GetByText("Coller une liste de noms").ClickAsync();
        await director.Page.Locator("#agences-collees").FillAsync($"lumiere {agency};Lumière Atlantis");
        await director.Page.GetByRole(AriaRole.Button, new() { Name = "Sélectionner ces agences" }).ClickAsync();
        await Expect(director.Page.Locator("#agences-lues")).ToContainTextAsync("Lumière Atlantis");
        await Expect(director.Page.Locator("#agences-compte")).ToHaveTextAsync("1 agence choisie sur 9");
        await director.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Newsletters" }).UncheckAsync();
        var limit = director.Page.GetByLabel("E-mails, pour chaque agence");
        await limit.FillAsync("deux cents");
        await director.Page.Locator("#simuler").ClickAsync();
        await Expect(director.Page.Locator(".limits")).ToBeFocusedAsync();
        await Expect(limit).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(limit).ToHaveValueAsync("deux cents");
        await limit.FillAsync("200");
        await director.Page.Locator("#simuler").ClickAsync();
        await Expect(director.Page.Locator("[data-effect=Gains]")).ToContainTextAsync("Lumière Lyon");
        await Expect(director.Page.Locator("[data-effect=Gains]")).Not.ToContainTextAsync("Lumière Troyes");
        await AccessibilityTests.CheckPageAsync(director, "the editor with its simulation");
        await director.Page.Locator("#enregistrer").ClickAsync();
        await Expect(director.SavedNotice).ToContainTextAsync("en seront informées");
        await director.Page.GetByRole(AriaRole.Link, new() { Name = "Retour au partage" }).ClickAsync();
        await Expect(director.Page.Locator("[data-provider=brevo] .policy")).ToContainTextAsync("Toutes les agences, sauf Lumière Troyes");
        await Expect(director.Page.Locator("[data-provider=brevo] .policy")).ToContainTextAsync("Usages permis\u00a0: e-mails et contacts.");
    }

    private static async Task LookAtTheBoardAsync(Visitor director)
    {
        await director.Page.GetByRole(AriaRole.Link, new() { Name = "Ce que chaque agence utilise" }).ClickAsync();
        var cell = director.Page.Locator("[data-agency='Lumière Troyes'] [data-provider=brevo] button");
        await Expect(cell).ToContainTextAsync("Aucun compte");
        await Expect(director.Page.Locator("[data-agency='Lumière Lyon'] [data-provider=brevo] button")).ToContainTextAsync("Compte du réseau");
        await Expect(director.Page.Locator("[data-agency='Lumière Évreux'] [data-provider=brevo] button")).ToContainTextAsync("Compte propre");
        await AccessibilityTests.CheckPageAsync(director, "the coverage board");
        await cell.ClickAsync();
        var dialog = director.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Lumière Troyes fait partie des exceptions");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Fermer" }).ClickAsync();

        var download = await director.Page.RunAndWaitForDownloadAsync(() => director.Page.GetByRole(AriaRole.Link, new() { Name = "Exporter (CSV)" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(("couverture.csv", 10), (download.SuggestedFilename, lines.Length));
        Assert.Contains(lines, line => line.StartsWith("\"Lumière Troyes\";\"Aucun compte\"", StringComparison.Ordinal));

        await director.Page.Locator("#recherche-agence").PressSequentiallyAsync("evr");
        await Expect(director.Page.Locator("[data-agency]")).ToHaveCountAsync(1);
        await director.Page.Locator("#recherche-agence").FillAsync("");
        await director.Page.Locator("#a-surveiller").CheckAsync();
        await Expect(director.Page.Locator("[data-agency='Lumière Troyes']")).ToHaveCountAsync(0);
    }

    private static Task ChooseAsync(Visitor director, string mode) => director.Page.GetByRole(AriaRole.Radio, new() { Name = mode }).CheckAsync();
}
