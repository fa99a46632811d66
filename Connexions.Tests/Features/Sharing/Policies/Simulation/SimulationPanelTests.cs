using Bunit;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing.Policies.Simulation;

public sealed class SimulationPanelTests : ComponentTests
{
    private static readonly Candidate Own = new(Guid.NewGuid(), KeyCondition.Works);
    private static readonly Candidate Network = new(Guid.NewGuid(), KeyCondition.Works);
    private static readonly SharingTerms Shared = new(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: false);

    public SimulationPanelTests()
    {
        Services.AddSharedComponents().AddScoped<TermsSentences>();
    }

    [Fact]
    public void Uses_Exchanged_AreCountedAndNamed()
    {
        var panel = Show(Shared with { Purposes = Purposes.Emails }, Shared with { Purposes = Purposes.Contacts }, ("Lyon", null), ("Nantes", null));

        Assert.Equal("Les usages permis ou les limites du compte Brevo changeront pour 2 agences", panel.Find("[data-effect=ChangesPurposes] h3").LastChild!.TextContent);
        Assert.Equal("Lyon (usage retiré\u00a0: e-mails\u00a0; usage ajouté\u00a0: contacts)", panel.Find("li").TextContent);
    }

    [Fact]
    public void Account_ExchangedForOneWithFewerUses_SaysBoth()
    {
        var panel = Show(Shared, Shared with { OwnAllowed = false, Purposes = Purposes.Emails }, ("Lyon", Own));

        Assert.Equal(
            "Lyon\u00a0: de son propre compte à celui du réseau (usages retirés\u00a0: newsletters et contacts)",
            Assert.Single(panel.FindAll("[data-effect=ChangesAccount] li")).TextContent);
    }

    [Fact]
    public void Limits_ForWhoUsesItsOwn_ChangeNothing()
    {
        var panel = Show(Shared, Shared with { Quota = new SharingQuota { CallsForAll = 5 } }, ("Lyon", null), ("Nantes", Own));

        Assert.Equal(["Lyon (appels par jour pour toutes les agences ensemble\u00a0: sans limite → 5)"], panel.FindAll("[data-effect=ChangesLimits] li").Select(line => line.TextContent));
        Assert.Contains("Rien ne change pour 1 autre agence", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_ChangedAlongWithUses_AreNamedFromTo()
    {
        var panel = Show(
            Shared with { Quota = new SharingQuota { CallsPerAgency = 1_000, EmailsPerAgency = 200, EmailsForAll = 500 } },
            Shared with { Purposes = Purposes.Emails, Quota = new SharingQuota { CallsPerAgency = 50, EmailsPerAgency = 200 } },
            ("Lyon", null));

        Assert.Equal(
            "Lyon (usages retirés\u00a0: newsletters et contacts\u00a0; appels par jour et par agence\u00a0: 1\u202f000 → 50\u00a0; e-mails par jour pour toutes les agences ensemble\u00a0: 500 → sans limite)",
            panel.Find("[data-effect=ChangesPurposes] li").TextContent);
    }

    private IRenderedComponent<SimulationPanel> Show(SharingTerms from, SharingTerms to, params (string Nom, Candidate? Own)[] agencies) => Render<SimulationPanel>(panel => panel
        .Add(part => part.Provider, ProviderCatalogue.Find("brevo")!)
        .Add(part => part.Agencies, PolicySimulation.Simulate(Network, from, to, new HashSet<Guid>(), agencies.Select(agency =>
            new AgencySnapshot(new ClientRef(ClientType.ReseauAgence, Guid.NewGuid()), agency.Nom, agency.Own, WasSelected: false)))));
}
