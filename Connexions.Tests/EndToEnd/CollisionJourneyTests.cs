using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>Two clients with keys of one account: the second is refused, contests, and an administrator allows both.</summary>
public sealed class CollisionJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private const string Account = DemoKeys.Nobodys;

    [Fact]
    public async Task Second_IsRefusedContestsAndIsAllowed()
    {
        await using var first = await Visitor.ArriveAsync(app);
        await first.SignInAsync("nantes@lumiere.demo");
        await first.OpenEditorAsync("brevo");
        await first.TypeKeyAsync(DemoKeys.Of("brevo", Account));
        await first.KeyField.PressAsync("Tab");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Vérifier cette clé" }).ClickAsync();
        await Expect(first.Page.Locator("#verdict")).ToContainTextAsync("Cette clé ouvre le compte Compte d’essai (essai@exemple.demo). Est-ce bien le vôtre ?");
        await Expect(first.Field("AccountEmail")).ToHaveValueAsync("essai@exemple.demo");
        await first.SaveAsync();

        await using var second = await Visitor.ArriveAsync(app);
        await second.SignInAsync("nice@azur.demo");
        await second.OpenEditorAsync("brevo");
        await second.TypeKeyAsync(DemoKeys.Of("brevo", Account, number: 2));
        await second.Page.Locator(".cx-card form button[type=submit]").ClickAsync();
        await Expect(second.Main).ToContainTextAsync("sert déjà à un autre client de Connexions");
        await Expect(second.Main).Not.ToContainTextAsync("Lumière");
        var contest = second.Page.GetByTestId("contest");
        await contest.Locator("summary").ClickAsync();
        await contest.Locator("input").FillAsync("Ce compte est le nôtre.");
        await contest.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(contest).ToContainTextAsync("Votre contestation est enregistrée");
        await AccessibilityTests.CheckPageAsync(second, "a contest");

        await using var administrator = await Visitor.ArriveAsync(app);
        await administrator.SignInAsync("admin@connexions.demo");
        await administrator.OpenAsync("/administration/collisions");
        await Expect(administrator.Main).ToContainTextAsync("Lumière Nantes");
        // What was contested, and what each side works with meanwhile.
        await Expect(administrator.Main.Locator(".contested")).ToContainTextAsync($"•••• {DemoKeys.Of("brevo", Account, number: 2)[^4..]} · Compte d’essai · essai@exemple.demo");
        await Expect(administrator.Main).ToContainTextAsync("Les e-mails et newsletters de Lumière Nantes partent par Brevo, de son propre compte Compte d’essai");
        await Expect(administrator.Main).ToContainTextAsync("Azur Nice n’utilise pas Brevo.");
        await AccessibilityTests.CheckPageAsync(administrator, "contested keys");
        await administrator.Main.Locator("input").FillAsync("Une même société, deux agences.");
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Autoriser Azur Nice et Lumière Nantes" }).ClickAsync();
        await administrator.ConfirmAsync("Autoriser Azur Nice et Lumière Nantes");
        await Expect(administrator.Main).ToContainTextAsync("Aucune clé contestée");

        await second.OpenEditorAsync("brevo");
        await second.TypeKeyAsync(DemoKeys.Of("brevo", Account, number: 2));
        await second.SaveAsync();
        await Expect(second.Page.Locator("#verdict")).ToContainTextAsync("Brevo accepte cette clé.");
        Assert.Empty(first.Complaints.Concat(second.Complaints).Concat(administrator.Complaints));
    }
}
