using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Features.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Auditing;

public sealed class ListEntriesTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.All[0];
    private TestDatabase database = null!;
    private Place network = null!;
    private Place agency = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new()
        {
            Services = services => services.AddSupport().AddIntegrations().AddSessionHandlers().AddSingleton<ListEntries>(),
        });
        network = await database.Given.NetworkAsync();
        agency = await database.Given.AgencyAsync(network);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Journal_OfAClient_ShowsWhoChangedWhatFromWhatToWhat()
    {
        var person = await database.Given.PersonAsync(displayName: "Claire Dubois");
        var claire = (await database.Given.ActorAsync(agency, person)) with { Origin = new("192.0.2.7", "agent") };
        var key = Planted.KeyFor(ProviderCatalogue.All[0]);
        (await database.Get<SaveConnexion>().HandleAsync(
            claire, new(agency.Reference, "brevo", null, new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = "a@b.test" }, key), default)).Require();

        var entry = (await ListAsync(claire)).Entries[0];

        Assert.Equal((AuditAction.ConnexionCreated, "Claire Dubois", Role.Responsable, "brevo"), (entry.Action, entry.ActorName, entry.ActingRole, entry.Provider));
        Assert.Equal([FieldKind.ApiKey, FieldKind.AccountEmail], entry.Fields.Order());
        Assert.Equal(new Change(null, "a@b.test"), Assert.Single(entry.Changes).Value);
        Assert.Equal("192.0.2.7", entry.Address);
    }

    [Fact]
    public async Task Journal_AfterASupportLook_ShowsItToTheOrganisationConcernedOnly()
    {
        var sibling = await database.Given.IndependentAsync(sibling: agency);
        var other = await database.Given.IndependentAsync();
        var stored = await database.Given.ConnexionWithKeyAsync(ProviderCatalogue.All[0], agency);
        var support = (await database.Given.SupportAsync()) with { Origin = new("192.0.2.99", null) };
        (await database.Get<StartSitting>().HandleAsync(support, new("ticket 4711"), default)).Require();
        (await database.Get<SearchConnexions>().HandleAsync(support, new(), default)).Require();
        (await database.Get<OpenConnexion>().HandleAsync(support, "brevo", stored.Id.ToString(), default)).Require();

        var looks = await LooksAsync(await database.Given.ActorAsync(agency));
        Assert.Equal([AuditAction.SupportOpened, AuditAction.SupportListed], looks.Select(entry => entry.Action));
        Assert.All(looks, entry => Assert.Equal(("ticket 4711", Role.Support, null), (entry.Reason, entry.ActingRole, entry.Address)));

        // The list concerns the organisation as a whole, the connexion that was opened one of its clients.
        Assert.Equal([AuditAction.SupportListed], (await LooksAsync(await database.Given.ActorAsync(sibling))).Select(entry => entry.Action));
        Assert.Empty(await LooksAsync(await database.Given.ActorAsync(other)));
        Assert.Empty(await LooksAsync(await database.Given.ActorAsync(network)));
        Assert.Empty(await LooksAsync(await database.Given.AdministratorAsync()));
        Assert.Empty(await LooksAsync(await database.Given.SupportAsync()));
        Assert.Equal([AuditAction.SupportOpened, AuditAction.SupportListed], (await LooksAsync(support)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Journal_OfAClient_HidesSiblingsEntries()
    {
        var sibling = await database.Given.IndependentAsync(sibling: agency);
        var stored = await database.Given.ConnexionAsync(ProviderCatalogue.All[0], sibling);

        Assert.DoesNotContain((await ListAsync(await database.Given.ActorAsync(agency))).Entries, entry => entry.ConnexionId == stored.Id);
        Assert.Contains((await ListAsync(await database.Given.ActorAsync(sibling))).Entries, entry => entry.ConnexionId == stored.Id);
    }

    [Fact]
    public async Task Journal_OfAnAdministrator_ShowsAdministrationAndOwnActions()
    {
        var (one, two) = (await database.Given.AdministratorAsync(), await database.Given.AdministratorAsync());
        var support = await database.Given.SupportAsync();
        foreach (var (actor, action) in new[] { (two, AuditAction.OrganisationCreated), (one, AuditAction.Refused), (two, AuditAction.Refused), (support, AuditAction.SupportListed) })
        {
            await RecordAsync(actor, action);
        }

        var shown = (await ListAsync(one)).Entries.Where(entry => entry.ActorKind == ActorKind.Person).ToList();

        Assert.Equal([AuditAction.Refused, AuditAction.OrganisationCreated], shown.Select(entry => entry.Action));
        Assert.Equal([AuditAction.SupportListed], (await ListAsync(support)).Entries.Select(entry => entry.Action));
    }

    [Fact]
    public async Task Journal_Paged_ShowsEachEntryOnceNewestFirst()
    {
        var actor = await database.Given.ActorAsync(agency);
        for (var number = 0; number < 7; number++)
        {
            await RecordAsync(actor, number % 2 == 0 ? AuditAction.ConnexionEdited : AuditAction.Refused);
        }

        var all = await ListAsync(actor);
        var paged = new List<JournalEntry>();
        JournalPage page;
        do
        {
            page = await ListAsync(actor, new() { Before = paged.LastOrDefault()?.Place, PageSize = 3 });
            Assert.InRange(page.Entries.Count, 1, 3);
            paged.AddRange(page.Entries);
        }
        while (page.HasOlder);

        Assert.Equal(all.Entries.Select(entry => entry.Sequence), paged.Select(entry => entry.Sequence));
        Assert.Equal(paged.Select(entry => entry.Sequence).OrderDescending(), paged.Select(entry => entry.Sequence));
        Assert.Equal(3, (await ListAsync(actor, new() { Part = JournalPart.RefusedActions })).Entries.Count);
    }

    [Fact]
    public async Task Journal_PersonGone_StillTellsTheEntry()
    {
        var actor = await database.Given.ActorAsync(agency);
        await using (var db = database.Open(agency.JobScope))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Record(AuditEntry.Create(new(agency.OrganisationId, AuditAction.ConnexionEdited) { Client = agency.Client }, Guid.NewGuid(), Role.Responsable, Guid.NewGuid(), Origin.Unknown, database.Clock.UtcNow));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        var entry = (await ListAsync(actor)).Entries[0];

        Assert.Equal((ActorKind.Person, (string?)null), (entry.ActorKind, entry.ActorName));
    }

    [Fact]
    public async Task Journal_MembershipWithdrawn_IsRefused()
    {
        var actor = await database.Given.ActorAsync(agency);
        await database.Given.WithdrawAsync(actor);

        Assert.Equal(AccessErrors.Withdrawn, Assert.Single((await database.Get<ListEntries>().HandleAsync(actor, new(), default)).Errors));
    }

    [Fact]
    public async Task Journal_OfUses_ShowsThemAlone_AndNowhereElse()
    {
        var (token, _) = await database.Given.TokenAsync(agency, new("Site internet", ["brevo"], Purposes.All, [], 60, database.Clock.UtcNow.AddDays(1)));
        var actor = await database.Given.ActorAsync(agency);
        var sent = await database.Given.UseAsync(agency, Brevo, new("email.send", UseResult.Sent) { Status = 201, BytesSent = 12, DurationMs = 34, Emails = 1 }, token.TokenId);
        var refused = await database.Given.UseAsync(agency, Brevo, new("email.send", UseResult.Refused) { Refusal = GatewayErrors.SenderNotYours.Code }, personId: actor.PersonId);
        await RecordAsync(actor, AuditAction.Refused);

        var uses = (await ListAsync(actor, new() { Part = JournalPart.Uses })).Entries;
        Assert.Equal([refused, sent], uses.Select(entry => entry.Use!.UseId));
        Assert.Equal(("Site internet", ActorKind.Tool), (uses[1].ActorName, uses[1].ActorKind));
        Assert.Equal(new JournalUse(sent, "email.send", UseResult.Sent) { Status = 201, BytesSent = 12, DurationMs = 34, Emails = 1 }, uses[1].Use);
        Assert.Equal(ActorKind.Person, uses[0].ActorKind);
        Assert.Equal(refused, Assert.Single((await ListAsync(actor, new() { Part = JournalPart.RefusedUses })).Entries).Use!.UseId);
        Assert.DoesNotContain((await ListAsync(actor)).Entries, entry => entry.Use is not null);
        Assert.Null(Assert.Single((await ListAsync(actor, new() { Part = JournalPart.RefusedActions })).Entries).Use);
    }

    /// <summary>A call is numbered when it is over, and shown when it began: one that ran past midnight came last.</summary>
    [Fact]
    public async Task Journal_OfUses_IsInTheOrderInWhichTheyBegan_EachOnOnePageAlone()
    {
        var actor = await database.Given.ActorAsync(agency);
        var midnight = new DateTime(2027, 1, 14, 23, 0, 0, DateTimeKind.Utc);
        var after = await UsedAsync(midnight.AddMinutes(1));
        var twin = await UsedAsync(midnight.AddMinutes(1));
        var stream = await UsedAsync(midnight.AddMinutes(-10));
        var before = await UsedAsync(midnight.AddMinutes(-20));

        foreach (var part in new[] { JournalPart.Uses, JournalPart.RefusedUses })
        {
            var listed = new List<JournalEntry>();
            for (var more = true; more;)
            {
                var page = await ListAsync(actor, new() { Part = part, PageSize = 1, Before = listed.LastOrDefault()?.Place });
                listed.AddRange(page.Entries);
                more = page.HasOlder;
            }

            Assert.Equal([twin, after, stream, before], listed.Select(entry => entry.Use!.UseId));
        }

        Task<Guid> UsedAsync(DateTime at) => database.Given.UseAsync(agency, Brevo, new("email.send", UseResult.Refused) { Refusal = GatewayErrors.SenderNotYours.Code }, personId: actor.PersonId, at: at);
    }

    [Fact]
    public async Task Journal_OfANetwork_NamesItsAgenciesThatUsedItsKey_AndNeitherTheirToolsNorOthers()
    {
        var lyon = await database.Given.AgencyAsync(network, "Lumière Lyon");
        var stranger = await database.Given.AgencyAsync(await database.Given.NetworkAsync(), "Azur Nice");
        var (token, _) = await database.Given.TokenAsync(lyon);
        foreach (var place in new[] { lyon, stranger })
        {
            await database.Given.UseAsync(network, Brevo, new("email.send", UseResult.Sent) { AgencyId = place.Reference.Id }, token.TokenId);
        }

        var uses = (await ListAsync(await database.Given.ActorAsync(network), new() { Part = JournalPart.Uses })).Entries;

        Assert.Equal([null, "Lumière Lyon"], uses.Select(entry => entry.Use!.AgencyName));
        Assert.All(uses, entry => Assert.Null(entry.ActorName));
        Assert.Empty((await ListAsync(await database.Given.ActorAsync(lyon), new() { Part = JournalPart.Uses })).Entries);
    }

    public static TheoryData<Role, JournalPart, string> Walks => new()
    {
        { Role.Responsable, JournalPart.Actions, "ix_audit_entries_told" },
        { Role.Responsable, JournalPart.RefusedActions, "ix_audit_entries_told" },
        { Role.Responsable, JournalPart.Uses, "ix_audit_entries_uses" },
        { Role.Responsable, JournalPart.RefusedUses, "ix_audit_entries_refused_uses" },
        { Role.Support, JournalPart.Actions, "ix_audit_entries_actor" },
        { Role.Administrateur, JournalPart.Actions, "ix_audit_entries_told" },
        { Role.Administrateur, JournalPart.SignIns, "ix_audit_entries_told" },
    };

    [SqliteTheory]
    [MemberData(nameof(Walks))]
    public async Task Query_WalksTheIndexOfItsPartBackwards(Role role, JournalPart part, string index)
    {
        var actor = role == Role.Responsable ? await database.Given.ActorAsync(agency) : await database.Given.ActorAsync(role, Place.Platform);
        await using var db = database.Open(actor.Scope);

        var plan = await QueryPlan.OfAsync(db, ListEntries.Query(db, actor, new() { Before = new(database.Clock.UtcNow, 100), Part = part }).Take(31));

        var from = part is JournalPart.Uses or JournalPart.RefusedUses ? "at<?" : "sequence<?";
        Assert.Contains(plan, step => step.Contains($"INDEX {index} (organisation_id=? AND {(role == Role.Support ? "actor_id=? AND " : "")}{from})", StringComparison.Ordinal));
        // The one thing read through is the page itself, which the first step made.
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)
            || (step.StartsWith("SCAN ", StringComparison.Ordinal) && !plan.Contains("CO-ROUTINE " + step["SCAN ".Length..])));
    }

    /// <summary>They would be many among what administrators do.</summary>
    [Fact]
    public async Task SignIns_AreForAdministratorsAlone_AndInAPartOfTheirOwn()
    {
        var (admin, support) = (await database.Given.AdministratorAsync(), await database.Given.SupportAsync());
        foreach (var actor in new[] { admin, support })
        {
            await database.Get<OpenSession>().HandleAsync(actor.PersonId, Origin.Unknown, default);
        }

        async Task<IEnumerable<AuditAction>> ActionsAsync(Actor actor, JournalPart part) =>
            (await database.Get<ListEntries>().HandleAsync(actor, new() { Part = part }, default)).Require().Entries.Select(entry => entry.Action);

        Assert.Equal([AuditAction.SignedIn, AuditAction.SignedIn], await ActionsAsync(admin, JournalPart.SignIns));
        Assert.DoesNotContain(AuditAction.SignedIn, await ActionsAsync(admin, JournalPart.Actions));
        Assert.DoesNotContain(AuditAction.SignedIn, await ActionsAsync(support, JournalPart.SignIns));
        Assert.DoesNotContain(AuditAction.SignedIn, await ActionsAsync(support, JournalPart.Actions));
    }

    [Fact]
    public async Task Query_OnSqlServer_Translates()
    {
        var actor = await database.Given.AdministratorAsync();
        await using var db = new ContextFactory(new(DatabaseProvider.SqlServer, "Server=unused", Migrate: false), database.Services).Create(actor.Scope);

        Assert.Contains("ORDER BY", ListEntries.Query(db, actor, new() { Before = new(database.Clock.UtcNow, 100), Part = JournalPart.RefusedActions }).Take(31).ToQueryString(), StringComparison.Ordinal);
    }

    private async Task RecordAsync(Actor actor, AuditAction action)
    {
        await using var db = database.Open(new ActingScope.Job("test", actor.OrganisationId));
        await using var transaction = await db.Database.BeginTransactionAsync();
        var facts = new AuditFacts(actor.OrganisationId, action)
        {
            Client = actor.Client,
            Outcome = action == AuditAction.Refused ? AuditOutcome.Refused : AuditOutcome.Done,
        };
        db.Record(AuditEntry.Create(facts, actor.PersonId, actor.Role, Guid.NewGuid(), actor.Origin, database.Clock.UtcNow));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private async Task<JournalPage> ListAsync(Actor actor, ListEntriesRequest? request = null) =>
        (await database.Get<ListEntries>().HandleAsync(actor, request ?? new(), default)).Require();

    private async Task<List<JournalEntry>> LooksAsync(Actor actor) =>
        [.. (await ListAsync(actor)).Entries.Where(entry => entry.Action is AuditAction.SupportListed or AuditAction.SupportOpened)];
}
