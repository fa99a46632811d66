using System.Text.RegularExpressions;
using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>An agency connects a tool: it tries the way itself, by its network's connexion, before the tool does.</summary>
public sealed class ConnectJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Agency_SendsItselfAMailByTheNetworksConnexion_AndTheJournalHasItUnderTheirName()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("lyon@lumiere.demo");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Brancher un outil" }).First.ClickAsync();
        await Expect(visitor.Main).ToContainTextAsync("Vos e-mails et newsletters partent par Brevo, du compte Réseau Lumière");
        await Expect(visitor.Page.Locator("#adresse-passerelle")).ToHaveValueAsync($"{app.Address}gateway/brevo/v3");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "M’envoyer un e-mail d’essai" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("par le compte Brevo de votre réseau");
        await visitor.ConfirmAsync("M’envoyer un e-mail d’essai");
        await Expect(visitor.Page.Locator("#essai-mail-suite")).ToContainTextAsync("Brevo a accepté l’e-mail pour lyon@lumiere.demo.");
        await AccessibilityTests.CheckPageAsync(visitor, "a test mail that was sent");

        await visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Fournisseurs" }).GetByRole(AriaRole.Link, new() { Name = "OpenAI" }).ClickAsync();
        await Expect(visitor.Page.Locator("#adresse-passerelle")).ToHaveValueAsync($"{app.Address}gateway/openai/v1");
        await visitor.Page.Locator("[data-language=JavaScript] summary").ClickAsync();
        await Expect(visitor.Page.Locator("[data-language=JavaScript] pre")).ToContainTextAsync("new OpenAI({");

        // The receipt is on its way to the journal.
        await visitor.OpenAsync("/journal");
        await visitor.ChooseAsync("Entrées affichées", "Utilisations");
        var entry = visitor.Main.GetByText(new Regex("Karim Benali.*Brevo", RegexOptions.None, TimeSpan.FromSeconds(1))).First;
        for (var tries = 0; tries < 20 && await entry.CountAsync() == 0; tries++)
        {
            await visitor.Page.ReloadAsync();
            await visitor.ReadyAsync();
            await visitor.SettledAsync();
            await visitor.ChooseAsync("Entrées affichées", "Utilisations");
            await visitor.SettledAsync();
        }

        await Expect(entry).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }
}
