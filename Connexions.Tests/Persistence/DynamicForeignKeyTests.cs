using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

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

    public static TheoryData<ClientType, ClientType> PairsOfTypes
    {
        get
        {
            var data = new TheoryData<ClientType, ClientType>();
            foreach (var type in Enum.GetValues<ClientType>())
            {
                foreach (var other in Enum.GetValues<ClientType>().Where(other => other != type))
                {
                    data.Add(type, other);
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
                RunAsync($"UPDATE {row.Table} SET client_type = @type, family_id = @family WHERE id = @id",
                    ("@type", other.ToText()), ("@family", FamilyOf(other.ToText(), Of(type).Reference.Id)), ("@id", row.Id)));
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
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Row_OfAFamilyThatIsNotItsClients_IsRefused(string code, ClientType type)
    {
        var (own, other) = (FamilyOf(type.ToText(), Of(type).Reference.Id), await Given.NetworkAsync());
        foreach (var family in new Guid?[] { null, network.Reference.Id, other.Reference.Id, Guid.NewGuid(), Of(type).Reference.Id }.Where(family => family != own))
        {
            // An agency's is compared with the agency's row, all others in the row itself.
            await AssertRefusedAsync(type == ClientType.ReseauAgence && family is not null ? Violation.ForeignKey : Violation.Check, () =>
                InsertConnexionAsync(code, Of(type).OrganisationId, type.ToText(), Of(type).Reference.Id, family));
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(ProvidersAndTypes))]
    public async Task Row_TakenOutOfItsFamilyOrIntoAnother_IsRefused(string code, ClientType type)
    {
        var row = await GivenRowAsync(code, type);
        var (own, other) = (FamilyOf(type.ToText(), Of(type).Reference.Id), await Given.NetworkAsync());
        foreach (var family in new Guid?[] { null, network.Reference.Id, other.Reference.Id }.Where(family => family != own))
        {
            await AssertRefusedAsync(type == ClientType.ReseauAgence && family is not null ? Violation.ForeignKey : Violation.Check, () =>
                RunAsync($"UPDATE {row.Table} SET family_id = @family WHERE id = @id", ("@family", family), ("@id", row.Id)));
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(Providers))]
    public async Task Claim_UsedByAnotherClientsConnexion_IsRefused(string code)
    {
        // Of one organisation, so that nothing but the client tells them apart.
        var sibling = await Given.IndependentAsync(sibling: independent);
        var provider = ProviderCatalogue.Find(code)!;
        var (own, theirs) = (await Given.ConnexionWithKeyAsync(provider, independent), await Given.ConnexionWithKeyAsync(provider, sibling));
        var elsewhere = await Given.ConnexionWithKeyAsync(ProviderCatalogue.All.First(other => other != provider), independent);

        foreach (var connexion in new[] { theirs.Id, elsewhere.Id, Guid.NewGuid() })
        {
            await AssertRefusedAsync(Violation.ForeignKey, () => InsertClaimAsync(independent, code, connexion, null));
        }

        Assert.Equal(1, await InsertClaimAsync(independent, code, own.Id, null));
        foreach (var (change, value) in new (string, Guid)[] { ("connexion_id", theirs.Id), ("connexion_id", elsewhere.Id), ("client_id", sibling.Reference.Id) })
        {
            await AssertRefusedAsync(Violation.ForeignKey, () => RunAsync($"UPDATE claims SET {change} = @value", ("@value", value)));
        }
    }

    [DatabaseFact]
    public async Task Claim_KeptForAnotherClientsCollision_IsRefused()
    {
        var sibling = await Given.IndependentAsync(sibling: independent);
        var code = ProviderCatalogue.All[0].Code;
        var (own, theirs) = (await InsertCollisionAsync(independent, code), await InsertCollisionAsync(sibling, code));

        await AssertRefusedAsync(Violation.ForeignKey, () => InsertClaimAsync(independent, code, null, theirs));
        await AssertRefusedAsync(Violation.ForeignKey, () => InsertClaimAsync(independent, code, null, Guid.NewGuid()));
        Assert.Equal(1, await InsertClaimAsync(independent, code, null, own));
        await AssertRefusedAsync(Violation.ForeignKey, () => RunAsync("UPDATE claims SET collision_id = @theirs", ("@theirs", theirs)));
    }

    [DatabaseFact]
    public async Task Claim_ThatSwitchesItsForeignKeysOff_IsRefused()
    {
        var code = ProviderCatalogue.All[0].Code;
        var connexion = await Given.ConnexionWithKeyAsync(ProviderCatalogue.All[0], independent);
        var collision = await InsertCollisionAsync(independent, code);

        await AssertRefusedAsync(Violation.Check, () => InsertClaimAsync(independent, "inconnu", connexion.Id, null));
        await AssertRefusedAsync(Violation.Check, () => InsertClaimAsync(independent, code, null, null));
        await AssertRefusedAsync(Violation.Check, () => InsertClaimAsync(independent, code, connexion.Id, collision));
    }

    [DatabaseTheory]
    [MemberData(nameof(PairsOfTypes))]
    public async Task Client_WithTheIdOfAnotherOfAnotherType_IsRefused(ClientType type, ClientType other)
    {
        await AssertRefusedAsync(Violation.Trigger, () => InsertClientAsync(type, Of(other).Reference.Id));
        await AssertRefusedAsync(Violation.Trigger, () => RunAsync(
            $"UPDATE {type.ToText()} SET {type.ToText()}_id = @id WHERE {type.ToText()}_id = @own", ("@id", Of(other).Reference.Id), ("@own", Of(type).Reference.Id)));
    }

    [DatabaseFact]
    public async Task Client_WhoseIdIsAnothersInAnotherSpelling_IsRefused()
    {
        if (Database.IsSqlite)
        {
            // To SQLite an id is a text.
            await AssertRefusedAsync(Violation.Trigger, () => InsertClientAsync(ClientType.AgenceIndependante, network.Reference.Id.ToString()));
            await AssertRefusedAsync(Violation.Trigger, () => InsertClientAsync(ClientType.AgenceIndependante, network.Reference.Id.ToString("B").ToUpperInvariant()));
        }
        else
        {
            await AssertRefusedAsync(Violation.Trigger, () => InsertClientAsync(ClientType.AgenceIndependante, network.Reference.Id));
        }
    }

    [DatabaseFact]
    public async Task Agency_PutIntoAnotherNetwork_IsRefused()
    {
        var other = await Given.NetworkAsync();

        await AssertRefusedAsync(Violation.Trigger, () => RunAsync(
            "UPDATE reseau_agence SET reseau_id = @other WHERE reseau_agence_id = @id", ("@other", other.Reference.Id), ("@id", agency.Reference.Id)));
    }

    [DatabaseFact]
    public async Task Client_ThatJoinsANetworkUnderItsId_KeepsItsConnexionAndItsKey()
    {
        var provider = ProviderCatalogue.All[0];
        var key = Planted.KeyFor(provider);
        var stored = await Given.ConnexionWithKeyAsync(provider, independent, key);
        var (id, passing) = (independent.Reference.Id, Guid.NewGuid());

        // Both rows cannot be there under one id, and none may be missing: the connexion waits with a client that passes.
        await InsertClientAsync(ClientType.ReseauAgence, passing, independent.OrganisationId);
        await RetypeAsync(id, passing);
        await RunAsync("DELETE FROM agence_independante WHERE agence_independante_id = @id", ("@id", id));
        await InsertClientAsync(ClientType.ReseauAgence, id, independent.OrganisationId);
        await RetypeAsync(passing, id);
        await RunAsync("DELETE FROM reseau_agence WHERE reseau_agence_id = @id", ("@id", passing));

        await using var db = Database.Open(new Place(independent.OrganisationId, new ClientRef(ClientType.ReseauAgence, id)).MemberScope);
        var row = Assert.Single(await db.ConnexionsOf(provider).ToListAsync());
        Assert.Equal((stored.Id, key.Reveal()), (row.Id, Database.Vault.Unprotect(row)?.Reveal()));

        Task<int> RetypeAsync(Guid from, Guid to) => RunAsync(
            $"UPDATE {provider.Table} SET client_type = 'reseau_agence', client_id = @to, family_id = @family WHERE client_id = @from",
            ("@to", to), ("@from", from), ("@family", network.Reference.Id));
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

    private Guid? FamilyOf(string type, Guid clientId) => type switch
    {
        ClientTypes.Reseau => clientId,
        ClientTypes.ReseauAgence => network.Reference.Id,
        _ => null,
    };

    private Task<int> InsertConnexionAsync(string code, Guid organisationId, string type, Guid clientId) =>
        InsertConnexionAsync(code, organisationId, type, clientId, FamilyOf(type, clientId));

    private Task<int> InsertConnexionAsync(string code, Guid organisationId, string type, Guid clientId, Guid? familyId) => InsertAsync(
        ProviderCatalogue.Find(code)!.Table,
        ("id", Guid.NewGuid()),
        ("organisation_id", organisationId),
        ("client_type", type),
        ("client_id", clientId),
        ("family_id", familyId),
        ("search_text", ""),
        ("fruitless_tries", 0),
        ("created_at", ManualTime.Start.UtcDateTime),
        ("updated_at", ManualTime.Start.UtcDateTime),
        ("updated_by", Guid.Empty),
        ("version", Guid.NewGuid()));

    private Task<int> InsertClaimAsync(Place owner, string code, Guid? connexionId, Guid? collisionId) => InsertAsync(
        "claims",
        ("claim_id", Guid.NewGuid()),
        ("organisation_id", owner.OrganisationId),
        ("client_type", owner.Reference.Type.ToText()),
        ("client_id", owner.Reference.Id),
        ("connexion_id", connexionId),
        ("collision_id", collisionId),
        ("provider", code),
        ("kind", "Key"),
        ("value", Guid.NewGuid().ToString("N")),
        ("pepper_version", 1),
        ("slot", 0),
        ("created_at", ManualTime.Start.UtcDateTime));

    private async Task<Guid> InsertCollisionAsync(Place owner, string code)
    {
        var id = Guid.NewGuid();
        await InsertAsync(
            "collisions",
            ("collision_id", id),
            ("organisation_id", owner.OrganisationId),
            ("client_type", owner.Reference.Type.ToText()),
            ("client_id", owner.Reference.Id),
            ("provider", code),
            ("pepper_version", 1),
            ("created_at", ManualTime.Start.UtcDateTime));
        return id;
    }

    private Task<int> InsertClientAsync(ClientType type, object id, Guid? organisationId = null)
    {
        var table = type.ToText();
        var name = type == ClientType.Reseau ? "reseau_nom" : "agence_nom";
        return InsertAsync(table,
        [
            ($"{table}_id", id), ("organisation_id", organisationId ?? Of(type).OrganisationId), (name, "Client"), ($"{name}_folded", "client"),
            .. type == ClientType.ReseauAgence ? [("reseau_id", (object?)network.Reference.Id)] : Array.Empty<(string, object?)>(),
        ]);
    }

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
