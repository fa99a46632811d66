using Connexions.Domain.Access;
using Connexions.Domain.Results;
using Connexions.Tests.Features.Administration;
using Connexions.Web.Features.Access;

namespace Connexions.Tests.Features.Access;

public sealed class ListTeamTests : AdministrationTestBase
{
    private ListTeam List => Database.Get<ListTeam>();

    [Fact]
    public async Task ListTeam_OfAManager_IsTheOwnAgencyAlone()
    {
        var network = await Given.NetworkAsync();
        var agency = await Given.AgencyAsync(network, "Lumière Lyon");
        var sibling = await Given.AgencyAsync(network, "Lumière Nantes", sibling: agency);
        var actor = await Given.ActorAsync(agency, await Given.PersonAsync("karim@exemple.test", "Karim Benali"));
        await Given.ActorAsync(sibling);
        await Given.InvitationAsync(Role.Responsable, sibling, "autre@exemple.test");
        await Given.InvitationAsync(Role.Responsable, agency, "lea@exemple.test");

        var team = (await List.HandleAsync(actor, new(), default)).Require();

        Assert.Null(team.Agencies);
        Assert.Equal("Lumière Lyon", team.Own.Name);
        Assert.Equal("Karim Benali", Assert.Single(team.Own.Members).Name);
        Assert.Equal("lea@exemple.test", Assert.Single(team.Own.Invitations).Email);
    }

    [Fact]
    public async Task ListTeam_OfADirector_ShowsTheAgenciesOfThatNetworkOnly()
    {
        var network = await Given.NetworkAsync("Réseau Lumière");
        var agency = await Given.AgencyAsync(network, "Lumière Évreux");
        var foreign = await Given.AgencyAsync(await Given.NetworkAsync(), "Azur Évreux");
        var director = await Given.ActorAsync(network, await Given.PersonAsync(displayName: "Claire"));
        await Given.ActorAsync(agency, await Given.PersonAsync(displayName: "Karim"));
        await Given.ActorAsync(foreign, await Given.PersonAsync(displayName: "Paul"));
        await Given.InvitationAsync(Role.Responsable, agency, "lea@exemple.test");
        await Given.InvitationAsync(Role.Responsable, foreign, "autre@exemple.test");

        var team = (await List.HandleAsync(director, new("EVREUX"), default)).Require();

        Assert.Equal("Claire", Assert.Single(team.Own.Members).Name);
        var only = Assert.Single(team.Agencies!.Items);
        Assert.Equal((agency.Reference, "Karim", "lea@exemple.test"), (only.Client, Assert.Single(only.Members).Name, Assert.Single(only.Invitations).Email));
    }

    [Fact]
    public async Task ListTeam_OfADirector_PutsEachInvitationUnderItsAgency()
    {
        var network = await Given.NetworkAsync();
        var (lyon, nantes) = (await Given.AgencyAsync(network, "Lyon"), await Given.AgencyAsync(network, "Nantes"));
        await Given.InvitationAsync(Role.Responsable, lyon, "lyon@exemple.test");
        await Given.InvitationAsync(Role.Responsable, nantes, "nantes@exemple.test");
        var team = (await List.HandleAsync(await Given.ActorAsync(network), new(), default)).Require();
        Assert.Equal(["lyon@exemple.test", "nantes@exemple.test"], team.Agencies!.Items.Select(agency => Assert.Single(agency.Invitations).Email));
    }

    [Fact]
    public async Task ListTeam_OfSupportOrAdministrators_IsNotFound()
    {
        Assert.Equal([Error.NotFound], (await List.HandleAsync(await Given.SupportAsync(), new(), default)).Errors);
        Assert.Equal([Error.NotFound], (await List.HandleAsync(Administrator, new(), default)).Errors);
    }
}
