using Bunit;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Sharing.Requests;
using Connexions.Web.Features.Usage;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Dashboard;

/// <summary>An agency's first screen: what is said of a provider, what is asked for, and what is counted are one.</summary>
public sealed class DashboardTests : PageTests
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private Place agency = null!;
    private Place network = null!;

    protected override TestDatabaseOptions DatabaseOptions { get; } = new() { Services = services => services.AddSharing().AddKeyCheck().AddUsage().AddLocalization() };

    protected override async Task<Place> ArrangeAsync()
    {
        network = await Database.Given.NetworkAsync("Réseau Lumière");
        Services.AddScoped<VerdictSentences>().AddScoped<TraceSentences>().AddScoped<TermsSentences>().AddScoped<SituationSentences>()
            .AddSingleton(Database.Get<ListEffective>()).AddSingleton(Database.Get<ListOwnRequests>()).AddSingleton(Database.Get<ListTroubles>())
            .AddSingleton(Database.Get<LiveNotices>()).AddSingleton(Database.Get<LiveVerdicts>()).AddSingleton(Database.Get<RequestSharing>())
            .AddSingleton(Database.Get<SetAsideConnexion>()).AddSingleton(Database.Get<TakeUpConnexion>());
        return agency = await Database.Given.AgencyAsync(network, "Agence Lyon");
    }

    [Fact]
    public async Task NetworksKeyRefused_IsTheNetworksToMend_AndNotCounted()
    {
        await RefusedAsync(network);
        await Database.Given.PolicyAsync(network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: false));

        var page = Show();

        var card = page.Find("[data-provider=brevo]");
        Assert.Equal("Clé refusée", card.QuerySelector(".chip")!.LastChild!.TextContent);
        Assert.Equal("Brevo refuse la clé que votre réseau partage\u00a0: rien ne passe par Brevo pour le moment.", card.QuerySelector(".says")!.TextContent);
        Assert.Contains("vous n’avez rien à faire", card.QuerySelector(".next")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Rien ne demande votre attention.", page.Find(".cx-notice p").TextContent);
        Assert.Empty(card.QuerySelectorAll("details .form"));
    }

    [Fact]
    public async Task OwnKeyRefused_IsCounted_AndLeadsToItsField()
    {
        await RefusedAsync(agency);

        var page = Show();

        var card = page.Find("[data-provider=brevo]");
        Assert.Equal("Une connexion demande votre attention.", page.Find(".cx-notice p").TextContent);
        Assert.Equal("À faire\u00a0: saisir une nouvelle clé Brevo.", card.QuerySelector(".next")!.TextContent);
        Assert.Equal(("/connexions/brevo#champ-cle", "Saisir une nouvelle clé Brevo"), (card.QuerySelector(":scope > .cx-card > a")!.GetAttribute("href"), card.QuerySelector(":scope > .cx-card > a")!.TextContent.Trim()));
        Assert.DoesNotContain("rien à faire", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NetworksAccount_IsTheOneItsProviderNames_WhateverWasTyped()
    {
        var shared = await Database.Given.ConnexionWithKeyAsync(Brevo, network, email: "contact@lumiere.test", name: "Réseau Lumière");
        await Database.Given.LearnAsync(shared, new Verification(VerificationVerdict.Valid) { Account = new ProviderAccount("1", "essai@exemple.test", "Compte d’essai") });
        await Database.Given.PolicyAsync(network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: false));

        var card = Show().Find("[data-provider=brevo]");

        Assert.Contains("du compte Compte d’essai (essai@exemple.test), partagé par votre réseau", card.QuerySelector(".says")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("warning", card.QuerySelector(".chip")!.ClassName, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(Place place)
    {
        var connexion = await Database.Given.ConnexionWithKeyAsync(Brevo, place);
        await Database.Given.LearnAsync(connexion, new Verification(VerificationVerdict.Rejected));
        // A second look, some minutes later, confirms it.
        Database.Clock.Advance(TimeSpan.FromMinutes(10));
        await Database.Given.LearnAsync(connexion, new Verification(VerificationVerdict.Rejected));
    }

    private IRenderedComponent<Web.Features.Dashboard.Dashboard> Show()
    {
        var page = Render<Web.Features.Dashboard.Dashboard>();
        page.WaitForElement("[data-provider=brevo]");
        return page;
    }
}
