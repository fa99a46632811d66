using System.Net;
using Connexions.Tests.Support;
using Connexions.Web.Features.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>Life without the demonstration: from an empty database to a director at work, and out again.</summary>
public sealed class AdministrationJourneyTests : IAsyncLifetime
{
    private const string Password = "une phrase bien longue";

    private readonly AppUnderTest app = new AppUnderTest().With("Demo:Enabled", "false");

    public Task InitializeAsync() => app.InitializeAsync();

    public async Task DisposeAsync() => await ((IAsyncLifetime)app).DisposeAsync();

    [Fact]
    public async Task EmptyDatabase_FirstAdministratorInvitesADirector_AndWithdrawsTheAccess()
    {
        await using var administrator = await Visitor.ArriveAsync(app);
        var first = (await app.Services.GetRequiredService<FirstAdministrator>().InviteAsync(default))!.Under(app.Address.ToString());
        await administrator.Page.GotoAsync(first);
        await administrator.Page.Locator("#new-email").FillAsync("amelie@exemple.test");
        await ArriveAsNewAsync(administrator, "Amélie Bernard");
        await ExpectHomeAsync(administrator);

        await administrator.OpenAsync("/administration/organisations");
        await Expect(administrator.Main).ToContainTextAsync("Aucune organisation pour le moment");
        await Button(administrator, "Nouvelle organisation").ClickAsync();
        await Button(administrator, "Créer l’organisation").ClickAsync();
        await Expect(administrator.Main).ToContainTextAsync("Remplissez ce champ.");
        await administrator.Page.Locator("#organisation-name").FillAsync("Réseau Étoile");
        await Button(administrator, "Créer l’organisation").ClickAsync();
        await Expect(administrator.Page.Locator("h1")).ToHaveTextAsync("Réseau Étoile");

        await Button(administrator, "Inviter quelqu’un pour Réseau Étoile").ClickAsync();
        await administrator.Page.GetByLabel("Adresse e-mail de la personne").FillAsync("claire@exemple.test");
        await Button(administrator, "Créer une invitation pour Réseau Étoile").ClickAsync();
        var link = await administrator.Page.Locator("#one-time-link").InputValueAsync();
        await Button(administrator, "J’ai copié le lien, fermer").ClickAsync();
        Assert.DoesNotContain(link.Split('/')[^1], await administrator.Page.ContentAsync(), StringComparison.Ordinal);

        await using var director = await Visitor.ArriveAsync(app, options => options.ViewportSize = new() { Width = 390, Height = 844 });
        await director.Page.GotoAsync(link);
        await Expect(director.Main).ToContainTextAsync("Réseau Étoile");
        await AccessibilityTests.CheckPageAsync(director, "an invitation");
        await ArriveAsNewAsync(director, "Claire Dubois");
        await ExpectHomeAsync(director);
        await director.OpenAsync("/equipe");
        await Expect(director.Main).ToContainTextAsync("Claire Dubois");

        // Not even an unsaved form keeps a tab at work that lost its right.
        await director.OpenEditorAsync("brevo");
        await director.Field("AccountName").FillAsync("Réseau Étoile");
        await director.Field("AccountName").BlurAsync();
        await Expect(Button(director, "Annuler mes modifications")).ToBeVisibleAsync();

        await administrator.OpenAsync("/administration/comptes");
        await AccessibilityTests.CheckPageAsync(administrator, "the accounts");
        await Button(administrator, "Retirer l’accès : Claire Dubois, Réseau Étoile").ClickAsync();
        await administrator.ConfirmAsync("Retirer l’accès");
        await director.Page.WaitForURLAsync("**/compte/acces-retire");

        await director.Page.GotoAsync(link);
        await Expect(director.Main).ToContainTextAsync("Ce lien ne fonctionne plus");
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains(link.Split('/')[^1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/administration/organisations/pas-un-uuid")]
    [InlineData("/compte/nouveau-mot-de-passe/pas-un-uuid/jeton")]
    public async Task Address_ThatIsNone_AnswersNotFound(string address)
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task ArriveAsNewAsync(Visitor visitor, string name)
    {
        await visitor.Page.Locator("#new-name").FillAsync(name);
        await visitor.Page.GetByLabel("Choisissez un mot de passe").FillAsync(Password);
        await visitor.Page.GetByLabel("Le mot de passe, une seconde fois").FillAsync(Password);
        await Button(visitor, "Créer mon compte").ClickAsync();
    }

    private static Task ExpectHomeAsync(Visitor visitor) => Expect(visitor.Page.Locator("#navigation")).ToBeAttachedAsync();

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name });
}
