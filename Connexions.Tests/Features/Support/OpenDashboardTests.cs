using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Support;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Support;

public sealed class OpenDashboardTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private TestDatabase database = null!;
    private Place network = null!;
    private Place agency = null!;
    private Actor support = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddSupport().AddSharing() });
        network = await database.Given.NetworkAsync("Réseau Essai");
        agency = await database.Given.AgencyAsync(network, "Agence Essai");
        support = await database.Given.SupportAsync();
        (await database.Get<StartSitting>().HandleAsync(support, new("ticket 4711"), default)).Require();
        await database.Given.ConnexionWithKeyAsync(Brevo, network, name: "Compte du réseau");
        var policy = SharingPolicy.Create(network.OrganisationId, network.Reference.Id, "brevo");
        policy.Decide(new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true), database.Clock.UtcNow, Guid.Empty, database.Clock.UtcNow);
        await using var db = database.Open(network.MemberScope);
        db.Add(policy);
        await database.Given.SaveAsync(db, new AuditFacts(network.OrganisationId, AuditAction.PolicyChanged) { Client = network.Client });
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Open_AnAgency_ShowsWhatItsManagerSees()
    {
        var manager = await database.Given.ActorAsync(agency);
        var theirs = (await database.Get<ListEffective>().HandleAsync(manager, default)).Require();

        var opened = (await OpenAsync(agency)).Require();

        Assert.Equal("Agence Essai", opened.ClientName);
        Assert.Equal(
            theirs.Select(view => (view.Provider, view.Effective.Source, view.Effective.ConnexionId, view.Account, view.NetworkName)),
            opened.Effective.Select(view => (view.Provider, view.Effective.Source, view.Effective.ConnexionId, view.Account, view.NetworkName)));
        Assert.Equal(Source.Network, opened.Effective[0].Effective.Source);
        Assert.All(new[] { agency, network }, place => Assert.Equal("ticket 4711", Looks(place).Single()));
    }

    [Fact]
    public async Task Open_ANetworkOrAnIndependentAgency_ShowsTheirOwnAlone()
    {
        var opened = (await OpenAsync(network)).Require();

        Assert.Equal((Source.Own, (string?)null), (opened.Effective[0].Effective.Source, opened.Effective[0].NetworkName));
        Assert.Equal([(agency.Reference, "Agence Essai")], opened.Agencies);
        Assert.Equal(Source.None, (await OpenAsync(await database.Given.IndependentAsync())).Require().Effective[0].Effective.Source);
    }

    [Theory]
    [InlineData("reseau_agence", "0190b0a0-0000-7000-8000-000000000000")]
    [InlineData("reseau", "no-uuid")]
    [InlineData("autre", null)]
    [InlineData(null, null)]
    public async Task Open_WhatIsNotThere_IsNotFoundAndLeavesNoTrace(string? type, string? id)
    {
        Assert.Equal(Error.NotFound, Assert.Single((await database.Get<OpenDashboard>().HandleAsync(support, type, id, default)).Errors));
        await using var db = database.Open(new ActingScope.Job("test", Organisation.Platform));
        Assert.False(await db.AuditEntries.AnyAsync(row => row.Action == AuditAction.SupportListed));
    }

    [Fact]
    public async Task Open_ByAnybodyElse_IsNotFound()
    {
        var manager = await database.Given.ActorAsync(agency);

        Assert.False((await database.Get<OpenDashboard>().HandleAsync(manager, "reseau_agence", agency.Reference.Id.ToString(), default)).Succeeded);
    }

    private Task<Result<OpenedDashboard>> OpenAsync(Place place) =>
        database.Get<OpenDashboard>().HandleAsync(support, place.Reference.Type.ToText(), place.Reference.Id.ToString(), default);

    private List<string?> Looks(Place place)
    {
        using var db = database.Open(place.MemberScope);
        return [.. db.AuditEntries.Include(row => row.Detail).Where(row => row.Action == AuditAction.SupportListed).AsEnumerable().Select(row => row.Detail?.Reason)];
    }
}
