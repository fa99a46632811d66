using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Persistence;

public abstract class ConcurrentWritesTests(DatabaseProvider on) : DatabaseTests(on)
{
    private const int Writers = 16;
    private const int Saves = 10;

    [DatabaseFact]
    public async Task Writers_ManyAtOnceInOneOrganisation_AllSucceedAndTheJournalHasNoGap()
    {
        var first = await Given.IndependentAsync();
        var actors = new List<Actor> { await Given.ActorAsync(first) };
        while (actors.Count < Writers)
        {
            actors.Add(await Given.ActorAsync(await Given.IndependentAsync(sibling: first)));
        }

        await Task.WhenAll(actors.Select(actor => Task.Run(() => SaveRepeatedlyAsync(actor))));

        await using var db = Database.Open(first.JobScope);
        var journal = await db.AuditEntries.OrderBy(entry => entry.Sequence).Select(entry => new { entry.Sequence, entry.Action }).ToListAsync();
        Assert.Equal(Enumerable.Range(1, journal.Count).Select(number => (long)number), journal.Select(entry => entry.Sequence));
        Assert.Equal(Writers * Saves, journal.Count(entry => entry.Action is AuditAction.ConnexionCreated or AuditAction.ConnexionEdited));
        Assert.Equal(Writers, await db.AllConnexions.CountAsync());
    }

    [DatabaseFact]
    public async Task Writers_TheFirstEverInManyOrganisations_AllSucceed()
    {
        var places = new List<Place>();
        while (places.Count < Writers)
        {
            places.Add(await Given.IndependentAsync());
        }

        await Task.WhenAll(places.Select(place => Task.Run(() => Given.ConnexionWithKeyAsync(ProviderCatalogue.All[0], place))));

        foreach (var place in places)
        {
            await using var db = Database.Open(place.MemberScope);
            Assert.Equal(1, await db.AllConnexions.CountAsync());
        }
    }

    [DatabaseFact]
    public async Task Row_SavedByTwoFromTheSameVersion_OnlyTheFirstWinsAndItsJournalSaysSo()
    {
        var place = await Given.IndependentAsync();
        var actor = await Given.ActorAsync(place);
        var provider = ProviderCatalogue.All[0];
        await Given.ConnexionAsync(provider, place, "avant@exemple.test");
        await using var early = Database.Open(place.MemberScope);
        var seen = await early.ConnexionsOf(provider).SingleAsync();

        await EditAsync(actor, provider, "premier@exemple.test");
        seen.Fill(new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = "second@exemple.test" });
        seen.Touch(actor.PersonId, Database.Clock.UtcNow);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => Given.SaveAsync(early, new AuditFacts(place.OrganisationId, AuditAction.ConnexionEdited) { Client = place.Client }));
        await using var after = Database.Open(place.MemberScope);
        Assert.Equal("premier@exemple.test", (await after.ConnexionsOf(provider).SingleAsync()).AccountEmail);
        Assert.Equal(1, await after.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ConnexionEdited));
    }

    private async Task SaveRepeatedlyAsync(Actor actor)
    {
        for (var save = 0; save < Saves; save++)
        {
            await EditAsync(actor, ProviderCatalogue.All[0], $"essai{save}@exemple.test");
        }
    }

    private async Task EditAsync(Actor actor, Provider provider, string email)
    {
        var begun = await Database.UnitsOfWork.BeginAsync(actor, Operation.EditConnexion, actor.Client, CancellationToken.None);
        await using var work = begun.Require();
        var stored = await work.Db.ConnexionsOf(provider).SingleOrDefaultAsync();
        var connexion = stored ?? provider.NewConnexion(actor.OrganisationId, actor.Client!.Value, work.Now);
        connexion.Fill(new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = email });
        connexion.Touch(actor.PersonId, work.Now);
        if (stored is null)
        {
            work.Db.Add(connexion);
        }

        work.Record(new AuditFacts(actor.OrganisationId, stored is null ? AuditAction.ConnexionCreated : AuditAction.ConnexionEdited) { Client = actor.Client });
        Assert.True(await work.CommitAsync(CancellationToken.None));
    }
}

public sealed class ConcurrentWritesOnSqlite() : ConcurrentWritesTests(DatabaseProvider.Sqlite);

public sealed class ConcurrentWritesOnSqlServer() : ConcurrentWritesTests(DatabaseProvider.SqlServer), IOnSqlServer;
