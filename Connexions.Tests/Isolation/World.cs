using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Isolation;

/// <summary>
/// The neighbours that isolation is about: a network, a client beside it in the same organisation, its agencies in
/// their own organisations and in the network's, a rival network with an agency, and an independent agency.
/// </summary>
internal sealed class World
{
    private World() { }

    public required Place Network { get; init; }

    public required Place SiblingOfNetwork { get; init; }

    public required Place Agency { get; init; }

    public required Place SiblingOfAgency { get; init; }

    public required Place AgencyInNetworksOrganisation { get; init; }

    public required Place Rival { get; init; }

    public required Place RivalAgency { get; init; }

    public required Place Independent { get; init; }

    public IEnumerable<Place> Clients =>
        [Network, SiblingOfNetwork, Agency, SiblingOfAgency, AgencyInNetworksOrganisation, Rival, RivalAgency, Independent];

    public bool IsOfFamily(ClientRef? client) => client == Agency.Client || client == AgencyInNetworksOrganisation.Client;

    /// <summary>With one of everything a client can own, if asked for.</summary>
    public static async Task<World> LayDownAsync(TestDatabase database, bool furnished)
    {
        var given = database.Given;
        var network = await given.NetworkAsync("Réseau");
        var agency = await given.AgencyAsync(network, "Agence");
        var rival = await given.NetworkAsync("Rival");
        var world = new World
        {
            Network = network,
            SiblingOfNetwork = await given.IndependentAsync("Sœur du réseau", sibling: network),
            Agency = agency,
            SiblingOfAgency = await given.IndependentAsync("Sœur de l’agence", sibling: agency),
            AgencyInNetworksOrganisation = await given.AgencyAsync(network, "Agence du siège", sibling: network),
            Rival = rival,
            RivalAgency = await given.AgencyAsync(rival, "Agence rivale"),
            Independent = await given.IndependentAsync("Indépendante"),
        };
        if (furnished)
        {
            foreach (var place in world.Clients)
            {
                var actor = await given.ActorAsync(place);
                await given.InvitationAsync(actor.Role, place);
                var connexion = await given.ConnexionWithKeyAsync(ProviderCatalogue.All[0], place, email: $"{place.Reference.Id:N}@exemple.test");
                await given.ClaimAndCollisionAsync(connexion);
            }

            var brevo = ProviderCatalogue.All[0];
            var terms = new SharingTerms(SharingMode.Selected, OwnAllowed: true, OwnSenderAllowed: true);
            await given.PolicyAsync(world.Network, brevo, terms, selected: [world.Agency, world.AgencyInNetworksOrganisation]);
            await given.PolicyAsync(world.Rival, brevo, terms, selected: [world.RivalAgency]);
            foreach (var place in world.Clients)
            {
                await given.RequestAndNoticeAsync(place);
            }

            foreach (var place in world.Clients)
            {
                await given.TokenAsync(place);
                await given.UsageAsync(place, brevo);
            }

            await given.VerificationRunAsync(world.Network);
            await given.VerificationRunAsync(world.Rival);
            await given.SupportAsync();
            await given.AdministratorAsync();
            await given.InvitationAsync(Role.Administrateur, Place.Platform);
        }

        return world;
    }

    public IEnumerable<ActingScope?> Scopes()
    {
        var person = Guid.NewGuid();
        yield return null;
        foreach (var place in Clients)
        {
            yield return new ActingScope.Member(person, place.OrganisationId, place.Reference);
            yield return new ActingScope.Gateway(place.OrganisationId, place.Reference);
        }

        yield return new ActingScope.Network(person, Network.OrganisationId, Network.Reference.Id);
        yield return new ActingScope.Support(person, "un test");
        yield return new ActingScope.Administration(person);
        yield return new ActingScope.Job("test", Network.OrganisationId);
        yield return new ActingScope.Job("test", Agency.OrganisationId);
        yield return new ActingScope.Job("test", Organisation.Platform);
    }

    /// <summary>Every stored row of every tenant table: what an all-seeing reader, which the application has not, would see.</summary>
    public static async Task<IReadOnlyList<StoredRow>> AllRowsAsync(TestDatabase database)
    {
        var rows = new List<StoredRow>();
        await using var support = database.Open(new ActingScope.Support(Guid.Empty, "tout voir"));
        await using var administration = database.Open(new ActingScope.Administration(Guid.Empty));
        await AddAsync(TenantTable.Organisations, support.Across<Organisation>());
        await AddAsync(TenantTable.Reseaux, support.Across<Reseau>());
        await AddAsync(TenantTable.ReseauAgences, support.Across<ReseauAgence>());
        await AddAsync(TenantTable.AgencesIndependantes, support.Across<AgenceIndependante>());
        await AddAsync(TenantTable.Connexions, support.Across<Connexion>());
        await AddAsync(TenantTable.Memberships, administration.Across<Membership>());
        await AddAsync(TenantTable.Invitations, administration.Across<Invitation>());
        await AddAsync(TenantTable.Policies, support.Across<SharingPolicy>());
        await AddAsync(TenantTable.Policies, support.Across<SharingSelection>());
        await AddAsync(TenantTable.Requests, support.Across<SharingRequest>());
        await AddAsync(TenantTable.Claims, support.Across<Claim>());
        await AddAsync(TenantTable.Collisions, support.Across<Collision>());
        await AddAsync(TenantTable.VerificationRuns, support.Across<VerificationRun>());
        await AddAsync(TenantTable.ServiceTokens, support.Across<ServiceToken>());
        await AddAsync(TenantTable.Usage, support.Across<UsageHour>());
        foreach (var client in rows.Select(row => (row.OrganisationId, row.Owner)).Where(row => row.Owner is not null).Distinct().ToList())
        {
            // Nobody reads these across: each client's own are added up.
            await using var member = database.Open(new ActingScope.Member(Guid.Empty, client.OrganisationId, client.Owner!.Value));
            await AddAsync(TenantTable.Notices, member.Set<Notice>().AsNoTracking());
            await AddAsync(TenantTable.NoticeReads, member.Set<NoticeRead>().AsNoTracking());
        }

        await AddAsync(TenantTable.Audit, support.Across<AuditEntry>());
        await AddAsync(TenantTable.Audit, support.Across<AuditDetail>());
        rows.AddRange((await support.Set<Person>().AsNoTracking().ToListAsync())
            .Select(person => new StoredRow(TenantTable.Accounts, person, Guid.Empty, null)));
        return rows;

        async Task AddAsync<T>(TenantTable table, IQueryable<T> query) where T : class, ITenantOwned =>
            rows.AddRange((await query.ToListAsync()).Select(row => new StoredRow(table, row, row.OrganisationId, row.Owner)));
    }
}

internal sealed record StoredRow(TenantTable Table, object Entity, Guid OrganisationId, ClientRef? Owner)
{
    /// <summary>Tells a row from another whichever context read it.</summary>
    public string Identity(ConnexionsDbContext db) => IdentityOf(db, Entity);

    public static string IdentityOf(ConnexionsDbContext db, object entity)
    {
        var type = db.Model.FindEntityType(entity.GetType())!;
        return type.ClrType.Name + " " + string.Join(' ', type.FindPrimaryKey()!.Properties.Select(property => property.PropertyInfo!.GetValue(entity)));
    }
}
