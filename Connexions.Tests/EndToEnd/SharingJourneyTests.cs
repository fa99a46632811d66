using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>What the network shares, as an agency's manager lives with it.</summary>
public sealed class SharingJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private const string Shared = "partagé par votre réseau";

    [Fact]
    public async Task Manager_SeesWhatIsInEffect_StatesASenderAndSwitchesAccountsBothWays()
    {
        var key = DemoKeys.Of("brevo", "Réseau Lumière", number: 2);
        await using (var director = await Visitor.ArriveAsync(app))
        {
            await director.SignInAsync("directeur@lumiere.demo");
            await director.OpenEditorAsync("brevo");
            await director.TypeKeyAsync(key);
            await director.SaveAsync();
        }

        var received = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var manager = await Visitor.ArriveAsync(app);
        manager.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => received.Enqueue(frame.Text ?? System.Text.Encoding.Latin1.GetString(frame.Binary ?? []));
        await manager.SignInAsync("lyon@lumiere.demo");
        var card = manager.Page.Locator("[data-provider=brevo]");
        await Expect(card).ToContainTextAsync("Vos e-mails et newsletters partent par Brevo, du compte Réseau Lumière (contact@lumiere.demo), partagé par votre réseau");
        await card.GetByText("Pourquoi cette connexion").ClickAsync();
        await Expect(card).ToContainTextAsync("Réseau Lumière partage sa connexion Brevo avec Lumière Lyon");

        await manager.OpenEditorAsync("brevo");
        await manager.Page.Locator("#expediteur-email").FillAsync("lyon@lumiere.demo");
        await Button(manager, "Enregistrer cet expéditeur").ClickAsync();
        await Expect(manager.Main).ToContainTextAsync("Votre expéditeur : lyon@lumiere.demo");
        await Expect(manager.Page.Locator(".page-header")).ToContainTextAsync("Compte du réseau");
        await Expect(manager.Main).Not.ToContainTextAsync("À compléter");
        await Button(manager, "Revenir à l’expéditeur du réseau").ClickAsync();
        await Expect(manager.Main).ToContainTextAsync("celui du réseau");

        await manager.TypeKeyAsync(DemoKeys.Of("brevo", DemoKeys.Nobodys));
        await manager.Field("AccountName").FillAsync("Compte lyonnais");
        await manager.SaveAsync();
        var effect = manager.Page.Locator(".in-effect");
        await Expect(effect).ToContainTextAsync($"propre compte {DemoKeys.Nobodys}");
        await Button(manager, "Utiliser le compte du réseau").ClickAsync();
        await Expect(effect).ToContainTextAsync(Shared);
        await Button(manager, "Reprendre mon compte").ClickAsync();
        await Expect(effect).ToContainTextAsync($"propre compte {DemoKeys.Nobodys}");
        foreach (var address in new[] { "/", "/connexions", "/connexions/brevo", "/journal" })
        {
            await manager.OpenAsync(address);
            await manager.SettledAsync();
            received.Enqueue(await manager.Main.InnerHTMLAsync());
        }

        Assert.Contains(received, output => output.Contains("lyonnais", StringComparison.Ordinal));
        Assert.DoesNotContain(received, output => output.Contains(key, StringComparison.Ordinal) || output.Contains($"• {key[^4..]}", StringComparison.Ordinal));
        Assert.DoesNotContain(received, output => System.Text.RegularExpressions.Regex.IsMatch(output, $@"(?<![A-Za-z0-9+/_-]){key[^4..]}(?![A-Za-z0-9+/_-])", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task Director_Freezes_AConnectedManagerIsToldAtOnceAndAcknowledges()
    {
        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("nantes@lumiere.demo");
        await using var director = await Visitor.ArriveAsync(app);
        await director.SignInAsync("directeur@lumiere.demo");
        await director.OpenEditorAsync("brevo");

        await Button(director, "Suspendre tout de suite").ClickAsync();
        await Expect(director.Page.Locator("#suspension-motif")).ToHaveAttributeAsync("aria-invalid", "true");
        await director.Page.Locator("#suspension-motif").FillAsync("Envois suspects");
        await director.Page.Locator("#suspension-motif").BlurAsync();
        await Button(director, "Suspendre tout de suite").ClickAsync();
        await Expect(director.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("agences s’en servent");
        await director.ConfirmAsync("Suspendre tout de suite");
        await Expect(director.Main).ToContainTextAsync("Motif : Envois suspects");

        var notice = manager.Page.Locator(".notices [data-kind=Frozen]");
        await Expect(notice).ToContainTextAsync("Envois suspects");
        await AccessibilityTests.CheckPageAsync(manager, "the dashboard with a notice");
        await notice.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(notice).ToHaveCountAsync(0);
        var card = manager.Page.Locator("[data-provider=brevo]");
        await Expect(card).ToContainTextAsync("Votre réseau a suspendu son compte");
        await Expect(card.GetByText("Demander à mon réseau")).ToHaveCountAsync(0);
        await manager.OpenAsync("/");
        await Expect(card).ToContainTextAsync("Votre réseau a suspendu son compte");
        await Expect(notice).ToHaveCountAsync(0);

        await Button(director, "Lever la suspension").ClickAsync();
        await Expect(director.Page.Locator("#suspension-motif")).ToBeVisibleAsync();
        await Expect(manager.Page.Locator(".notices [data-kind=Thawed]")).ToBeVisibleAsync();
        await Expect(card).ToContainTextAsync("partagé par votre réseau");
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task Manager_WithNothingInEffect_AsksTheNetworkOnce()
    {
        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("nice@azur.demo");
        await manager.OpenEditorAsync("brevo");
        await manager.Page.GetByText("Demander à mon réseau").ClickAsync();
        await manager.Main.GetByLabel("Message à votre réseau").FillAsync("Pour notre lettre mensuelle");
        await Button(manager, "Envoyer à Réseau Azur").ClickAsync();

        await Expect(manager.Main).ToContainTextAsync("Vous avez fait la demande à votre réseau");
        await Expect(Button(manager, "Envoyer à Réseau Azur")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Support_OpensTheDashboardOfAnAgencyWithoutConnexion_ReadOnly()
    {
        await using var support = await Visitor.ArriveAsync(app);
        await support.SignInAsync("support@connexions.demo");
        await support.OpenAsync("/support/connexions");
        await support.Page.Locator("main input, main textarea").First.FillAsync("ticket 4711");
        await support.Page.Locator("main form button[type=submit]").ClickAsync();
        await support.Page.GetByRole(AriaRole.Link, new() { Name = "Réseau Lumière" }).First.ClickAsync();
        await Expect(support.Main).ToContainTextAsync("Pourquoi cette connexion");
        await support.Page.GetByRole(AriaRole.Link, new() { Name = "tel que Réseau Lumière le voit" }).ClickAsync();
        await support.Page.GetByRole(AriaRole.Link, new() { Name = "Lumière Orléans" }).ClickAsync();

        await Expect(support.Page.Locator("[data-provider=brevo]")).ToContainTextAsync("partagé par Réseau Lumière");
        await Expect(support.Page.Locator(".views button")).ToHaveCountAsync(0);
        await AccessibilityTests.CheckPageAsync(support, "support's view of a dashboard");
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Main.GetByRole(AriaRole.Button, new() { Name = name });
}
