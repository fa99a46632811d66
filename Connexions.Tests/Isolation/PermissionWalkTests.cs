using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Isolation;

/// <summary>Walks <see cref="Permissions"/>: every role, operation and ownership, through the door that every handler goes through.</summary>
public sealed class PermissionWalkTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private TestDatabase database = null!;
    private World world = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddIntegrations().AddSessionHandlers() });
        world = await World.LayDownAsync(database, furnished: true);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Door_EveryRoleOperationAndOwnership_OpensExactlyWhereGranted()
    {
        var wrong = new List<string>();
        foreach (var actor in await ActorsAsync())
        {
            foreach (var (client, ownership) in Targets(actor))
            {
                foreach (var operation in Enum.GetValues<Operation>())
                {
                    var before = await RefusalsAsync(actor);
                    var begun = await database.UnitsOfWork.BeginAsync(actor, operation, client, CancellationToken.None);
                    if (begun.Succeeded)
                    {
                        await begun.Value.DisposeAsync();
                    }

                    var granted = Permissions.Allows(actor.Role, operation, ownership);
                    var recorded = await RefusalsAsync(actor) - before;
                    if (begun.Succeeded != granted || recorded != (granted ? 0 : 1))
                    {
                        wrong.Add($"{actor.Role} {operation} {ownership} {client}: opened {begun.Succeeded}, {recorded} refusals recorded");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Door_Refused_SaysTheSameOfAForeignClientAndOfNone()
    {
        foreach (var actor in await ActorsAsync())
        {
            foreach (var operation in Enum.GetValues<Operation>())
            {
                var answers = new HashSet<string>(StringComparer.Ordinal);
                foreach (var client in Targets(actor).Where(target => target.Ownership == Ownership.Foreign && target.Client is not null).Select(target => target.Client))
                {
                    var begun = await database.UnitsOfWork.BeginAsync(actor, operation, client, CancellationToken.None);
                    answers.Add(Describe(begun.Errors));
                    if (begun.Succeeded)
                    {
                        await begun.Value.DisposeAsync();
                    }
                }

                Assert.Single(answers);
            }
        }
    }

    [Fact]
    public async Task Refusal_Recorded_NamesTheActorAndNothingOfTheOther()
    {
        var actor = await database.Given.ActorAsync(world.Agency);
        var browser = actor with { Origin = new Origin("192.0.2.7", "Navigateur d’essai") };

        await database.UnitsOfWork.BeginAsync(browser, Operation.EditConnexion, world.Rival.Client, CancellationToken.None);

        await using var db = database.Open(world.Agency.JobScope);
        var entry = await db.AuditEntries.Include(row => row.Detail).OrderBy(row => row.Sequence).LastAsync();
        Assert.Equal(
            (AuditAction.Refused, AuditOutcome.Refused, actor.PersonId, actor.Role, actor.Client),
            (entry.Action, entry.Outcome, entry.ActorId, entry.ActingRole, entry.Owner));
        Assert.Equal("192.0.2.7", entry.Detail!.Address);
        Assert.DoesNotContain(world.Rival.Reference.Id.ToString(), $"{entry.Detail.Subject} {entry.Detail.Changes} {entry.Detail.Reason}", StringComparison.OrdinalIgnoreCase);
        await using var rival = database.Open(world.Rival.JobScope);
        Assert.False(await rival.AuditEntries.AnyAsync(row => row.Action == AuditAction.Refused));
    }

    [Theory]
    [InlineData("session")]
    [InlineData("signed out")]
    [InlineData("session of another")]
    [InlineData("membership")]
    [InlineData("withdrawn")]
    [InlineData("role")]
    [InlineData("person")]
    [InlineData("client")]
    [InlineData("organisation")]
    public async Task Actor_WhoNoLongerIsWhoTheySay_IsRefusedEverything(string what)
    {
        var actual = await database.Given.ActorAsync(world.Agency);
        var other = await database.Given.ActorAsync(world.RivalAgency);
        var actor = what switch
        {
            "session" => actual with { SessionId = Guid.NewGuid() },
            "session of another" => actual with { SessionId = other.SessionId },
            "membership" => actual with { MembershipId = other.MembershipId },
            "role" => actual with { Role = Role.Directeur },
            "person" => actual with { PersonId = other.PersonId, SessionId = other.SessionId },
            "client" => actual with { Client = world.SiblingOfAgency.Client },
            "organisation" => actual with { OrganisationId = world.RivalAgency.OrganisationId, Client = world.RivalAgency.Client },
            _ => actual,
        };
        if (what == "signed out")
        {
            await database.Get<EndSessions>().SignOutAsync(actual.SessionId, default);
        }
        else if (what == "withdrawn")
        {
            await database.Given.WithdrawAsync(actual);
        }

        foreach (var operation in Enum.GetValues<Operation>())
        {
            var begun = await database.UnitsOfWork.BeginAsync(actor, operation, actor.Client, CancellationToken.None);
            Assert.Equal(AccessErrors.Withdrawn.Code, Assert.Single(begun.Errors).Code);
        }
    }

    [Fact]
    public async Task Handlers_EveryRole_ReachConnexionsExactlyWhereGranted()
    {
        foreach (var actor in await ActorsAsync())
        {
            var views = Permissions.Allows(actor.Role, Operation.ViewConnexion, Ownership.Own);
            var listed = await database.Get<ListConnexions>().HandleAsync(actor, CancellationToken.None);
            var got = await database.Get<GetConnexion>().HandleAsync(actor, Brevo.Code, CancellationToken.None);
            Assert.Equal(views, listed.Succeeded);
            Assert.Equal(views, got.Succeeded);
            if (views)
            {
                Assert.Equal($"{actor.Client!.Value.Id:N}@exemple.test", got.Value!.Values[FieldKind.AccountEmail]);
                Assert.Equal($"{actor.Client!.Value.Id:N}@exemple.test", listed.Value!.Single(card => card.Provider == Brevo).AccountEmail);
                Assert.All(listed.Value!, card => Assert.DoesNotContain("@exemple", card.Provider == Brevo ? "" : card.AccountEmail ?? "", StringComparison.Ordinal));
            }

            foreach (var (client, ownership) in Targets(actor).Where(target => target.Ownership != Ownership.Own && target.Client is not null))
            {
                Assert.False(Permissions.Allows(actor.Role, Operation.EditConnexion, ownership));
                await AssertForgedChangesNothingAsync(actor, client!.Value);
            }
        }
    }

    [Fact]
    public async Task Handlers_Refusing_SayTheSameOfAForeignClientAndOfNone()
    {
        foreach (var actor in await ActorsAsync())
        {
            var saves = new HashSet<string>(StringComparer.Ordinal);
            var deletes = new HashSet<string>(StringComparer.Ordinal);
            foreach (var client in Targets(actor).Where(target => target.Ownership == Ownership.Foreign && target.Client is not null).Select(target => target.Client!.Value))
            {
                saves.Add(Describe((await SaveAsync(actor, client, version: null)).Errors));
                deletes.Add(Describe((await DeleteAsync(actor, client, Guid.NewGuid())).Errors));
            }

            Assert.Single(saves);
            Assert.Single(deletes);
        }
    }

    private async Task AssertForgedChangesNothingAsync(Actor actor, ClientRef client)
    {
        var before = await StoredAsync();
        var version = before.FirstOrDefault(row => row.Client == client)?.Version;

        Assert.False((await SaveAsync(actor, client, version)).Succeeded);
        Assert.False((await DeleteAsync(actor, client, version ?? Guid.NewGuid())).Succeeded);

        Assert.Equal(before.Select(row => (row.Id, row.Version, row.AccountEmail, row.ApiKey)), (await StoredAsync()).Select(row => (row.Id, row.Version, row.AccountEmail, row.ApiKey)));
    }

    private Task<Result<SavedConnexion>> SaveAsync(Actor actor, ClientRef client, Guid? version) => database.Get<SaveConnexion>().HandleAsync(
        actor,
        new SaveConnexionRequest(client, Brevo.Code, version, new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = "voleur@exemple.test" }, Planted.KeyFor(Brevo)),
        CancellationToken.None);

    private Task<Result<Done>> DeleteAsync(Actor actor, ClientRef client, Guid version) =>
        database.Get<DeleteConnexion>().HandleAsync(actor, new DeleteConnexionRequest(client, Brevo.Code, version), CancellationToken.None);

    private async Task<List<Connexion>> StoredAsync()
    {
        await using var db = database.Open(new ActingScope.Support(Guid.Empty, "x"));
        return await db.Across<Connexion>().OrderBy(row => row.Id).ToListAsync();
    }

    private async Task<List<Actor>> ActorsAsync() =>
    [
        await database.Given.ActorAsync(world.Network),
        await database.Given.ActorAsync(world.Agency),
        await database.Given.ActorAsync(world.SiblingOfAgency),
        await database.Given.ActorAsync(world.Independent),
        await database.Given.SupportAsync(),
        await database.Given.AdministratorAsync(),
    ];

    private IEnumerable<(ClientRef? Client, Ownership Ownership)> Targets(Actor actor)
    {
        yield return (actor.Client, Ownership.Own);
        foreach (var client in world.Clients.Select(place => place.Client).Where(client => client != actor.Client))
        {
            // Only an invitation is made beyond the own client, so only for it does the door look whose agency it is.
            yield return (client, actor.Role == Role.Directeur && world.IsOfFamily(client) ? Ownership.AgencyOfOwnNetwork : Ownership.Foreign);
        }

        foreach (var type in Enum.GetValues<ClientType>())
        {
            yield return (new ClientRef(type, Guid.NewGuid()), Ownership.Foreign);
            if (type != ClientType.ReseauAgence)
            {
                yield return (new ClientRef(type, world.Agency.Reference.Id), Ownership.Foreign);
            }
        }
    }

    private async Task<int> RefusalsAsync(Actor actor)
    {
        await using var db = database.Open(new ActingScope.Job("test", actor.OrganisationId));
        return await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.Refused && entry.ActorId == actor.PersonId);
    }

    private static string Describe(IReadOnlyList<Error> errors) => string.Join('|', errors.Select(error => $"{error.Code} {error.Field} {string.Join(',', error.Arguments)}"));
}
