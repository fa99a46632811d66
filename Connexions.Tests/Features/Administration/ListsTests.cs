using Connexions.Domain.Access;
using Connexions.Tests.Support;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Features.Administration.Organisations;

namespace Connexions.Tests.Features.Administration;

public sealed class ListsTests : AdministrationTestBase
{
    [Theory]
    [InlineData("evreux")]
    [InlineData("ÉVREUX")]
    [InlineData("  Évreux ")]
    public async Task ListOrganisations_Search_SetsAccentsAndCaseAside(string search)
    {
        var network = await Given.NetworkAsync("Réseau Lumière");
        await Given.AgencyAsync(network, "Lumière Évreux");
        var found = (await Database.Get<ListOrganisations>().HandleAsync(Administrator, new(search), default)).Require();
        Assert.Equal("Lumière Évreux", Assert.Single(found.Items).Name);
    }

    [Fact]
    public async Task ListOrganisations_SearchByClient_FindsItsOrganisation()
    {
        var network = await Given.NetworkAsync("Réseau Lumière");
        await Given.AgencyAsync(network, "Agence du Port", sibling: network);
        var found = (await Database.Get<ListOrganisations>().HandleAsync(Administrator, new("port"), default)).Require();
        var row = Assert.Single(found.Items);
        Assert.Equal("Réseau Lumière", row.Name);
        Assert.Equal(["Réseau Lumière", "Agence du Port"], row.Clients.Select(client => client.Name));
    }

    [SqliteFact]
    public async Task ListNetworks_MoreThanOneChoosesFrom_AreFoundByAWordOfTheirName()
    {
        await LargeDatabase.FillAsync(Database, organisations: 101, connexions: 0);
        var list = Database.Get<ListNetworks>();

        var first = (await list.HandleAsync(Administrator, null, default)).Require();
        var found = (await list.HandleAsync(Administrator, "reseau 101", default)).Require();

        Assert.Equal((100, true), (first.Networks.Count, first.IsMore));
        Assert.EndsWith(" 101", Assert.Single(found.Networks).Name, StringComparison.Ordinal);
        Assert.False(found.IsMore);
    }

    [SqliteFact]
    public async Task Lists_OfMoreThanAThousand_EndThereAndSaySo()
    {
        await LargeDatabase.FillAsync(Database, organisations: 1001, connexions: 0);

        var all = (await Database.Get<ListOrganisations>().HandleAsync(Administrator, new(Page: 99), default)).Require();
        var found = (await Database.Get<ListOrganisations>().HandleAsync(Administrator, new("organisation"), default)).Require();
        var one = (await Database.Get<ListOrganisations>().HandleAsync(Administrator, new("organisation lyon 12"), default)).Require();

        Assert.Equal((1000, 40, true), (all.Total, all.Number, all.IsMore));
        Assert.True(found.IsMore);
        Assert.InRange(found.Total, 1, 1000);
        Assert.False(one.IsMore);
    }

    [Fact]
    public async Task ListOrganisations_CountsEachPersonOnce()
    {
        var network = await Given.NetworkAsync("Réseau Lumière");
        var agency = await Given.AgencyAsync(network, "Lumière Lyon", sibling: network);
        var person = await Given.PersonAsync();
        await Given.ActorAsync(network, person);
        await Given.ActorAsync(agency, person);
        await Given.ActorAsync(agency);
        var found = (await Database.Get<ListOrganisations>().HandleAsync(Administrator, new(), default)).Require();
        Assert.Equal(2, Assert.Single(found.Items).People);
    }

    [Fact]
    public async Task ListOrganisations_Pages_HoldEachOrganisationOnce()
    {
        for (var i = 0; i < 30; i++)
        {
            await Given.OrganisationAsync("Homonyme");
        }

        var first = (await Database.Get<ListOrganisations>().HandleAsync(Administrator, new(Page: 1), default)).Require();
        var beyond = (await Database.Get<ListOrganisations>().HandleAsync(Administrator, new(Page: 99), default)).Require();
        Assert.Equal((30, 1, 2), (first.Total, first.Number, first.Last));
        Assert.Equal(2, beyond.Number);
        Assert.Equal(30, first.Items.Concat(beyond.Items).Select(row => row.OrganisationId).Distinct().Count());
    }

    [Fact]
    public async Task ListPeople_Search_FindsNamesAndAddresses()
    {
        var agency = await Given.IndependentAsync("Horizon");
        var person = await Given.PersonAsync("m.legoff@exemple.test", "Maëlle Le Goff");
        await Given.ActorAsync(agency, person);
        foreach (var search in new[] { "maelle", "LEGOFF@" })
        {
            var found = (await Database.Get<ListPeople>().HandleAsync(Administrator, new(search), default)).Require();
            var row = Assert.Single(found.People.Items);
            Assert.Equal("Maëlle Le Goff", row.Name);
            Assert.Equal("Horizon", Assert.Single(row.Memberships).ClientName);
        }
    }

    [Fact]
    public async Task ListPeople_ShowsWhoIsDisabledAndThePlatformsInvitations()
    {
        await Given.InvitationAsync(Role.Support, Place.Platform, "sonia@exemple.test");
        await Given.InvitationAsync(Role.Responsable, await Given.IndependentAsync(), "autre@exemple.test");
        var person = await Given.PersonAsync(displayName: "Zoé");
        (await Database.Get<DisableAccount>().HandleAsync(Administrator, person.Id, default)).Require();

        var list = (await Database.Get<ListPeople>().HandleAsync(Administrator, new(), default)).Require();
        Assert.Equal([false, true], list.People.Items.Select(row => row.IsDisabled));
        Assert.Equal("sonia@exemple.test", Assert.Single(list.PlatformInvitations).Email);
    }

    [Fact]
    public async Task GetOrganisation_ShowsPeopleAndOpenInvitationsByClient()
    {
        var network = await Given.NetworkAsync("Réseau Lumière");
        var agency = await Given.AgencyAsync(network, "Lumière Lyon", sibling: network);
        await Given.ActorAsync(agency, await Given.PersonAsync("karim@exemple.test", "Karim Benali"));
        await Given.InvitationAsync(Role.Responsable, agency, "lea@exemple.test");
        var sheet = (await Database.Get<GetOrganisation>().HandleAsync(Administrator, network.OrganisationId, default)).Require();

        Assert.Empty(sheet.Clients[0].Members);
        Assert.Equal("Karim Benali", Assert.Single(sheet.Clients[1].Members).Name);
        Assert.Equal("lea@exemple.test", Assert.Single(sheet.Clients[1].Invitations).Email);
        Assert.Equal("Réseau Lumière", sheet.Clients[1].NetworkName);

        Database.Clock.Advance(Invitation.Lifetime);
        sheet = (await Database.Get<GetOrganisation>().HandleAsync(Administrator, network.OrganisationId, default)).Require();
        Assert.Empty(sheet.Clients[1].Invitations);
    }
}
