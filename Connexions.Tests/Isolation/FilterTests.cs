using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Isolation;

public abstract class FilterTests(DatabaseProvider on) : DatabaseTests(on)
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    [DatabaseFact]
    public async Task Context_Unstamped_SeesNoTenantRow()
    {
        await World.LayDownAsync(Database, furnished: true);
        await using var db = Database.Contexts.CreateUnstamped();

        Assert.False(await db.Organisations.AnyAsync());
        Assert.False(await db.Reseaux.AnyAsync());
        Assert.False(await db.ReseauAgences.AnyAsync());
        Assert.False(await db.AgencesIndependantes.AnyAsync());
        Assert.False(await db.AllConnexions.AnyAsync());
        Assert.False(await db.ConnexionsOf(Brevo).AnyAsync());
        Assert.False(await db.Memberships.AnyAsync());
        Assert.False(await db.Invitations.AnyAsync());
        Assert.False(await db.AuditEntries.AnyAsync());
        Assert.False(await db.Set<AuditDetail>().AnyAsync());
    }

    [DatabaseFact]
    public async Task Context_Unstamped_WritesNoTenantRow()
    {
        var place = await Given.IndependentAsync();
        await using var db = Database.Contexts.CreateUnstamped();
        db.Add(Brevo.NewConnexion(place.OrganisationId, place.Reference, Database.Clock.UtcNow));

        await Assert.ThrowsAsync<ForbiddenScopeException>(() =>
            Given.SaveAsync(db, new AuditFacts(place.OrganisationId, AuditAction.ConnexionCreated) { Client = place.Client }));
    }

    [DatabaseFact]
    public async Task Member_BesideASiblingInTheSameOrganisation_SeesItsOwnClientOnly()
    {
        var own = await Given.IndependentAsync();
        var sibling = await Given.IndependentAsync(sibling: own);
        await Given.ConnexionWithKeyAsync(Brevo, own, email: "la-mienne@exemple.test");
        await Given.ConnexionWithKeyAsync(Brevo, sibling, email: "la-sienne@exemple.test");
        await using var db = Database.Open(own.MemberScope);

        Assert.Equal("la-mienne@exemple.test", (await db.AllConnexions.SingleAsync()).AccountEmail);
        Assert.Equal("la-mienne@exemple.test", (await db.ConnexionsOf(Brevo).SingleAsync()).AccountEmail);
        Assert.Equal(own.Reference.Id, (await db.AgencesIndependantes.SingleAsync()).AgenceIndependanteId);
        Assert.DoesNotContain(await db.AuditEntries.ToListAsync(), entry => entry.ClientId == sibling.Reference.Id);
    }

    [DatabaseFact]
    public async Task Context_FoundById_IsFilteredAsWell()
    {
        var own = await Given.IndependentAsync();
        var foreign = await Given.ConnexionWithKeyAsync(Brevo, await Given.IndependentAsync());
        await using var db = Database.Open(own.MemberScope);

        Assert.Null(await db.FindAsync(Brevo.ConnexionType, foreign.Id));
    }

    [DatabaseFact]
    public async Task Contexts_OfTwoScopesInTurn_EachFilterByTheirOwn()
    {
        var places = new[] { await Given.IndependentAsync(), await Given.IndependentAsync(), await Given.NetworkAsync() };
        foreach (var place in places)
        {
            await Given.ConnexionWithKeyAsync(Brevo, place);
        }

        for (var round = 0; round < 3; round++)
        {
            foreach (var place in places)
            {
                await using var db = Database.Open(place.MemberScope);
                await using var none = Database.Contexts.CreateUnstamped();
                Assert.Equal(place.Reference, (await db.ConnexionsOf(Brevo).SingleAsync()).Client);
                Assert.Equal(0, await none.ConnexionsOf(Brevo).CountAsync());
            }
        }
    }

    [DatabaseFact]
    public async Task Member_LiftingTheFilter_IsRefusedForEveryTable()
    {
        var place = await Given.NetworkAsync();
        await using var db = Database.Open(place.MemberScope);

        Assert.Throws<ForbiddenScopeException>(db.Across<Connexion>);
        Assert.Throws<ForbiddenScopeException>(db.Across<Membership>);
        Assert.Throws<ForbiddenScopeException>(db.Across<AuditEntry>);
    }

    [DatabaseFact]
    public async Task Query_OfOneClient_ComparesByEquality()
    {
        await using var db = Database.Open((await Given.NetworkAsync()).MemberScope);

        var sql = db.ConnexionsOf(Brevo).ToQueryString();

        Assert.Matches(@"organisation_id.\s*=\s*@", sql);
        Assert.Matches(@"client_type.\s*=\s*@", sql);
        Assert.Matches(@"client_id.\s*=\s*@", sql);
    }
}

public sealed class FilterOnSqlite() : FilterTests(DatabaseProvider.Sqlite);

public sealed class FilterOnSqlServer() : FilterTests(DatabaseProvider.SqlServer), IOnSqlServer;
