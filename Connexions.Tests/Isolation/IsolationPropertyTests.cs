using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Isolation;

/// <summary>
/// The promise, on random worlds and random people who do what they should and what they should not: nobody ever reads,
/// counts, edits, deletes or learns of a connexion that is not theirs. What they get is compared with a plain dictionary.
/// A failure prints the seed to replay it with.
/// </summary>
public sealed class IsolationPropertyTests : IAsyncLifetime
{
    private const int Scenarios = 25;

    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddIntegrations() });

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public void Nobody_WhateverTheyTry_ReachesAConnexionThatIsNotTheirs() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Scenarios),
        Prop.ForAll(Scenario.Any(), scenario => Task.Run(() => Simulation.RunAsync(database, scenario)).GetAwaiter().GetResult()));
}

internal enum StepKind
{
    List,
    Get,
    Count,
    Save,
    SaveStale,
    Delete,
    SaveForAnother,
    DeleteForAnother,
    PoseAsAnother,
    AttachAnothers,
    LoseRight,
}

/// <param name="Actor">Which membership acts, modulo how many there are; the other numbers likewise.</param>
internal sealed record Step(StepKind Kind, int Actor, int Target, int Provider, bool Flag);

/// <summary>A world's shape and what happens in it.</summary>
internal sealed record Scenario(int Networks, int AgenciesEach, int Independents, bool Siblings, int SecondMemberships, Step[] Steps)
{
    private const int StepCount = 40;

    public static Arbitrary<Scenario> Any()
    {
        var kinds = Gen.Frequency(
            (6, Gen.Constant(StepKind.Save)),
            (1, Gen.Constant(StepKind.LoseRight)),
            (10, Gen.Elements(Enum.GetValues<StepKind>().Where(kind => kind != StepKind.LoseRight).ToArray())));
        var number = Gen.Choose(0, 1000);
        var step =
            from kind in kinds
            from actor in number
            from target in number
            from provider in number
            from flag in Gen.Elements(true, false)
            select new Step(kind, actor, target, provider, flag);
        var scenario =
            from networks in Gen.Choose(1, 2)
            from agencies in Gen.Choose(0, 3)
            from independents in Gen.Choose(1, 3)
            from siblings in Gen.Elements(true, false)
            from second in Gen.Choose(0, 3)
            from steps in step.ArrayOf(StepCount)
            select new Scenario(networks, agencies, independents, siblings, second, steps);
        return Arb.From(scenario, Shrink);
    }

    public override string ToString() =>
        $"{Networks} networks of {AgenciesEach}, {Independents} independent, siblings {Siblings}, {SecondMemberships} second memberships: {string.Join("; ", Steps.AsEnumerable())}";

    private static IEnumerable<Scenario> Shrink(Scenario scenario)
    {
        for (var size = scenario.Steps.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= scenario.Steps.Length; start += size)
            {
                yield return scenario with { Steps = [.. scenario.Steps[..start], .. scenario.Steps[(start + size)..]] };
            }
        }
    }
}

/// <summary>Runs a scenario against the application and, beside it, against a dictionary.</summary>
internal sealed class Simulation
{
    private readonly TestDatabase database;
    private readonly List<Place> places = [];
    private readonly List<Actor> actors = [];
    private readonly HashSet<Guid> withdrawn = [];
    private readonly Dictionary<(ClientRef Client, string Provider), Expected> model = [];
    private int count;

    private Simulation(TestDatabase database) => this.database = database;

    private sealed record Expected(Guid? Version, string? Email, bool HasKey);

    public static async Task RunAsync(TestDatabase database, Scenario scenario)
    {
        var simulation = new Simulation(database);
        await simulation.LayDownAsync(scenario);
        foreach (var step in scenario.Steps)
        {
            await simulation.TakeAsync(step);
        }

        await simulation.CompareEverythingAsync();
    }

    private async Task LayDownAsync(Scenario scenario)
    {
        await using var db = database.Open(new ActingScope.Administration(Guid.Empty));
        for (var network = 0; network < scenario.Networks; network++)
        {
            var reseau = Add(Reseau.Create(NewOrganisation(), "Réseau").Require());
            for (var agency = 0; agency < scenario.AgenciesEach; agency++)
            {
                Add(ReseauAgence.Create(scenario.Siblings && agency == 0 ? reseau.OrganisationId : NewOrganisation(), reseau.Reference.Id, "Agence").Require());
            }
        }

        for (var independent = 0; independent < scenario.Independents; independent++)
        {
            Add(AgenceIndependante.Create(scenario.Siblings ? places[independent % places.Count].OrganisationId : NewOrganisation(), "Indépendante").Require());
        }

        var people = places.Select(place => (Person: NewPerson(), Place: place)).ToList();
        people.AddRange(Enumerable.Range(0, scenario.SecondMemberships)
            .Select(number => (people[number % people.Count].Person, places[(number + 1) % places.Count]))
            .Where(second => !people.Contains(second)));
        // Clients first: the database ties rights to them by columns of its own, whose order EF does not know.
        await database.Given.SaveAsync(db, new AuditFacts(Organisation.Platform, AuditAction.DemoLaidDown));
        foreach (var (person, place) in people.Distinct())
        {
            var role = place.Reference.Type == ClientType.Reseau ? Role.Directeur : Role.Responsable;
            var membership = Membership.Create(person.Id, role, place.OrganisationId, place.Client, database.Clock.UtcNow);
            var (session, _) = PersonSession.Open(person.Id, Origin.Unknown, database.Clock.UtcNow);
            db.AddRange(membership, session);
            actors.Add(new Actor(person.Id, session.SessionId, membership.MembershipId, role, place.OrganisationId, place.Client));
        }

        await database.Given.SaveAsync(db, new AuditFacts(Organisation.Platform, AuditAction.DemoLaidDown));

        Place Add(IClient client)
        {
            db.Add(client);
            places.Add(new Place(client.OrganisationId, client.Reference));
            return places[^1];
        }

        Guid NewOrganisation()
        {
            var organisation = Organisation.Create("Organisation").Require();
            db.Add(organisation);
            return organisation.OrganisationId;
        }

        Person NewPerson()
        {
            var email = $"{Guid.NewGuid():N}@exemple.test";
            var person = Person.Create(email, "Personne", database.Clock.UtcNow);
            person.NormalizedEmail = person.NormalizedUserName = email.ToUpperInvariant();
            person.SecurityStamp = Guid.NewGuid().ToString("N");
            db.Add(person);
            return person;
        }
    }

    private async Task TakeAsync(Step step)
    {
        var actor = actors[step.Actor % actors.Count];
        var provider = ProviderCatalogue.All[step.Provider % ProviderCatalogue.All.Count];
        var target = places[step.Target % places.Count];
        switch (step.Kind)
        {
            case StepKind.List:
                await ListAsync(actor);
                break;
            case StepKind.Get:
                await GetAsync(actor, provider);
                break;
            case StepKind.Count:
                await CountAsync(actor);
                break;
            case StepKind.Save:
                await SaveAsync(actor, provider, Of(actor.Client!.Value, provider)?.Version, withKey: step.Flag);
                break;
            case StepKind.SaveStale:
                await SaveAsync(actor, provider, step.Flag ? Guid.NewGuid() : Of(target.Reference, provider)?.Version, withKey: true);
                break;
            case StepKind.Delete:
                await DeleteAsync(actor, provider, step.Flag ? Guid.NewGuid() : Of(actor.Client!.Value, provider)?.Version ?? Guid.NewGuid());
                break;
            case StepKind.SaveForAnother when target.Client != actor.Client:
                await SaveForAnotherAsync(actor, provider, target.Reference, unknown: step.Flag);
                break;
            case StepKind.DeleteForAnother when target.Client != actor.Client:
                await DeleteForAnotherAsync(actor, provider, target.Reference, unknown: step.Flag);
                break;
            case StepKind.PoseAsAnother when target.Client != actor.Client:
                await PoseAsync(actor with { OrganisationId = target.OrganisationId, Client = target.Client }, provider);
                break;
            case StepKind.AttachAnothers:
                await AttachAsync(actor, provider, target, delete: step.Flag);
                break;
            case StepKind.LoseRight when withdrawn.Add(actor.MembershipId):
                await database.Given.WithdrawAsync(actor);
                break;
            default:
                break;
        }
    }

    private async Task ListAsync(Actor actor)
    {
        var listed = await database.Get<ListConnexions>().HandleAsync(actor, CancellationToken.None);
        if (IsRefused(actor, listed.Errors))
        {
            return;
        }

        foreach (var card in listed.Require())
        {
            var expected = Of(actor.Client!.Value, card.Provider);
            Assert.Equal((expected?.Email, expected?.HasKey ?? false, expected is null), (card.AccountEmail, card.HasKey, card.State == ConnexionState.Missing));
        }
    }

    private async Task GetAsync(Actor actor, Provider provider)
    {
        var got = await database.Get<GetConnexion>().HandleAsync(actor, provider.Code, CancellationToken.None);
        if (!IsRefused(actor, got.Errors))
        {
            AssertOwn(actor, provider, got.Require());
        }
    }

    private async Task CountAsync(Actor actor)
    {
        var begun = await database.UnitsOfWork.BeginAsync(actor, Operation.ViewConnexion, actor.Client, CancellationToken.None);
        if (IsRefused(actor, begun.Errors))
        {
            return;
        }

        await using var work = begun.Require();
        Assert.Equal(model.Keys.Count(key => key.Client == actor.Client), await work.Db.AllConnexions.CountAsync());
        Assert.All(await work.Db.AllConnexions.Select(row => row.ClientId).ToListAsync(), id => Assert.Equal(actor.Client!.Value.Id, id));
        Assert.All(await work.Db.Memberships.Select(row => row.ClientId).ToListAsync(), id => Assert.Equal(actor.Client!.Value.Id, id));
        Assert.All(await work.Db.AuditEntries.Where(row => row.ClientId != null).Select(row => row.ClientId).ToListAsync(), id => Assert.Equal(actor.Client!.Value.Id, id));
    }

    private async Task SaveAsync(Actor actor, Provider provider, Guid? version, bool withKey)
    {
        var email = $"{actor.Client!.Value.Id:N}.{++count}@exemple.test";
        var saved = await SendAsync(actor, actor.Client.Value, provider, version, email, withKey);
        if (IsRefused(actor, saved.Errors))
        {
            return;
        }

        var expected = Of(actor.Client.Value, provider);
        Assert.Equal(expected?.Version == version, saved.Succeeded);
        if (saved.Succeeded)
        {
            model[(actor.Client.Value, provider.Code)] = new Expected(saved.Value.View.Version, email, withKey || expected?.HasKey == true);
            AssertOwn(actor, provider, saved.Value.View);
        }
        else if (Assert.Single(saved.Errors) is ConnexionConflict conflict)
        {
            AssertOwn(actor, provider, conflict.Current);
        }
        else
        {
            Assert.Null(expected);
        }
    }

    private async Task DeleteAsync(Actor actor, Provider provider, Guid version)
    {
        var deleted = await database.Get<DeleteConnexion>().HandleAsync(
            actor, new DeleteConnexionRequest(actor.Client!.Value, provider.Code, version), CancellationToken.None);
        if (IsRefused(actor, deleted.Errors))
        {
            return;
        }

        Assert.Equal(Of(actor.Client.Value, provider)?.Version == version, deleted.Succeeded);
        if (deleted.Succeeded)
        {
            model.Remove((actor.Client.Value, provider.Code));
        }
    }

    /// <summary>With all that a forger could have got hold of, the other's current version included.</summary>
    private async Task SaveForAnotherAsync(Actor actor, Provider provider, ClientRef other, bool unknown)
    {
        var saved = await SendAsync(actor, unknown ? other with { Id = Guid.NewGuid() } : other, provider, Of(other, provider)?.Version, "voleur@exemple.test", withKey: true);
        if (!IsRefused(actor, saved.Errors))
        {
            Assert.Equal(ConnexionErrors.ClientMismatch, Assert.Single(saved.Errors));
        }
    }

    private async Task DeleteForAnotherAsync(Actor actor, Provider provider, ClientRef other, bool unknown)
    {
        var deleted = await database.Get<DeleteConnexion>().HandleAsync(
            actor,
            new DeleteConnexionRequest(unknown ? other with { Id = Guid.NewGuid() } : other, provider.Code, Of(other, provider)?.Version ?? Guid.NewGuid()),
            CancellationToken.None);
        if (!IsRefused(actor, deleted.Errors))
        {
            Assert.Equal(ConnexionErrors.ClientMismatch, Assert.Single(deleted.Errors));
        }
    }

    /// <summary>One's own membership, somebody else's client: as a forged cookie would say.</summary>
    private async Task PoseAsync(Actor impostor, Provider provider)
    {
        var listed = await database.Get<ListConnexions>().HandleAsync(impostor, CancellationToken.None);
        var got = await database.Get<GetConnexion>().HandleAsync(impostor, provider.Code, CancellationToken.None);
        var saved = await SendAsync(impostor, impostor.Client!.Value, provider, Of(impostor.Client.Value, provider)?.Version, "voleur@exemple.test", withKey: true);

        Assert.Equal([AccessErrors.Withdrawn], listed.Errors);
        Assert.Equal([AccessErrors.Withdrawn], got.Errors);
        Assert.Equal([AccessErrors.Withdrawn], saved.Errors);
    }

    /// <summary>Past the handlers: another's row, attached by its id as one's own.</summary>
    private async Task AttachAsync(Actor actor, Provider provider, Place target, bool delete)
    {
        var begun = await database.UnitsOfWork.BeginAsync(actor, Operation.EditConnexion, actor.Client, CancellationToken.None);
        if (IsRefused(actor, begun.Errors))
        {
            return;
        }

        await using var work = begun.Require();
        if (target.Client == actor.Client || await StoredAsync(target, provider) is not { } stored)
        {
            return;
        }

        var forged = provider.NewConnexion(actor.OrganisationId, actor.Client!.Value, stored.CreatedAt);
        typeof(Connexion).GetProperty(nameof(Connexion.Id))!.SetValue(forged, stored.Id);
        typeof(Connexion).GetProperty(nameof(Connexion.Version))!.SetValue(forged, stored.Version);
        work.Db.Entry(forged).State = delete ? EntityState.Deleted : EntityState.Modified;
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.ConnexionEdited) { Client = actor.Client });

        Assert.False(await work.CommitAsync(CancellationToken.None));
        Assert.Equal(stored.Version, (await StoredAsync(target, provider))?.Version);
    }

    private async Task CompareEverythingAsync()
    {
        foreach (var provider in ProviderCatalogue.All)
        {
            foreach (var place in places)
            {
                var stored = await StoredAsync(place, provider);
                var expected = Of(place.Reference, provider);
                Assert.Equal((expected?.Version, expected?.Email, expected?.HasKey ?? false), (stored?.Version, stored?.AccountEmail, stored?.Secret is not null));
            }
        }
    }

    private async Task<Connexion?> StoredAsync(Place place, Provider provider)
    {
        await using var db = database.Open(place.MemberScope);
        return await db.ConnexionsOf(provider).AsNoTracking().SingleOrDefaultAsync();
    }

    private Task<Connexions.Domain.Results.Result<SavedConnexion>> SendAsync(
        Actor actor, ClientRef client, Provider provider, Guid? version, string email, bool withKey) => database.Get<SaveConnexion>().HandleAsync(
            actor,
            new SaveConnexionRequest(
                client, provider.Code, version, new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = email }, withKey ? Planted.KeyFor(provider) : null),
            CancellationToken.None);

    private Expected? Of(ClientRef client, Provider provider) => model.GetValueOrDefault((client, provider.Code));

    private bool IsRefused(Actor actor, IReadOnlyList<Connexions.Domain.Results.Error> errors)
    {
        var refused = errors is [var only] && only == AccessErrors.Withdrawn;
        Assert.Equal(withdrawn.Contains(actor.MembershipId), refused);
        return refused;
    }

    private void AssertOwn(Actor actor, Provider provider, ConnexionView view)
    {
        var expected = Of(actor.Client!.Value, provider);
        Assert.Equal((expected?.Version, expected?.Email, expected?.HasKey ?? false), (view.Version, view.Values[FieldKind.AccountEmail], view.HasKey));
    }
}
