using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Isolation;

public abstract class WriteGuardTests(DatabaseProvider on) : DatabaseTests(on)
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private Place own = null!;
    private Place sibling = null!;
    private Place foreign = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        own = await Given.IndependentAsync();
        sibling = await Given.IndependentAsync(sibling: own);
        foreign = await Given.IndependentAsync();
    }

    [DatabaseFact]
    public async Task Row_AddedForAnotherClient_IsRefused()
    {
        foreach (var other in new[] { sibling, foreign })
        {
            await using var db = Database.Open(own.MemberScope);
            db.Add(Brevo.NewConnexion(other.OrganisationId, other.Reference, Database.Clock.UtcNow));
            await AssertForbiddenAsync(db);
        }

        Assert.Equal(0, await CountAsync());
    }

    [DatabaseFact]
    public async Task Use_InsertedForAnotherClient_IsRefused()
    {
        foreach (var (scope, other) in new (ActingScope, Place)[] { (own.MemberScope, sibling), (own.MemberScope, foreign), (own.JobScope, foreign) })
        {
            await using var db = Database.Open(scope);
            await using var transaction = await db.Database.BeginTransactionAsync();
            var facts = new AuditFacts(other.OrganisationId, AuditAction.ConnexionUsed) { Client = other.Reference };
            var use = AuditEntry.ForUse(facts, new UseFacts("email.send", UseResult.Sent), Guid.NewGuid(), null, Guid.NewGuid(), Database.Clock.UtcNow);

            await Assert.ThrowsAsync<ForbiddenScopeException>(() => db.InsertUsesAsync([use], CancellationToken.None));
        }
    }

    [DatabaseFact]
    public async Task Entry_ThatIsNoUse_IsNotInsertedUntracked()
    {
        await using var db = Database.Open(own.JobScope);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var entry = AuditEntry.Create(new AuditFacts(own.OrganisationId, AuditAction.ConnexionEdited) { Client = own.Reference }, null, null, Guid.NewGuid(), new Origin(null, null), Database.Clock.UtcNow);

        await Assert.ThrowsAsync<ForbiddenScopeException>(() => db.InsertUsesAsync([entry], CancellationToken.None));
    }

    [DatabaseFact]
    public async Task Row_GivenAwayToAnotherClient_IsRefused()
    {
        await Given.RequestAndNoticeAsync(own);
        await using var db = Database.Open(own.MemberScope);
        var row = await db.Set<SharingRequest>().SingleAsync();
        db.Entry(row).Property(nameof(SharingRequest.ClientId)).CurrentValue = sibling.Reference.Id;

        await AssertForbiddenAsync(db);
        await using var after = Database.Open(own.MemberScope);
        Assert.Equal(1, await after.Set<SharingRequest>().CountAsync());
    }

    [DatabaseFact]
    public async Task Connexion_GivenAwayToAnotherClient_IsRefusedAtOnce()
    {
        var stored = await Given.ConnexionWithKeyAsync(Brevo, own);
        await using var db = Database.Open(own.MemberScope);
        var row = await db.ConnexionsOf(Brevo).SingleAsync();

        // Claims refer to a connexion with its client, which therefore never changes.
        Assert.Throws<InvalidOperationException>(() => db.Entry(row).Property(nameof(Connexion.ClientId)).CurrentValue = sibling.Reference.Id);
        await AssertUnchangedAsync(stored);
    }

    [DatabaseFact]
    public async Task Row_OfAnotherClientAttachedAsOnesOwn_ChangesNothing()
    {
        foreach (var other in new[] { sibling, foreign })
        {
            var stored = await Given.ConnexionWithKeyAsync(Brevo, other, email: "titulaire@exemple.test");
            await using var db = Database.Open(own.MemberScope);
            var forged = Forge(db, stored, own);
            forged.Fill(new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = "voleur@exemple.test" });
            db.Update(forged);

            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => SaveAsync(db));
            await AssertUnchangedAsync(stored);
        }
    }

    [DatabaseFact]
    public async Task Row_OfAnotherClientAttachedAndDeletedAsOnesOwn_ChangesNothing()
    {
        foreach (var other in new[] { sibling, foreign })
        {
            var stored = await Given.ConnexionWithKeyAsync(Brevo, other);
            await using var db = Database.Open(own.MemberScope);
            db.Remove(Forge(db, stored, own));

            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => SaveAsync(db));
            await AssertUnchangedAsync(stored);
        }
    }

    [DatabaseFact]
    public async Task Row_OfAnotherClientAttachedAsItIs_IsRefused()
    {
        foreach (var other in new[] { sibling, foreign })
        {
            var stored = await Given.ConnexionWithKeyAsync(Brevo, other);
            foreach (var state in new[] { EntityState.Modified, EntityState.Deleted })
            {
                await using var db = Database.Open(own.MemberScope);
                db.Entry(stored).State = state;
                await AssertForbiddenAsync(db);
            }

            await AssertUnchangedAsync(stored);
        }
    }

    [DatabaseFact]
    public async Task Change_WithoutAJournalEntry_IsRefused()
    {
        await using var db = Database.Open(own.MemberScope);
        db.Add(Brevo.NewConnexion(own.OrganisationId, own.Reference, Database.Clock.UtcNow));
        await using var transaction = await db.Database.BeginTransactionAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        Assert.Throws<InvalidOperationException>(() => db.SaveChanges());
    }

    [DatabaseFact]
    public async Task Entry_OutsideATransaction_IsRefused()
    {
        await using var db = Database.Open(own.MemberScope);
        db.Record(Entry(own));

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
    }

    [DatabaseFact]
    public async Task Journal_ChangedOrDeleted_IsRefusedToEveryScope()
    {
        await Given.ConnexionWithKeyAsync(Brevo, own);
        var place = own;
        foreach (var scope in new ActingScope[] { place.MemberScope, place.JobScope, new ActingScope.Support(Guid.Empty, "x"), new ActingScope.Administration(Guid.Empty) })
        {
            foreach (var state in new[] { EntityState.Modified, EntityState.Deleted })
            {
                await using var reader = Database.Open(place.JobScope);
                var entry = await reader.AuditEntries.AsNoTracking().FirstAsync(row => row.ClientId == place.Reference.Id);
                await using var db = Database.Open(scope);
                db.Entry(entry).State = state;
                await using var transaction = await db.Database.BeginTransactionAsync();
                db.Record(Entry(place));
                await Assert.ThrowsAsync<ForbiddenScopeException>(() => db.SaveChangesAsync());
            }
        }
    }

    [DatabaseFact]
    public async Task Entry_ForAnotherClientsJournal_IsRefused()
    {
        foreach (var other in new[] { sibling, foreign })
        {
            await using var db = Database.Open(own.MemberScope);
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Record(Entry(other));
            await Assert.ThrowsAsync<ForbiddenScopeException>(() => db.SaveChangesAsync());
        }
    }

    [DatabaseFact]
    public async Task KeyRing_WrittenUnderAScope_IsRefused()
    {
        await using var db = Database.Open(own.MemberScope);
        db.Add(new Web.Security.KeyRingElement { Id = Guid.NewGuid(), Xml = "<key />" });

        await Assert.ThrowsAsync<ForbiddenScopeException>(() => db.SaveChangesAsync());
    }

    [DatabaseFact]
    public async Task Save_ThatFails_LeavesNoJournalEntry()
    {
        await using (var db = Database.Open(own.MemberScope))
        {
            db.Add(Brevo.NewConnexion(own.OrganisationId, sibling.Reference, Database.Clock.UtcNow));
            await AssertForbiddenAsync(db);
        }

        await using var after = Database.Open(own.MemberScope);
        Assert.False(await after.AuditEntries.AnyAsync(entry => entry.Action == AuditAction.ConnexionEdited));
    }

    /// <summary>As code would that builds a row from what a browser sent: another's id and version, one's own client.</summary>
    private static Connexion Forge(ConnexionsDbContext db, Connexion stored, Place owner)
    {
        var forged = Brevo.NewConnexion(owner.OrganisationId, owner.Reference, stored.CreatedAt);
        Set(nameof(Connexion.Id), stored.Id);
        Set(nameof(Connexion.Version), stored.Version);
        return forged;

        void Set(string property, object value) => db.Model.FindEntityType(forged.GetType())!.FindProperty(property)!.PropertyInfo!.SetValue(forged, value);
    }

    private static AuditEntry Entry(Place place) => AuditEntry.Create(
        new AuditFacts(place.OrganisationId, AuditAction.ConnexionEdited) { Client = place.Client }, null, null, Guid.NewGuid(), Origin.Unknown, ManualTime.Start.UtcDateTime);

    private Task SaveAsync(ConnexionsDbContext db) =>
        Given.SaveAsync(db, new AuditFacts(own.OrganisationId, AuditAction.ConnexionEdited) { Client = own.Client });

    private async Task AssertForbiddenAsync(ConnexionsDbContext db) => await Assert.ThrowsAsync<ForbiddenScopeException>(() => SaveAsync(db));

    private async Task AssertUnchangedAsync(Connexion expected)
    {
        await using var db = Database.Open(new ActingScope.Support(Guid.Empty, "x"));
        var now = await db.Across<Connexion>().SingleAsync(row => row.Id == expected.Id);
        Assert.Equal(
            (expected.OrganisationId, expected.Client, expected.AccountEmail, expected.ApiKey, expected.Version),
            (now.OrganisationId, now.Client, now.AccountEmail, now.ApiKey, now.Version));
    }

    private async Task<int> CountAsync()
    {
        await using var db = Database.Open(new ActingScope.Support(Guid.Empty, "x"));
        return await db.Across<Connexion>().CountAsync();
    }
}

public sealed class WriteGuardOnSqlite() : WriteGuardTests(DatabaseProvider.Sqlite);

public sealed class WriteGuardOnSqlServer() : WriteGuardTests(DatabaseProvider.SqlServer), IOnSqlServer;
