using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing.InEffect;

namespace Connexions.Tests.Features.Sharing.InEffect;

/// <summary>What is in effect for an agency, through the real handler and isolation.</summary>
public sealed class EffectiveConnexionTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private TestDatabase database = null!;
    private Place network = null!;
    private Place agency = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        network = await database.Given.NetworkAsync("Réseau Essai");
        agency = await database.Given.AgencyAsync(network, "Agence Essai");
    }

    public Task DisposeAsync() => database.DisposeAsync().AsTask();

    [Fact]
    public async Task NoPolicy_NetworkHasAConnexion_AgencyHasNone()
    {
        await database.Given.ConnexionWithKeyAsync(Brevo, network, name: "Compte du réseau");

        var view = await ResolveAsync();

        Assert.Equal(Source.None, view.Effective.Source);
        Assert.Equal([TraceReason.Missing, TraceReason.NotShared], view.Effective.Trace.Select(step => step.Reason));
    }

    [Fact]
    public async Task SharedWithAll_AgencyWithoutOwn_UsesTheNetworksAndSeesItsNameOnly()
    {
        await database.Given.ConnexionWithKeyAsync(Brevo, network, name: "Compte du réseau", email: "reseau@exemple.test");
        await DecideAsync(new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: false));

        var view = await ResolveAsync();

        Assert.Equal(Source.Network, view.Effective.Source);
        Assert.Equal(("Réseau Essai", "Compte du réseau", "reseau@exemple.test"), (view.NetworkName, view.Account!.Name, view.Account.Email));
    }

    [Fact]
    public async Task SharedWithSelected_OnlyTheSelectedAgencyUsesIt()
    {
        await database.Given.ConnexionWithKeyAsync(Brevo, network);
        var other = await database.Given.AgencyAsync(network);
        await DecideAsync(new SharingTerms(SharingMode.Selected, OwnAllowed: true, OwnSenderAllowed: false), other);

        Assert.Equal(Source.None, (await ResolveAsync()).Effective.Source);
        Assert.Equal(Source.Network, (await ResolveAsync(other)).Effective.Source);
    }

    [Fact]
    public async Task TwoPolicies_TheLatestWhoseMomentHasComeHolds()
    {
        await database.Given.ConnexionWithKeyAsync(Brevo, network);
        await DecideAsync(new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: false));
        await DecideAsync(SharingTerms.Unstated, from: database.Clock.UtcNow.AddDays(1));

        Assert.Equal(Source.Network, (await ResolveAsync()).Effective.Source);
        database.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(Source.None, (await ResolveAsync()).Effective.Source);
    }

    [Fact]
    public async Task AnotherNetworksPolicy_NeverReachesTheAgency()
    {
        var rival = await database.Given.NetworkAsync();
        await database.Given.ConnexionWithKeyAsync(Brevo, rival);
        await DecideAsync(new SharingTerms(SharingMode.All, OwnAllowed: false, OwnSenderAllowed: false), of: rival);

        Assert.Equal(Source.None, (await ResolveAsync()).Effective.Source);
    }

    private async Task<EffectiveView> ResolveAsync(Place? place = null)
    {
        var actor = await database.Given.ActorAsync(place ?? agency);
        var handler = new GetEffective(database.UnitsOfWork, database.KeyRing);
        return (await handler.HandleAsync(actor, "brevo", CancellationToken.None)).Require();
    }

    private async Task DecideAsync(SharingTerms terms, Place? selected = null, DateTime? from = null, Place? of = null) =>
        await database.Given.PolicyAsync(of ?? network, Brevo, terms, from, selected is null ? [] : [selected]);
}
