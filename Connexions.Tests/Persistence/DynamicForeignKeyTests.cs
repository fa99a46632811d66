using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;

namespace Connexions.Tests.Persistence;

/// <summary>The third wall: what even plain SQL cannot make the database store.</summary>
public abstract class DynamicForeignKeyTests(DatabaseProvider on) : DatabaseTests(on)
{
    private Place network = null!;
    private Place agency = null!;
    private Place independent = null!;

    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    public static TheoryData<string, ClientType> ProvidersAndTypes
    {
        get
        {
            var data = new TheoryData<string, ClientType>();
            foreach (var provider in ProviderCatalogue.All)
            {
                foreach (var type in Enum.GetValues<ClientType>())
                {
                    data.Add(provider.Code, type);
                }
            }

            return data;
        }
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        network = await Given.NetworkAsync();
        agency = await Given.AgencyAsync(network);
        independent = await Given.IndependentAsync();
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Row_OfAnExistingClient_IsStored(string code, ClientType type)
    {
        var place = Of(type);

        Assert.Equal(1, await InsertConnexionAsync(code, place.OrganisationId, type.ToText(), place.Reference.Id));
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public Task Row_OfAnUnknownClient_IsRefused(string code, ClientType type) =>
        AssertRefusedAsync(Violation.ForeignKey, () => InsertConnexionAsync(code, Of(type).OrganisationId, type.ToText(), Guid.NewGuid()));

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Row_NamingAClientByAnotherType_IsRefused(string code, ClientType type)
    {
        foreach (var other in Enum.GetValues<ClientType>().Where(other => other != type))
        {
            await AssertRefusedAsync(Violation.ForeignKey, () =>
                InsertConnexionAsync(code, Of(type).OrganisationId, other.ToText(), Of(type).Reference.Id));
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Row_NamingAClientOfAnotherOrganisation_IsRefused(string code, ClientType type)
    {
        var foreign = Enum.GetValues<ClientType>().Select(Of).First(place => place.OrganisationId != Of(type).OrganisationId);

        await AssertRefusedAsync(Violation.ForeignKey, () =>
            InsertConnexionAsync(code, foreign.OrganisationId, type.ToText(), Of(type).Reference.Id));
    }

    [DatabaseTheory]
    [MemberData(nameof(Providers))]
    public async Task Row_OfAnUnknownType_IsRefused(string code)
    {
        foreach (var type in new[] { "agence", "Reseau", "RESEAU_AGENCE", "" })
        {
            await AssertRefusedAsync(Violation.Check, () => InsertConnexionAsync(code, network.OrganisationId, type, network.Reference.Id));
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Row_Retyped_IsRefused(string code, ClientType type)
    {
        var row = await GivenRowAsync(code, type);
        foreach (var other in Enum.GetValues<ClientType>().Where(other => other != type))
        {
            await AssertRefusedAsync(Violation.ForeignKey, () =>
                RunAsync($"UPDATE {row.Table} SET client_type = @type WHERE id = @id", ("@type", other.ToText()), ("@id", row.Id)));
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Row_MovedToAnotherOrganisation_IsRefused(string code, ClientType type)
    {
        var row = await GivenRowAsync(code, type);
        var elsewhere = await Given.OrganisationAsync();

        await AssertRefusedAsync(Violation.ForeignKey, () =>
            RunAsync($"UPDATE {row.Table} SET organisation_id = @other WHERE id = @id", ("@other", elsewhere), ("@id", row.Id)));
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Client_MovedToAnotherOrganisation_IsRefusedWhileItHasAConnexion(string code, ClientType type)
    {
        await GivenRowAsync(code, type);
        var elsewhere = await Given.OrganisationAsync();
        var table = type.ToText();

        await AssertRefusedAsync(Violation.ForeignKey, () => RunAsync(
            $"UPDATE {table} SET organisation_id = @other WHERE {table}_id = @id", ("@other", elsewhere), ("@id", Of(type).Reference.Id)));
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Client_Deleted_IsRefusedWhileItHasAConnexion(string code, ClientType type)
    {
        await GivenRowAsync(code, type);
        var table = type.ToText();

        await AssertRefusedAsync(Violation.ForeignKey, () =>
            RunAsync($"DELETE FROM {table} WHERE {table}_id = @id", ("@id", Of(type).Reference.Id)));
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Client_ASecondConnexionAtOneProvider_IsRefused(string code, ClientType type)
    {
        await GivenRowAsync(code, type);

        await AssertRefusedAsync(Violation.Unique, () =>
            InsertConnexionAsync(code, Of(type).OrganisationId, type.ToText(), Of(type).Reference.Id));
    }

    [DatabaseTheory]
    [InlineData("directeur", ClientTypes.ReseauAgence)]
    [InlineData("directeur", ClientTypes.AgenceIndependante)]
    [InlineData("directeur", null)]
    [InlineData("responsable", ClientTypes.Reseau)]
    [InlineData("responsable", null)]
    [InlineData("support", ClientTypes.Reseau)]
    [InlineData("administrateur", ClientTypes.AgenceIndependante)]
    [InlineData("proprietaire", ClientTypes.Reseau)]
    public async Task Membership_WhoseRoleCannotNameItsClient_IsRefused(string role, string? type)
    {
        var place = type is null ? Place.Platform : Of(ClientTypes.Parse(type));

        await AssertRefusedAsync(Violation.Check, () => InsertMembershipAsync(role, place.OrganisationId, type, place.Client?.Id));
    }

    [DatabaseFact]
    public Task Membership_OfSupportOutsideThePlatform_IsRefused() =>
        AssertRefusedAsync(Violation.Check, () => InsertMembershipAsync("support", network.OrganisationId, null, null));

    [DatabaseTheory]
    [InlineData("directeur", ClientTypes.Reseau)]
    [InlineData("responsable", ClientTypes.ReseauAgence)]
    [InlineData("responsable", ClientTypes.AgenceIndependante)]
    [InlineData("support", null)]
    [InlineData("administrateur", null)]
    public async Task Membership_WhoseRoleNamesItsKindOfClient_IsStored(string role, string? type)
    {
        var place = type is null ? Place.Platform : Of(ClientTypes.Parse(type));

        Assert.Equal(1, await InsertMembershipAsync(role, place.OrganisationId, type, place.Client?.Id));
    }

    [DatabaseFact]
    public Task Membership_OfAClientInAnotherOrganisation_IsRefused() => AssertRefusedAsync(Violation.ForeignKey, () =>
        InsertMembershipAsync("responsable", network.OrganisationId, ClientTypes.ReseauAgence, agency.Reference.Id));

    [DatabaseFact]
    public async Task Membership_GivenTwice_IsRefused()
    {
        var actor = await Given.ActorAsync(agency);

        await AssertRefusedAsync(Violation.Unique, () => InsertMembershipAsync(
            "responsable", agency.OrganisationId, ClientTypes.ReseauAgence, agency.Reference.Id, actor.PersonId));
    }

    private Place Of(ClientType type) => type switch
    {
        ClientType.Reseau => network,
        ClientType.ReseauAgence => agency,
        _ => independent,
    };

    private async Task<(string Table, Guid Id)> GivenRowAsync(string code, ClientType type)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var connexion = await Given.ConnexionWithKeyAsync(provider, Of(type));
        return (provider.Table, connexion.Id);
    }

    private Task<int> InsertConnexionAsync(string code, Guid organisationId, string type, Guid clientId) => InsertAsync(
        ProviderCatalogue.Find(code)!.Table,
        ("id", Guid.NewGuid()),
        ("organisation_id", organisationId),
        ("client_type", type),
        ("client_id", clientId),
        ("search_text", ""),
        ("created_at", ManualTime.Start.UtcDateTime),
        ("updated_at", ManualTime.Start.UtcDateTime),
        ("updated_by", Guid.Empty),
        ("version", Guid.NewGuid()));

    private async Task<int> InsertMembershipAsync(string role, Guid organisationId, string? type, Guid? clientId, Guid? personId = null) => await InsertAsync(
        "memberships",
        ("membership_id", Guid.NewGuid()),
        ("organisation_id", organisationId),
        ("person_id", personId ?? (await Given.PersonAsync()).Id),
        ("role", role),
        ("client_type", type),
        ("client_id", clientId),
        ("created_at", ManualTime.Start.UtcDateTime));
}

public sealed class DynamicForeignKeyOnSqlite() : DynamicForeignKeyTests(DatabaseProvider.Sqlite);

public sealed class DynamicForeignKeyOnSqlServer() : DynamicForeignKeyTests(DatabaseProvider.SqlServer), IOnSqlServer;
