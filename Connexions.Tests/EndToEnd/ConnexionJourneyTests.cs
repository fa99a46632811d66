using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>The product's main job, in a real browser, as each person it concerns.</summary>
public sealed class ConnexionJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Director_ConfiguresBrevo_RivalAgencyCannotFindIt()
    {
        var key = Planted.Brevo();
        await using (var director = await Visitor.ArriveAsync(app))
        {
            await director.SignInAsync("directeur@lumiere.demo");
            await director.OpenEditorAsync("brevo");
            await director.TypeKeyAsync(key);
            await director.Field("AccountEmail").FillAsync("newsletter@lumiere.demo");
            await director.Field("AccountName").FillAsync("Réseau Lumière — newsletters");
            await Expect(director.SaveButton).ToHaveTextAsync("Enregistrer pour Réseau Lumière");
            await director.SaveAsync();

            await director.OpenAsync("/connexions");
            var card = director.Page.Locator("[data-provider=brevo]");
            await Expect(card).ToContainTextAsync("newsletter@lumiere.demo");
            await Expect(card).ToContainTextAsync(key[^4..]);
            await Expect(card).ToContainTextAsync("Claire Dubois");
            Assert.DoesNotContain(key, await director.Page.ContentAsync(), StringComparison.Ordinal);
            await director.SignOutAsync();
            Assert.Empty(director.Complaints);
        }

        await using var rival = await Visitor.ArriveAsync(app);
        await rival.SignInAsync("nice@azur.demo");
        foreach (var page in new[] { "/", "/connexions", "/connexions/brevo", "/journal", "/support/connexions" })
        {
            await rival.OpenAsync(page);
            await Expect(rival.Main).Not.ToContainTextAsync("lumiere.demo");
            Assert.DoesNotContain("Lumière", await rival.Page.ContentAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Manager_EntersOwnKeys_SavesWithoutKeyFirstThenCompletes()
    {
        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("nantes@lumiere.demo");
        await manager.OpenEditorAsync("zoho");
        await manager.Field("AccountEmail").FillAsync("nantes@lumiere.demo");
        await manager.SaveAsync();
        await Expect(manager.SavedNotice).ToContainTextAsync("incomplète");

        await manager.TypeKeyAsync($"  {Planted.Zoho()}\u00a0 ");
        await manager.SaveAsync();
        await Expect(manager.Main).ToContainTextAsync("Incertaine");

        // A blank key field keeps the stored key.
        await manager.Field("AccountName").FillAsync("Lumière Nantes");
        await manager.SaveAsync();
        await Expect(manager.Main).ToContainTextAsync("Incertaine");

        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "Retirer la clé" }).ClickAsync();
        await Expect(manager.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Elle n’a pas servi par Connexions");
        await manager.ConfirmAsync("Retirer la clé");
        await manager.ConfirmAsync("Ne pas la garder");
        await Expect(manager.SavedNotice).ToContainTextAsync("La clé a été retirée.");
        await Expect(manager.SavedNotice).ToContainTextAsync("n’a pas encore de clé");

        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "Supprimer la connexion" }).ClickAsync();
        await manager.ConfirmAsync("Supprimer la connexion");
        await Expect(manager.SavedNotice).ToContainTextAsync("a été supprimée");
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task Editor_BadInput_SaysWhatToDoBesideTheFieldAndKeepsEverything()
    {
        var key = Planted.OpenAi();
        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("horizon@independante.demo");
        await manager.OpenEditorAsync("brevo");
        await manager.TypeKeyAsync(key);
        await manager.Field("AccountEmail").FillAsync("sans-domaine");
        await manager.Field("AccountName").FillAsync(new string('x', 10_240));
        await manager.Field("SenderName").FillAsync(Planted.Stripe());
        await manager.SaveButton.ClickAsync();

        await Expect(manager.Main).ToContainTextAsync("C’est une clé OpenAI");
        await Expect(manager.Field("AccountEmail")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(manager.Field("AccountName")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(manager.Field("SenderName")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(manager.KeyField).ToHaveValueAsync(key);
        await Expect(manager.Field("AccountEmail")).ToHaveValueAsync("sans-domaine");
        await Expect(manager.Field("AccountName")).ToHaveValueAsync(new string('x', 10_240));
    }

    [Fact]
    public async Task Editor_TwoEditors_SecondIsShownTheFirstOnesValuesAndMayOverwrite()
    {
        await using var first = await Visitor.ArriveAsync(app);
        await using var second = await Visitor.ArriveAsync(app);
        foreach (var editor in new[] { first, second })
        {
            await editor.SignInAsync("directeur@azur.demo");
            await editor.OpenEditorAsync("brevo");
        }

        await first.Field("AccountName").FillAsync("Azur, premier");
        await first.SaveAsync();
        await second.Field("AccountName").FillAsync("Azur, second");
        await second.SaveButton.ClickAsync();

        var panel = second.Page.Locator(".conflict");
        await Expect(panel).ToContainTextAsync("Paul Ferrero");
        await Expect(panel).ToContainTextAsync("Azur, premier");
        await Expect(second.Field("AccountName")).ToHaveValueAsync("Azur, second");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Le remplacer par ma saisie" }).ClickAsync();
        await Expect(second.SavedNotice).ToContainTextAsync("Enregistré pour");
        await first.OpenEditorAsync("brevo");
        await Expect(first.Field("AccountName")).ToHaveValueAsync("Azur, second");
    }

    [Fact]
    public async Task Editor_ConnexionDeletedMeanwhile_SavingAgainMakesItAnew()
    {
        await using var first = await Visitor.ArriveAsync(app);
        await using var second = await Visitor.ArriveAsync(app);
        foreach (var editor in new[] { first, second })
        {
            await editor.SignInAsync("directeur@azur.demo");
        }

        await first.OpenEditorAsync("openai");
        await first.Field("AccountEmail").FillAsync("premier@azur.demo");
        await first.SaveAsync();
        await second.OpenEditorAsync("openai");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Supprimer la connexion" }).ClickAsync();
        await first.ConfirmAsync("Supprimer la connexion");
        await Expect(first.SavedNotice).ToContainTextAsync("a été supprimée");

        await second.Field("AccountEmail").FillAsync("second@azur.demo");
        await second.SaveButton.ClickAsync();
        await Expect(second.Main).ToContainTextAsync("Quelqu’un a supprimé cette connexion");
        await Expect(second.Field("AccountEmail")).ToHaveValueAsync("second@azur.demo");
        await second.SaveAsync();
        await first.OpenEditorAsync("openai");
        await Expect(first.Field("AccountEmail")).ToHaveValueAsync("second@azur.demo");
    }

    [Fact]
    public async Task Editor_PageLostInMidEdit_GivesBackWhatWasTypedExceptTheKey()
    {
        var key = Planted.Brevo();
        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("nice@azur.demo");
        await manager.OpenEditorAsync("zoho");
        await manager.Field("AccountName").FillAsync("Azur Nice, brouillon");
        await manager.Field("AccountEmail").FillAsync("brouillon@azur.demo");
        await manager.TypeKeyAsync(key);
        await manager.KeyField.BlurAsync();
        await manager.Page.WaitForFunctionAsync("() => Object.keys(sessionStorage).some(name => name.startsWith('draft:'))");
        manager.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await manager.Page.ReloadAsync();

        await Expect(manager.Field("AccountEmail")).ToHaveValueAsync("brouillon@azur.demo");
        await Expect(manager.Field("AccountName")).ToHaveValueAsync("Azur Nice, brouillon");
        await Expect(manager.Main).ToContainTextAsync("sauf la clé");
        await Expect(manager.KeyField).ToHaveValueAsync("");
        var stored = await manager.Page.EvaluateAsync<string>("() => JSON.stringify({ ...sessionStorage, ...localStorage })");
        Assert.DoesNotContain(key, stored, StringComparison.Ordinal);
        Assert.DoesNotContain("brouillon", stored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/connexions/inconnu")]
    [InlineData("/connexions/..%2f..%2fetc")]
    [InlineData("/nulle-part")]
    [InlineData("/support/connexions")]
    [InlineData("/administration/organisations")]
    public async Task Address_NotThisPersons_LooksLikeOneThatDoesNotExist(string address)
    {
        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("lyon@lumiere.demo");
        await manager.OpenAsync(address);
        await Expect(manager.Page.Locator("main h1")).ToHaveTextAsync("Page introuvable");
    }
}
