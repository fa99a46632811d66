using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>A tool calls with the network's key: what the agency and the director then see of it.</summary>
public sealed class UsageJourneyTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Uses_OfATool_AreSeenByTheAgency_AndByTheNetworkWhoseKeyItWas()
    {
        await using var manager = await Visitor.ArriveAsync(app);
        await manager.SignInAsync("nantes@lumiere.demo");
        var gateway = new GatewayUnderTest(app);
        var token = await manager.CreateTokenAsync("Logiciel de caisse");
        Assert.True((await gateway.SendMailAsync(token)).IsSuccessStatusCode);
        Assert.False((await gateway.SendMailAsync(token, GatewayUnderTest.Mail("faux@exemple.test"))).IsSuccessStatusCode);
        await gateway.UsesAsync(await PlaceAsync("Lumière Nantes"), 2);

        await OpenUsageAsync(manager, "Brevo");
        await Expect(Figure(manager, "Calls")).ToHaveTextAsync("1");
        await Expect(Figure(manager, "Emails")).ToHaveTextAsync("1");
        await Expect(Figure(manager, "Refused")).ToHaveTextAsync("1");
        await Expect(manager.Page.Locator("#cles [data-key=Network]")).ToContainTextAsync("Brevo clé de Réseau Lumière");
        await Expect(manager.Page.Locator("#agences")).ToHaveCountAsync(0);

        await manager.OpenAsync("/journal");
        await Expect(manager.Main).Not.ToContainTextAsync("par Brevo");
        await manager.ChooseAsync("Entrées affichées", "Utilisations");
        await Expect(manager.Main).ToContainTextAsync("L’outil Logiciel de caisse a envoyé un e-mail par Brevo.");
        await Expect(manager.Main).ToContainTextAsync("refusé, l’expéditeur n’est pas le sien.");
        await manager.Page.Locator("main details summary").First.ClickAsync();
        await Expect(manager.Page.Locator("main details").First).ToContainTextAsync("Numéro de l’utilisation");
        await AccessibilityTests.CheckPageAsync(manager, "uses in the journal");

        await using var director = await Visitor.ArriveAsync(app);
        await director.SignInAsync("directeur@lumiere.demo");
        await OpenUsageAsync(director, "Brevo");
        await Expect(director.Page.Locator("#agences [data-agency='Lumière Nantes'] td").First).ToHaveTextAsync("1");
        var download = await director.Page.RunAndWaitForDownloadAsync(() => director.Page.GetByRole(AriaRole.Link, new() { Name = "Exporter (CSV)" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(("utilisation.csv", 25), (download.SuggestedFilename, lines.Length));
        Assert.Equal("\"À partir de (heure de Paris)\";\"Appels\";\"E-mails\";\"Refusés par Connexions\";\"Erreurs chez le fournisseur\"", lines[0].TrimStart('\uFEFF'));
        await director.OpenAsync("/journal");
        await director.ChooseAsync("Entrées affichées", "Utilisations");
        await Expect(director.Main).ToContainTextAsync("Lumière Nantes a envoyé un e-mail par Brevo avec votre clé.");
        await Expect(director.Main).Not.ToContainTextAsync("outil Logiciel de caisse a envoyé un e-mail par Brevo avec");

        await director.OpenAsync("/connexions/brevo");
        await director.Page.GetByRole(AriaRole.Button, new() { Name = "Supprimer" }).ClickAsync();
        await Expect(director.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("agences, la dernière fois aujourd’hui.");
        await Expect(director.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Jeton d’accès prévu pour Brevo\u00a0: Logiciel de caisse.");
        Assert.Empty(manager.Complaints.Concat(director.Complaints));
    }

    [Fact]
    public async Task Usage_WithoutAny_SaysHowToBegin()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("nice@azur.demo");
        await visitor.OpenAsync("/utilisation");

        await Expect(visitor.Page.Locator(".empty a[href='/jetons']")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".empty a[href='/brancher']")).ToBeVisibleAsync();
        await AccessibilityTests.CheckPageAsync(visitor, "usage without any");
    }

    [Fact]
    public async Task Table_OfTheFigures_OnADarkPhone_HasNoViolation()
    {
        await using var visitor = await Visitor.ArriveAsync(app, options =>
        {
            options.ColorScheme = ColorScheme.Dark;
            options.ViewportSize = new() { Width = 390, Height = 844 };
        });
        await visitor.SignInAsync("directeur@lumiere.demo");
        await OpenUsageAsync(visitor, "Brevo", "30 derniers jours");
        await Expect(visitor.Page).ToHaveURLAsync(app.Page("utilisation?periode=Month&fournisseur=brevo").ToString());
        await Expect(visitor.Page.Locator("#evolution tbody tr")).ToHaveCountAsync(30);
        Assert.DoesNotContain("…", string.Concat(await visitor.Page.Locator(".chart svg text").AllTextContentsAsync()), StringComparison.Ordinal);
        await Expect(visitor.Page.Locator("#agences").GetByRole(AriaRole.Cell)).Not.ToHaveCountAsync(0);
        // Each figure of an agency, its limit among them, is within the screen.
        Assert.True(await visitor.Page.Locator("#agences td").EvaluateAllAsync<bool>("cells => cells.length > 0 && cells.every(cell => cell.getBoundingClientRect().right <= innerWidth)"));
        await visitor.Page.GoBackAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Fournisseur" })).ToHaveTextAsync("Tous");
        await visitor.Page.Locator("#evolution summary").ClickAsync();

        await Expect(visitor.Page.Locator("#evolution tbody tr")).ToHaveCountAsync(30);
        await AccessibilityTests.CheckPageAsync(visitor, "the figures as a table, dark phone");
    }

    private static async Task OpenUsageAsync(Visitor visitor, string provider, string period = "24 dernières heures")
    {
        await visitor.OpenAsync("/utilisation");
        await visitor.SettledAsync();
        await visitor.ChooseAsync("Période", period);
        await visitor.ChooseAsync("Fournisseur", provider);
        await Expect(visitor.Page.Locator("#chiffres")).ToBeVisibleAsync();
        // What is drawn keeps to its place, above its legend and the table.
        await visitor.Page.WaitForFunctionAsync("() => { const all = [...document.querySelectorAll('.picture')]; return all.length > 0 && all.every(one => one.querySelector('svg')?.getBoundingClientRect().height <= one.getBoundingClientRect().height + 1); }");
    }

    private static ILocator Figure(Visitor visitor, string figure) => visitor.Page.Locator($"[data-figure={figure}] dd").First;

    private async Task<Place> PlaceAsync(string name)
    {
        await using var db = app.Services.GetRequiredService<ContextFactory>().Create(new ActingScope.Administration(Guid.Empty));
        var row = await db.Across<ReseauAgence>().SingleAsync(agency => agency.Nom == name);
        return new Place(row.OrganisationId, row.Reference);
    }
}
