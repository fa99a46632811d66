using System.Text;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Search;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Persistence;

/// <summary>What is searched follows what is stored, save by save; and who may search, and for what.</summary>
public abstract class SearchIndexTests(DatabaseProvider on) : DatabaseTests(on)
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    private static readonly ActingScope Support = new ActingScope.Support(Guid.Empty, "test");
    protected static ActingScope Administration { get; } = new ActingScope.Administration(Guid.Empty);

    [DatabaseFact]
    public async Task Client_WithoutAnyConnexion_IsFoundByItsNameAndItsOrganisations()
    {
        var network = await Given.NetworkAsync("Réseau Lumière");
        var agency = await Given.AgencyAsync(network, "Évreux-Nord", sibling: network);

        Assert.Equal([agency.Client], await FindAsync("evreux"));
        Assert.Equal([agency.Client], await FindAsync("NORD lumière"));
        Assert.Equal([network.Client, agency.Client, null], await FindAsync("lumi"));
        Assert.Equal([network.Client], await FindAsync("lumi", ClientType.Reseau));
        Assert.Empty(await FindAsync("lumi evreux sud"));
    }

    [DatabaseTheory]
    [InlineData("eu", true)]
    [InlineData("e", true)]
    [InlineData("u", false)]
    [InlineData("ab", false)]
    [InlineData("lab", true)]
    [InlineData("\"", false)]
    [InlineData("'lab", true)]
    [InlineData("lab*", false)]
    [InlineData("lab OR", false)]
    [InlineData("%", false)]
    [InlineData("___", false)]
    [InlineData("[a-z]", false)]
    [InlineData("0%", false)]
    [InlineData("00%", true)]
    public async Task Words_OfOneOrTwoLetters_BeginAWord_AndNothingTypedMeansAnythingButItself(string text, bool isFound)
    {
        var client = await Given.IndependentAsync("L'Lab Eu 100%", sibling: await Given.NetworkAsync("Xyz"));

        Assert.Equal(isFound ? [client.Client] : [], await FindAsync(text, ClientType.AgenceIndependante));
    }

    [DatabaseFact]
    public async Task Labels_ChangedAndDeleted_FollowTheConnexion()
    {
        var client = await Given.IndependentAsync("Horizon");
        var connexion = await Given.ConnexionAsync(Brevo, client, "avant@exemple.test", "Compte d’Été");
        Assert.Equal([client.Client], await FindAsync("avant ete horizon"));

        await ChangeAsync(client, async db =>
            (await db.ConnexionsOf(Brevo).SingleAsync(row => row.Id == connexion.Id)).Fill(new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = "apres@exemple.test" }));
        Assert.Empty(await FindAsync("avant"));
        Assert.Equal([client.Client], await FindAsync("apres ete"));

        await ChangeAsync(client, async db => db.Remove(await db.ConnexionsOf(Brevo).SingleAsync(row => row.Id == connexion.Id)));
        Assert.Empty(await FindAsync("exemple"));
        Assert.Equal([client.Client, null], await FindAsync("horizon"));
    }

    [DatabaseFact]
    public async Task Client_Erased_LeavesNothingToBeFoundBy()
    {
        var client = await Given.IndependentAsync("Horizon");
        await using (var db = Database.Open(Administration))
        {
            db.Remove(await db.Across<AgenceIndependante>().SingleAsync(row => row.AgenceIndependanteId == client.Reference.Id));
            await Given.SaveAsync(db, new AuditFacts(client.OrganisationId, AuditAction.AgenceCreated));
        }

        Assert.Equal([null], await FindAsync("horizon"));
        await using (var db = Database.Open(Administration))
        {
            db.Remove(await db.Across<Organisation>().SingleAsync(row => row.OrganisationId == client.OrganisationId));
            await Given.SaveAsync(db, new AuditFacts(client.OrganisationId, AuditAction.OrganisationCreated));
        }

        Assert.Empty(await FindAsync("horizon"));
    }

    [DatabaseFact]
    public async Task Organisation_Renamed_IsFoundByItsNewNameWithItsClients()
    {
        var network = await Given.NetworkAsync("Ancien");
        var agency = await Given.AgencyAsync(network, "Agence", sibling: network);
        await using (var db = Database.Open(Administration))
        {
            var organisation = db.Attach(await db.Across<Organisation>().SingleAsync(row => row.OrganisationId == network.OrganisationId));
            organisation.Property(row => row.NomFolded).CurrentValue = "nouveau nom";
            await Given.SaveAsync(db, new AuditFacts(network.OrganisationId, AuditAction.OrganisationCreated));
        }

        Assert.Equal([network.Client, agency.Client, null], await FindAsync("nouveau"));
        Assert.Equal([network.Client], await FindAsync("ancien"));
    }

    [DatabaseFact]
    public async Task Save_RolledBack_LeavesTheIndexAsItWas()
    {
        var organisationId = await Given.OrganisationAsync("Reste");
        await using (var db = Database.Open(Administration))
        await using (await db.Database.BeginTransactionAsync())
        {
            db.Add(Reseau.Create(organisationId, "Passager").Require());
            db.Record(AuditEntry.Create(new AuditFacts(organisationId, AuditAction.ReseauCreated), null, null, Guid.CreateVersion7(), Origin.Unknown, Database.Clock.UtcNow));
            await db.SaveChangesAsync();
            Assert.Single((await SearchIndex.FindAsync(db, SearchQuery.For("passager"), 10, default)).Rows);
        }

        Assert.Empty(await FindAsync("passager"));
    }

    [DatabaseFact]
    public async Task Search_ByAnAdministrator_KnowsNamesAndNoLabel()
    {
        var client = await Given.IndependentAsync("Horizon");
        await Given.ConnexionAsync(Brevo, client, "compte@exemple.test", "Compte");

        await using var db = Database.Open(Administration);
        Assert.Empty((await SearchIndex.FindAsync(db, SearchQuery.For("compte"), 10, default)).Rows);
        Assert.Empty((await SearchIndex.FindAsync(db, SearchQuery.For("horizon exemple"), 10, default)).Rows);
        Assert.Equal(2, (await SearchIndex.FindAsync(db, SearchQuery.For("horizon"), 10, default)).Rows.Count);
    }

    [DatabaseFact]
    public async Task Search_UnderAnyOtherScope_IsRefused()
    {
        var network = await Given.NetworkAsync();
        ActingScope?[] others =
        [
            null, network.MemberScope, network.JobScope, new ActingScope.Gateway(network.OrganisationId, network.Reference),
            new ActingScope.Network(Guid.Empty, network.OrganisationId, network.Reference.Id),
        ];
        foreach (var scope in others)
        {
            await using var db = scope is null ? Database.Contexts.CreateUnstamped() : Database.Open(scope);
            await Assert.ThrowsAsync<ForbiddenScopeException>(() => SearchIndex.FindAsync(db, SearchQuery.For("x"), 10, default));
        }

        await using var support = Database.Open(Support);
        await Assert.ThrowsAsync<ForbiddenScopeException>(() => SearchIndex.FindPeopleAsync(support, SearchQuery.For("x"), 10, default));
    }

    [DatabaseFact]
    public async Task Person_SavedByIdentity_IsFoundByAdministratorsAlone_AndNotAmongClients()
    {
        var person = await Given.PersonAsync("sonia.martin@exemple.test", "Sonia Martin", password: "une phrase bien longue");
        Assert.Equal([person.Id], await FindPeopleAsync("martin"));
        Assert.Equal([person.Id], await FindPeopleAsync("sonia.martin@"));
        Assert.Empty(await FindAsync("martin"));

        await using var services = Database.Services.CreateAsyncScope();
        var users = services.ServiceProvider.GetRequiredService<UserManager<Person>>();
        await users.DeleteAsync((await users.FindByIdAsync(person.Id.ToString()))!);
        Assert.Empty(await FindPeopleAsync("martin"));
    }

    [DatabaseFact]
    public async Task Found_MoreThanAskedFor_AreTheOldestAndSaidToBeMore()
    {
        var first = await Given.IndependentAsync("Série 1", sibling: await Given.NetworkAsync("Autre"));
        await Given.IndependentAsync("Série 2", sibling: first);
        await using var db = Database.Open(Support);

        var found = await SearchIndex.FindAsync(db, SearchQuery.For("serie"), 1, default);

        Assert.True(found.IsMore);
        Assert.Equal(first.Client, Assert.Single(found.Rows).Client);
        Assert.False((await SearchIndex.FindAsync(db, SearchQuery.For("serie"), 2, default)).IsMore);
    }

    /// <summary>The migration makes in SQL, of what was there before it, what each save makes since.</summary>
    [DatabaseFact]
    public async Task Migration_OfWhatIsThere_IndexesItAsItsSavesDid()
    {
        var network = await Given.NetworkAsync("Réseau Lumière");
        var agency = await Given.AgencyAsync(network, "Lumière Lyon");
        await Given.ConnexionAsync(Brevo, agency, "lyon@lumiere.test", "Compte de Lyon");
        await Given.ConnexionAsync(ProviderCatalogue.Find("openai")!, agency, "ia@lumiere.test");
        await Given.PersonAsync("Sonia@Exemple.test", "Sonia Martin");
        await Given.ConnexionAsync(Brevo, await Given.IndependentAsync("Horizon"));
        var saved = await DocumentsAsync();

        await RunAsync("DELETE FROM search_documents");
        Migration migration = Database.IsSqlite ? new Web.Persistence.Migrations.Sqlite.Search() : new Web.Persistence.Migrations.SqlServer.Search();
        foreach (var fill in migration.UpOperations.OfType<SqlOperation>().Where(operation => operation.Sql.Contains("INSERT INTO search_documents (", StringComparison.Ordinal) || operation.Sql.Contains("INSERT INTO search_terms", StringComparison.Ordinal)))
        {
            await RunAsync(fill.Sql);
        }

        Assert.Equal(saved, await DocumentsAsync());
        Assert.Equal([agency.Client], await FindAsync("compte lyon"));
        Assert.Equal([agency.Client, null], await FindAsync("ly"));
    }

    /// <summary>Each document with its words: whether one stands there twice is nothing to a search.</summary>
    private async Task<List<string>> DocumentsAsync()
    {
        await using var db = Database.Contexts.CreateUnstamped();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT kind, subject_id, names, labels FROM search_documents";
        var documents = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            documents.Add($"{reader.GetString(0)} {reader.GetGuid(1)}: {Words(reader.GetString(2))} | {Words(reader.GetString(3))}");
        }

        return [.. documents.Order(StringComparer.Ordinal)];

        static string Words(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal));
    }

    private async Task ChangeAsync(Place place, Func<ConnexionsDbContext, Task> change)
    {
        await using var db = Database.Open(place.JobScope);
        await change(db);
        await Given.SaveAsync(db, new AuditFacts(place.OrganisationId, AuditAction.ConnexionEdited) { Client = place.Client });
    }

    /// <summary>Clients as support finds them, in the order of their kinds; null for an organisation itself.</summary>
    protected async Task<List<ClientRef?>> FindAsync(string text, ClientType? type = null)
    {
        await using var db = Database.Open(Support);
        var found = await SearchIndex.FindAsync(db, SearchQuery.For(text) with { Type = type }, 100, default);
        return [.. found.Rows.Select(row => row.Client).OrderBy(client => client?.Type ?? (ClientType)99)];
    }

    private async Task<IReadOnlyList<Guid>> FindPeopleAsync(string text)
    {
        await using var db = Database.Open(Administration);
        return (await SearchIndex.FindPeopleAsync(db, SearchQuery.For(text), 100, default)).Rows;
    }
}

public sealed class SearchIndexOnSqlite() : SearchIndexTests(DatabaseProvider.Sqlite)
{
    /// <summary>An index of words only marks as deleted what it holds, unless it is told to let it go.</summary>
    [Fact]
    public async Task Name_Erased_IsNoLongerInTheIndexItself()
    {
        var client = await Given.IndependentAsync("Жщъ");
        Assert.True(await IsHeldAsync("жщъ"));

        await using var db = Database.Open(Administration);
        db.Remove(await db.Across<AgenceIndependante>().SingleAsync(row => row.AgenceIndependanteId == client.Reference.Id));
        await Given.SaveAsync(db, new AuditFacts(client.OrganisationId, AuditAction.AgenceCreated));
        db.Remove(await db.Across<Organisation>().SingleAsync(row => row.OrganisationId == client.OrganisationId));
        await Given.SaveAsync(db, new AuditFacts(client.OrganisationId, AuditAction.OrganisationCreated));

        Assert.False(await IsHeldAsync("жщъ"));
    }

    private async Task<bool> IsHeldAsync(string letters)
    {
        await using var db = Database.Contexts.CreateUnstamped();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT block FROM search_trigrams_data";
        await using var reader = await command.ExecuteReaderAsync();
        var isHeld = false;
        while (await reader.ReadAsync())
        {
            isHeld |= reader.GetFieldValue<byte[]>(0).AsSpan().IndexOf(Encoding.UTF8.GetBytes(letters)) >= 0;
        }

        return isHeld;
    }
}

public sealed class SearchIndexOnSqlServer() : SearchIndexTests(DatabaseProvider.SqlServer), IOnSqlServer
{
    [DatabaseFact]
    public async Task Document_OfWhichTwoChangeAPartAtOnce_HasBoth()
    {
        var network = await Given.NetworkAsync("Ancien");
        await using var first = Database.Open(Administration);
        await using var held = await first.Database.BeginTransactionAsync();
        first.Attach(await first.Across<Organisation>().SingleAsync(row => row.OrganisationId == network.OrganisationId)).Property(row => row.NomFolded).CurrentValue = "premier";
        // In another journal than the second, so that it is the index alone that keeps them apart.
        first.Record(AuditEntry.Create(new AuditFacts(Organisation.Platform, AuditAction.OrganisationCreated), null, null, Guid.CreateVersion7(), Origin.Unknown, Database.Clock.UtcNow));
        await first.SaveChangesAsync();

        var second = Task.Run(async () =>
        {
            await using var db = Database.Open(Administration);
            db.Attach(await db.Across<Reseau>().SingleAsync(row => row.ReseauId == network.Reference.Id)).Property(row => row.NomFolded).CurrentValue = "second";
            await Given.SaveAsync(db, new AuditFacts(network.OrganisationId, AuditAction.ReseauCreated));
        });
        // That somebody is kept waiting cannot be awaited.
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(TimeSpan.FromSeconds(3))));
        await held.CommitAsync();
        await second;

        Assert.Equal([network.Client], await FindAsync("premier second"));
    }
}
