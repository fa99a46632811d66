using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>Tabs whose session ends somewhere else.</summary>
public sealed class SessionJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private const string Lyon = "lyon@lumiere.demo";
    private const string Nantes = "nantes@lumiere.demo";

    [Fact]
    public async Task SignOut_InOneTab_EndsTheOthers_OnAnotherServerToo()
    {
        await using var other = new AppUnderTest().Beside(app);
        await other.InitializeAsync();
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(Lyon);
        var here = await visitor.NewTabAsync();
        await here.GotoAsync("/connexions/brevo");
        await Expect(here.Locator("#champ-AccountEmail")).ToBeVisibleAsync();
        // Something typed asks before it is left, and keeps no tab at work whose session is over.
        await here.Locator("#champ-AccountEmail").FillAsync("en-cours@exemple.test");
        // One browser's cookies are those of a host, whatever the port.
        var there = await visitor.NewTabAsync();
        await there.GotoAsync(other.Page("/jetons").ToString());
        await Expect(there.Locator("main h1")).ToBeVisibleAsync();

        await visitor.SignOutAsync();

        await here.WaitForURLAsync("**/compte/connexion?retour=%2Fconnexions%2Fbrevo");
        await there.WaitForURLAsync("**/compte/connexion?retour=%2Fjetons");
    }

    [Fact]
    public async Task Session_EndedFromAnotherBrowser_SaysSo_AndComesBackToItsPage()
    {
        await using var lost = await Visitor.ArriveAsync(app);
        await lost.SignInAsync(Nantes);
        await lost.OpenAsync("/jetons");
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(Nantes);

        await visitor.Page.Locator("button[popovertarget='account-menu']").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sécurité du compte" }).ClickAsync();
        await Expect(visitor.Main).ToContainTextAsync("Cette session");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Mettre fin à toutes les autres sessions" }).ClickAsync();
        await Expect(visitor.Main).ToContainTextAsync("Toutes les autres sessions sont terminées.");
        await AccessibilityTests.CheckPageAsync(visitor, "the sessions");

        await lost.Page.WaitForURLAsync("**/compte/connexion?retour=%2Fjetons&fin=1");
        await Expect(lost.Main).ToContainTextAsync("Votre session est terminée");
        await lost.Page.Locator($"button[value='{Nantes}']").ClickAsync();
        await lost.Page.WaitForURLAsync("**/jetons");
    }

    [Fact]
    public async Task Tab_KeepsItsMembership_ThroughReloads_WhateverAnotherTabChanges()
    {
        const string email = "horizon@independante.demo";
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync(email);
        var first = await MembershipAsync(visitor.Page);
        var second = await AddMembershipAsync(email);
        var tab = await visitor.NewTabAsync();
        await tab.GotoAsync($"/compte/role/{second}");
        Assert.Equal(second, await MembershipAsync(tab));

        foreach (var address in new[] { "/", "/jetons" })
        {
            await visitor.Page.GotoAsync(address);
            await tab.GotoAsync(address);
            await visitor.Page.WaitForFunctionAsync("membership => document.documentElement.dataset.membership === membership", first);
            await tab.WaitForFunctionAsync("membership => document.documentElement.dataset.membership === membership", second);
        }
    }

    private static async Task<string> MembershipAsync(IPage page) => await page.EvaluateAsync<string>("document.documentElement.dataset.membership");

    private async Task<string> AddMembershipAsync(string email)
    {
        var place = await new GatewayUnderTest(app).IndependentAsync();
        await using var db = app.Services.GetRequiredService<ContextFactory>().Create(new ActingScope.Administration(Guid.Empty));
        await using var transaction = await db.Database.BeginTransactionAsync();
        var person = await db.Users.SingleAsync(one => one.Email == email);
        var membership = Membership.Create(person.Id, Role.Responsable, place.OrganisationId, place.Client, DateTime.UtcNow);
        db.Add(membership);
        db.Record(AuditEntry.Create(
            new AuditFacts(place.OrganisationId, AuditAction.InvitationAccepted) { Client = place.Client }, null, null, Guid.CreateVersion7(), Origin.Unknown, DateTime.UtcNow));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return membership.MembershipId.ToString();
    }
}
