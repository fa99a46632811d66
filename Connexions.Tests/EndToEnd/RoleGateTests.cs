using Connexions.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

public sealed class RoleGateTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Theory]
    [InlineData("directeur@lumiere.demo")]
    [InlineData("support@connexions.demo")]
    public async Task AdministrationPage_ForAnybodyElse_AnswersAsAnUnknownAddress(string email)
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(email);
        var unknown = await visitor.Page.GotoAsync("/nulle-part");
        var expected = await visitor.Main.InnerTextAsync();
        foreach (var address in new[] { "/administration/organisations", "/administration/comptes", $"/administration/organisations/{Guid.NewGuid()}" })
        {
            var answer = await visitor.Page.GotoAsync(address);
            Assert.Equal((404, unknown!.Status), (answer!.Status, answer.Status));
            Assert.Equal(expected, await visitor.Main.InnerTextAsync());
        }
    }

    [Theory]
    [InlineData("directeur@lumiere.demo")]
    [InlineData("admin@connexions.demo")]
    public async Task SupportPage_ForAnybodyElse_AnswersAsAnUnknownAddress(string email)
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(email);
        foreach (var address in new[] { "/support/connexions", $"/support/connexions/brevo/{Guid.NewGuid()}" })
        {
            var answer = await visitor.Page.GotoAsync(address);
            Assert.Equal(404, answer!.Status);
            await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Page introuvable");
        }
    }

    /// <summary>Like every page of others, and with the way to one's own beside it.</summary>
    [Theory]
    [InlineData("support@connexions.demo", "/jetons", "/brancher", "/utilisation", "/connexions", "/connexions/brevo", "/equipe", "/partage")]
    [InlineData("admin@connexions.demo", "/jetons", "/equipe", "/partage/brevo", "/support/connexions")]
    [InlineData("lyon@lumiere.demo", "/partage", "/partage/couverture", "/support/connexions", "/administration/comptes")]
    public async Task PageOfOthers_SaysThatThereIsNone_BesideOnesOwnMenu(string email, params string[] addresses)
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(email);
        foreach (var address in addresses)
        {
            var answer = await visitor.Page.GotoAsync(address);
            Assert.Equal((address, 404), (address, answer!.Status));
            await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Page introuvable");
            await Expect(visitor.Page.Locator("nav a[href='/']")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task PageOfOnesOwn_IsFound()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("directeur@lumiere.demo");
        foreach (var address in new[] { "/jetons", "/brancher", "/utilisation", "/connexions", "/connexions/brevo", "/equipe", "/partage" })
        {
            Assert.Equal((address, 200), (address, (await visitor.Page.GotoAsync(address))!.Status));
        }
    }

    [Fact]
    public async Task AdministrationPage_OfAnUnknownOrganisation_ShowsTheSamePageToAnAdministrator()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("admin@connexions.demo");
        await visitor.OpenAsync($"/administration/organisations/{Guid.NewGuid()}");
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Page introuvable");
    }
}
