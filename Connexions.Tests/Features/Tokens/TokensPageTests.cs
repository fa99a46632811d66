using AngleSharp.Dom;
using Bunit;
using Connexions.Domain.Gateway;
using Connexions.Tests.Support;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Connexions.Tests.Features.Tokens;

public sealed class TokensPageTests : PageTests
{
    private Place agency = null!;

    protected override async Task<Place> ArrangeAsync()
    {
        Services.AddTokens().AddSingleton(Database.Get<TokenSeals>());
        return agency = await Database.Given.IndependentAsync("Agence Lyon");
    }

    [Fact]
    public void Page_WithoutTokens_SaysWhatOneIsFor()
    {
        var page = Show();

        Assert.Contains("La clé reste ici", page.Find(".empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form, article"));
    }

    [Fact]
    public async Task Form_OfAChosenProvider_TicksNothing_AndTakesAwayWhatOnlyItDid()
    {
        var page = Open();
        Assert.Empty(page.FindAll("input[name=usage]"));

        Tick(page, "fournisseur", "brevo", true);
        Assert.Equal(3, page.FindAll("input[name=usage]").Count);
        Assert.Empty(Ticked(page, "usage"));

        Tick(page, "usage", "Emails", true);
        Tick(page, "usage", "Contacts", true);
        Tick(page, "fournisseur", "zoho", true);
        Assert.Equal(["Emails", "Contacts"], Ticked(page, "usage"));

        Tick(page, "fournisseur", "brevo", false);
        Assert.Equal(["Emails"], Ticked(page, "usage"));
        Assert.Single(page.FindAll("input[name=usage]"));

        await page.Find("#jeton-nom").ChangeAsync(new() { Value = "Caisse" });
        page.Find("form").Submit();
        page.WaitForElement("article");
        Assert.Equal(("zoho", Purposes.Emails), (Assert.Single(await StoredAsync()).Providers, Assert.Single(await StoredAsync()).Purposes));
    }

    [Fact]
    public async Task Form_WithSomethingWrong_SaysItBesideTheFieldAndKeepsWhatWasTyped()
    {
        var page = Open();
        Tick(page, "fournisseur", "openai", true);
        Tick(page, "usage", "Images", true);
        page.Find("#jeton-adresses").Change("203.0.113.7\nnotre box");

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".field-errors").Count));

        Assert.Contains("Ligne 2\u00a0: «\u00a0notre box\u00a0»", page.Find("#jeton-adresses-errors").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#jeton-nom").GetAttribute("aria-invalid"));
        Assert.Equal("203.0.113.7\nnotre box", page.Find("#jeton-adresses").GetAttribute("value"));
        Assert.Equal(["Images"], Ticked(page, "usage"));
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Form_WithSomethingFilledIn_IsGivenUpOnlyOnceThatIsConfirmed()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Open();
        var navigation = Services.GetRequiredService<NavigationManager>();
        Cancel(page).Click();
        page.WaitForElement(".empty");

        page.Find(".empty button").Click();
        page.WaitForElement("#jeton-nom");
        await page.Find("#jeton-nom").ChangeAsync(new() { Value = "Caisse" });
        Cancel(page).Click();
        Assert.Contains("sera perdu", dialogs.WaitForElement(".confirm").TextContent, StringComparison.Ordinal);
        dialogs.FindAll(".confirm button")[0].Click();
        page.WaitForAssertion(() => Assert.False(Cancel(page).HasAttribute("disabled")));
        Assert.Equal("Caisse", page.Find("#jeton-nom").GetAttribute("value"));

        await page.InvokeAsync(() => navigation.NavigateTo("/journal"));
        dialogs.WaitForElement(".confirm .cx-button-danger").Click();
        page.WaitForAssertion(() => Assert.EndsWith("/journal", navigation.Uri, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Token_AsLongAsItIsShown_IsLeftOnlyOnceThatIsConfirmed()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Open();
        var navigation = Services.GetRequiredService<NavigationManager>();
        var text = await CreateAsync(page, "Caisse");

        await page.InvokeAsync(() => navigation.NavigateTo("/journal"));
        Assert.Contains("«\u00a0Caisse\u00a0»", dialogs.WaitForElement(".confirm").TextContent, StringComparison.Ordinal);
        dialogs.FindAll(".confirm button")[0].Click();
        Assert.DoesNotContain("/journal", navigation.Uri, StringComparison.Ordinal);
        Assert.Contains(text, page.Markup, StringComparison.Ordinal);

        await page.InvokeAsync(() => navigation.NavigateTo("/journal"));
        dialogs.WaitForElement(".confirm .cx-button-danger").Click();
        page.WaitForAssertion(() => Assert.EndsWith("/journal", navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Token_IsShownUntilItIsClosed_OrOneSaysThatItIsCopied()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Open();
        Assert.Contains("Créer le jeton pour Agence Lyon", page.Find("#creer-jeton").TextContent, StringComparison.Ordinal);
        var first = await CreateAsync(page, "Caisse");
        Assert.Equal(ServiceToken.Hash(first), Assert.Single(await StoredAsync()).TokenHash);
        Assert.Equal("Caisse", page.Find("article h2").TextContent);
        Assert.Empty(page.FindAll("form"));

        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        page.Find(".page-header button").Click();
        Assert.Contains(first, page.Markup, StringComparison.Ordinal);
        dialogs.WaitForElement(".confirm .cx-button-danger").Click();
        var second = await CreateAsync(page, "Site");
        Assert.DoesNotContain(first, page.Markup, StringComparison.Ordinal);

        page.FindAll(".panel button").Single(button => button.TextContent.Contains("fermer", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.DoesNotContain(second, page.Markup, StringComparison.Ordinal));
        Assert.Equal(["Site", "Caisse"], page.FindAll("article h2").Select(title => title.TextContent));
    }

    [Fact]
    public async Task Revoke_AsksNamingTheTool_AndForgetsTheTokenThatWasShown()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Open();
        var text = await CreateAsync(page, "Caisse");

        page.Find("article button").Click();
        dialogs.WaitForElement(".confirm");
        Assert.Contains("L’outil «\u00a0Caisse\u00a0»", dialogs.Find(".confirm").TextContent, StringComparison.Ordinal);
        Assert.Null(Assert.Single(await StoredAsync()).RevokedAt);
        dialogs.Find(".confirm .cx-button-danger").Click();

        page.WaitForAssertion(() => Assert.Contains("Révoqué", page.Find("article .chip").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(text, page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("article button"));
        Assert.NotNull(Assert.Single(await StoredAsync()).RevokedAt);
    }

    [Fact]
    public async Task Page_ForThePlatform_IsNone()
    {
        await WorkAsAsync(await Database.Given.SupportAsync());

        Assert.Contains("Page introuvable", Render<TokensPage>().Find("h1").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<TokensPage> Show()
    {
        var page = Render<TokensPage>();
        page.WaitForElement(".empty, article");
        return page;
    }

    private IRenderedComponent<TokensPage> Open()
    {
        var page = Show();
        page.Find(".empty button").Click();
        page.WaitForElement("#jeton-nom");
        return page;
    }

    private static async Task<string> CreateAsync(IRenderedComponent<TokensPage> page, string name)
    {
        await page.WaitForElement("#jeton-nom").ChangeAsync(new() { Value = name });
        Tick(page, "fournisseur", "brevo", true);
        Tick(page, "usage", "Emails", true);
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains(name, page.Find("#token-title").TextContent, StringComparison.Ordinal));
        return page.Find("#jeton").GetAttribute("value")!;
    }

    private static IElement Cancel(IRenderedComponent<TokensPage> page) =>
        page.FindAll("form .cx-actions button").Single(button => button.TextContent.Contains("Annuler", StringComparison.Ordinal));

    private static void Tick(IRenderedComponent<TokensPage> page, string group, string value, bool ticked) => page.Find($"input[name={group}][data-value={value}]").Change(ticked);

    private static List<string?> Ticked(IRenderedComponent<TokensPage> page, string group) =>
        [.. page.FindAll($"input[name={group}]").Where(input => input.HasAttribute("checked")).Select(input => input.GetAttribute("data-value"))];

    private async Task<List<ServiceToken>> StoredAsync()
    {
        await using var db = Database.Open(agency.MemberScope);
        return await db.ServiceTokens.ToListAsync();
    }
}
