using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Connexions.Web.Features.Support;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Support;

public sealed class SearchConnexionsTests : IAsyncLifetime
{
    private const string Reason = "ticket 4711";

    private TestDatabase database = null!;
    private Actor support = null!;
    private Place lumiere = null!;
    private Place evreux = null!;
    private Place horizon = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddSupport() });
        lumiere = await database.Given.NetworkAsync("Réseau Lumière");
        evreux = await database.Given.AgencyAsync(lumiere, "Lumière Évreux");
        horizon = await database.Given.IndependentAsync("Horizon 100%");
        support = await database.Given.SupportAsync();
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Search_AllOrganisations_FindsTheirConnexionsMasked()
    {
        await SeedAsync();
        await SitAsync();

        var found = await SearchAsync(new());

        Assert.Equal(4, found.Total);
        var row = Assert.Single(found.Rows, row => row.ClientName == "Lumière Évreux" && row.Provider.Code == "brevo");
        Assert.Equal(("Lumière Évreux", evreux.Client, ConnexionState.NeverVerified), (row.Organisation, row.Client, row.State));
        Assert.Equal(("evreux@lumiere.test", "Compte Évreux", true), (row.Account?.Email, row.Account?.Name, row.HasKey));
        Assert.InRange(row.KeySuffix!.Length, 1, 4);
        Assert.Equal(ConnexionState.Incomplete, found.Rows.Single(row => row.ClientName == "Réseau Lumière").State);
    }

    [Theory]
    [InlineData("evreux", 2)]
    [InlineData("ÉVREUX", 2)]
    [InlineData("compte evreux", 2)]
    [InlineData("evreux lumière openai", 0)]
    [InlineData("100%", 1)]
    [InlineData("100_", 0)]
    [InlineData("%", 0)]
    [InlineData("ho", 1)]
    [InlineData("\"", 0)]
    [InlineData("réseau* OR", 0)]
    [InlineData("_", 0)]
    [InlineData("[h]", 0)]
    [InlineData("\\", 0)]
    [InlineData("   ", 4)]
    public async Task Search_Text_IsFoundWhateverAccentsAndCase_AndTakenAsItStands(string text, int expected)
    {
        await SeedAsync();
        await SitAsync();

        Assert.Equal(expected, (await SearchAsync(new() { Text = text })).Total);
    }

    [Fact]
    public async Task Search_ClientsNameAlone_IsFound()
    {
        var sibling = await database.Given.IndependentAsync("Marée haute", sibling: horizon);
        await database.Given.ConnexionAsync(Provider("openai"), sibling);
        await SitAsync();

        Assert.Equal("Horizon 100%", Assert.Single((await SearchAsync(new() { Text = "MAREE" })).Rows).Organisation);
    }

    [Fact]
    public async Task Search_WordsOfDifferentConnexions_FindAllOfTheirClients()
    {
        await SeedAsync();
        await SitAsync();

        var found = await SearchAsync(new() { Text = "compte ia@lumiere" });

        Assert.Equal(["brevo", "openai"], found.Rows.Select(row => row.Provider.Code));
        Assert.All(found.Rows, row => Assert.Equal(evreux.Client, row.Client));
    }

    [Fact]
    public async Task Search_Filters_NarrowDown()
    {
        await SeedAsync();
        await SitAsync();

        Assert.Equal(2, (await SearchAsync(new() { ClientType = ClientType.ReseauAgence })).Total);
        Assert.Equal(2, (await SearchAsync(new() { Provider = "brevo" })).Total);
        Assert.Equal(2, (await SearchAsync(new() { Organisation = "lumiere évr" })).Total);
        Assert.Equal(1, (await SearchAsync(new() { State = ConnexionState.Incomplete })).Total);
        Assert.Equal(3, (await SearchAsync(new() { State = ConnexionState.NeverVerified })).Total);
        Assert.Equal(0, (await SearchAsync(new() { State = ConnexionState.Unreadable })).Total);
        Assert.Equal(0, (await SearchAsync(new() { Provider = "unknown" })).Total);
        Assert.Equal(1, (await SearchAsync(new() { Text = "lumiere", ClientType = ClientType.Reseau })).Total);
        Assert.Equal(1, (await SearchAsync(new() { Text = "lumiere", State = ConnexionState.Incomplete })).Total);
        Assert.Equal(0, (await SearchAsync(new() { Text = "lumiere", Organisation = "horizon" })).Total);
        Assert.Equal(0, (await SearchAsync(new() { Text = "lumiere", IsFrozen = true })).Total);
    }

    [SqliteFact]
    public async Task Search_KeyTheRingDoesNotRead_IsUnreadable()
    {
        await LargeDatabase.FillAsync(database, organisations: 1, connexions: 4);
        await SitAsync();

        var found = await SearchAsync(new() { State = ConnexionState.Unreadable });

        Assert.Equal(ConnexionState.Unreadable, Assert.Single(found.Rows).State);
    }

    [Theory]
    [InlineData(nameof(SearchConnexionsRequest.Text))]
    [InlineData(nameof(SearchConnexionsRequest.Organisation))]
    public async Task Search_KeyTypedIntoAField_IsRefusedThere(string field)
    {
        await SitAsync();
        var key = Planted.Brevo();
        var request = field == nameof(SearchConnexionsRequest.Text)
            ? new SearchConnexionsRequest { Text = key }
            : new SearchConnexionsRequest { Organisation = key };

        var result = await database.Get<SearchConnexions>().HandleAsync(support, request, default);

        Assert.Equal((TextErrors.LooksLikeKey.Code, field), (Assert.Single(result.Errors).Code, result.Errors[0].Field));
        Assert.DoesNotContain(key, request.ToString(), StringComparison.Ordinal);
    }

    [SqliteFact]
    public async Task Search_EverySort_PagesThroughAllRowsWithoutRepeating()
    {
        await LargeDatabase.FillAsync(database, organisations: 3, connexions: 30);
        await SitAsync();
        foreach (var sort in Enum.GetValues<ConnexionSort>())
        {
            foreach (var descending in new[] { false, true })
            {
                var ids = new List<Guid>();
                for (var page = 1; page <= 5; page++)
                {
                    var found = await SearchAsync(new() { Sort = sort, Descending = descending, Page = page, PageSize = 7 });
                    Assert.Equal(Math.Min(7, 30 - ids.Count), found.Rows.Count);
                    ids.AddRange(found.Rows.Select(row => row.Id));
                }

                Assert.Equal(30, ids.Distinct().Count());
            }
        }
    }

    [Fact]
    public async Task Search_SortedByClient_GoesByNameWithoutAccents()
    {
        await SeedAsync();
        await SitAsync();

        var up = await SearchAsync(new() { Sort = ConnexionSort.Client });
        var down = await SearchAsync(new() { Sort = ConnexionSort.Client, Descending = true });

        Assert.Equal(["Horizon 100%", "Lumière Évreux", "Lumière Évreux", "Réseau Lumière"], up.Rows.Select(row => row.ClientName));
        Assert.Equal(["Réseau Lumière", "Lumière Évreux", "Lumière Évreux", "Horizon 100%"], down.Rows.Select(row => row.ClientName));
        Assert.Equal(["brevo", "openai"], up.Rows.Skip(1).Take(2).Select(row => row.Provider.Code));
    }

    [Theory]
    [InlineData(-3, 0, 1, 1)]
    [InlineData(99, 3, 2, 1)]
    [InlineData(1, 5000, 1, 4)]
    public async Task Search_PageOutOfBounds_IsTheNearestOne(int page, int size, int expectedPage, int expectedRows)
    {
        await SeedAsync();
        await SitAsync();

        var found = await SearchAsync(new() { Page = page, PageSize = size });

        Assert.Equal((expectedPage, expectedRows), (found.Page, found.Rows.Count));
    }

    [Fact]
    public async Task Search_RepeatedInOneSitting_LeavesOneEntryForEachOrganisationShown()
    {
        await SeedAsync();
        await SitAsync();

        await SearchAsync(new() { Organisation = "horizon" });
        Assert.Equal([horizon.OrganisationId, Organisation.Platform], await ListedAsync());

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SearchAsync(new())));
        var all = new[] { horizon.OrganisationId, Organisation.Platform, lumiere.OrganisationId, evreux.OrganisationId };
        Assert.Equal(all.Order(), (await ListedAsync()).Order());

        await SitAsync();
        await SearchAsync(new());
        Assert.Equal(all.Concat(all).Order(), (await ListedAsync()).Order());
    }

    [Fact]
    public async Task Search_Entry_NamesTheReasonAndNoClient()
    {
        await SeedAsync();
        await SitAsync();
        await SearchAsync(new());

        await using var db = database.Open(horizon.JobScope);
        var entry = await db.AuditEntries.Include(row => row.Detail).SingleAsync(row => row.Action == AuditAction.SupportListed);

        Assert.Equal((support.PersonId, Role.Support, null), (entry.ActorId, entry.ActingRole, entry.Owner));
        Assert.Equal(Reason, entry.Detail!.Reason);
    }

    [Fact]
    public async Task Search_NothingFound_LeavesNoEntry()
    {
        await SeedAsync();
        await SitAsync();

        var found = await SearchAsync(new() { Text = "nobody" });

        Assert.Equal((0, 1), (found.Total, found.Page));
        Assert.Empty(await ListedAsync());
    }

    [Fact]
    public async Task Search_WithoutSitting_AsksForAReason()
    {
        await SeedAsync();

        var result = await database.Get<SearchConnexions>().HandleAsync(support, new(), default);

        Assert.Equal(SupportErrors.NoSitting, Assert.Single(result.Errors));
        Assert.Empty(await ListedAsync());
    }

    [Fact]
    public async Task Search_ByAnyOtherRole_IsNotFoundAndRecorded()
    {
        await SeedAsync();
        Actor[] others = [await database.Given.ActorAsync(lumiere), await database.Given.ActorAsync(horizon), await database.Given.AdministratorAsync()];
        foreach (var actor in others)
        {
            Assert.Equal(Error.NotFound, Assert.Single((await StartAsync(actor)).Errors));
            Assert.Null(database.Get<SupportSittings>().Find(actor));
            Assert.Equal(Error.NotFound, Assert.Single((await database.Get<SearchConnexions>().HandleAsync(actor, new(), default)).Errors));
        }

        Assert.Empty(await ListedAsync());
        await using var db = database.Open(horizon.JobScope);
        Assert.Equal(2, await db.AuditEntries.CountAsync(row => row.Action == AuditAction.Refused));
    }

    [Fact]
    public async Task Search_MembershipWithdrawnDuringTheSitting_IsRefused()
    {
        await SeedAsync();
        await SitAsync();
        await database.Given.WithdrawAsync(support);

        var result = await database.Get<SearchConnexions>().HandleAsync(support, new(), default);

        Assert.Equal(AccessErrors.Withdrawn, Assert.Single(result.Errors));
        Assert.Empty(await ListedAsync());
    }

    private async Task SeedAsync()
    {
        await database.Given.ConnexionAsync(Provider("zoho"), lumiere, "contact@lumiere.test", "Compte du réseau");
        await database.Given.ConnexionWithKeyAsync(Provider("brevo"), evreux, email: "evreux@lumiere.test", name: "Compte Évreux");
        await database.Given.ConnexionWithKeyAsync(Provider("openai"), evreux, email: "ia@lumiere.test");
        await database.Given.ConnexionWithKeyAsync(Provider("brevo"), horizon, email: "bonjour@horizon.test", name: "Horizon");
    }

    private static Provider Provider(string code) => ProviderCatalogue.Find(code)!;

    private Task<Result<SupportSitting>> StartAsync(Actor actor) => database.Get<StartSitting>().HandleAsync(actor, new(Reason), default);

    private async Task SitAsync() => (await StartAsync(support)).Require();

    private async Task<FoundConnexions> SearchAsync(SearchConnexionsRequest request) =>
        (await database.Get<SearchConnexions>().HandleAsync(support, request, default)).Require();

    /// <summary>In whose journals a look through the list stands, an organisation for each entry.</summary>
    private async Task<List<Guid>> ListedAsync()
    {
        var journals = new List<Guid>();
        foreach (var organisation in new[] { horizon.OrganisationId, Organisation.Platform, lumiere.OrganisationId, evreux.OrganisationId })
        {
            await using var db = database.Open(new ActingScope.Job("test", organisation));
            journals.AddRange(await db.AuditEntries.Where(row => row.Action == AuditAction.SupportListed).Select(row => row.OrganisationId).ToListAsync());
        }

        return journals;
    }
}
