using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Administration.Organisations;

namespace Connexions.Tests.Features.Administration.Organisations;

public sealed class CreateOrganisationTests : AdministrationTestBase
{
    private CreateOrganisation Create => Database.Get<CreateOrganisation>();

    [Theory]
    [InlineData(ClientType.Reseau)]
    [InlineData(ClientType.ReseauAgence)]
    [InlineData(ClientType.AgenceIndependante)]
    public async Task Create_WithEachKindOfFirstClient_MakesBothAndRecordsInBothJournals(ClientType type)
    {
        var network = await Given.NetworkAsync("Lumière");
        var created = await Create.HandleAsync(Administrator, Request("Agence du Vieux-Port", type, network.Reference.Id), default);

        var sheet = (await Database.Get<GetOrganisation>().HandleAsync(Administrator, created.Require(), default)).Require();
        Assert.Equal("Agence du Vieux-Port", sheet.Name);
        var client = Assert.Single(sheet.Clients);
        Assert.Equal((type, "Agence du Vieux-Port"), (client.Client.Type, client.Name));
        Assert.Equal(type == ClientType.ReseauAgence ? "Lumière" : null, client.NetworkName);

        var expected = new[] { AuditAction.OrganisationCreated, type == ClientType.Reseau ? AuditAction.ReseauCreated : AuditAction.AgenceCreated };
        Assert.Equal(expected, (await JournalAsync(created.Value)).Select(entry => entry.Action));
        var platform = (await PlatformJournalAsync()).Where(entry => entry.ActorId == Administrator.PersonId).ToList();
        Assert.Equal(expected, platform.Select(entry => entry.Action));
        Assert.All(platform, entry => Assert.Equal("Agence du Vieux-Port", entry.Detail!.Subject));
    }

    [Fact]
    public async Task Create_WithoutNames_SaysSoOnceBesideTheOrganisation()
    {
        var refused = await Create.HandleAsync(Administrator, Request(" ", ClientType.Reseau, null), default);
        Assert.Equal([TextErrors.Required.On("Nom")], refused.Errors);
    }

    [Fact]
    public async Task Create_AgencyOfNoKnownNetwork_AsksForTheNetwork()
    {
        foreach (var reseau in new Guid?[] { null, Guid.NewGuid() })
        {
            var refused = await Create.HandleAsync(Administrator, Request("Agence", ClientType.ReseauAgence, reseau), default);
            Assert.Equal([AdministrationErrors.ChooseNetwork.On("ReseauId")], refused.Errors);
        }
    }

    [Fact]
    public async Task Create_KeyTypedAsName_IsRefused()
    {
        var request = new CreateOrganisationRequest("Organisation", new ClientDraft(ClientType.Reseau, $"xkeysib-{new string('a', 64)}", null));
        var refused = await Create.HandleAsync(Administrator, request, default);
        Assert.Equal([TextErrors.LooksLikeKey.On(ClientDraft.ClientNomField)], refused.Errors);
    }

    [Fact]
    public async Task AddClient_ToAnOrganisation_StandsBesideTheFirst()
    {
        var network = await Given.NetworkAsync("Azur");
        var added = await Database.Get<AddClient>().HandleAsync(
            Administrator, new AddClientRequest(network.OrganisationId, new ClientDraft(ClientType.ReseauAgence, "Azur Nice", network.Reference.Id)), default);

        var sheet = (await Database.Get<GetOrganisation>().HandleAsync(Administrator, network.OrganisationId, default)).Require();
        Assert.Equal([network.Reference, added.Require()], sheet.Clients.Select(client => client.Client));
    }

    [Fact]
    public async Task AddClient_ToAnUnknownOrganisation_IsNotFound()
    {
        var refused = await Database.Get<AddClient>().HandleAsync(
            Administrator, new AddClientRequest(Guid.NewGuid(), new ClientDraft(ClientType.Reseau, "Azur", null)), default);
        Assert.Equal([Error.NotFound], refused.Errors);
    }

    private static CreateOrganisationRequest Request(string? name, ClientType type, Guid? reseauId) => new(name, new ClientDraft(type, null, reseauId));
}
