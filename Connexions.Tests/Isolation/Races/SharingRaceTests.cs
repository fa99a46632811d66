using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Features.Sharing.Requests;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Runs;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Isolation.Races;

/// <summary>Connexions, what a network shares of them, and whose they are.</summary>
public abstract class SharingRaceTests(DatabaseProvider on) : RaceTestBase(on)
{
    private static readonly SharingTerms ForAll = new(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true);

    [DatabaseFact]
    public async Task Policy_SavedTwiceAtOnce_ShowsTheSecondWhatTheFirstDecided()
    {
        var colleague = await Given.ActorAsync(Network);
        var version = (await PoliciesAsync()).Version;

        var outcome = await BesideAsync(() => SaveAsync(Director, ForAll), () => SaveAsync(colleague, ForAll with { OwnAllowed = false }));

        Assert.True(outcome.First.Succeeded);
        Assert.IsType<PolicyConflict>(Assert.Single(outcome.Second.Errors));

        Task<Result<SavedPolicy>> SaveAsync(Actor actor, SharingTerms terms) => SavePolicyAsync(actor, terms, version);
    }

    /// <summary>Who begins to use the network's account is told when it goes, though it went at the same moment.</summary>
    [DatabaseFact]
    public async Task Policy_EndedWhileAnAgencyTurnsToTheNetwork_TellsThatAgency()
    {
        await Given.ConnexionWithKeyAsync(Brevo, Network);
        await Given.PolicyAsync(Network, Brevo, ForAll);
        var own = await Given.ConnexionWithKeyAsync(Brevo, Lyon);
        var version = (await PoliciesAsync()).Version;

        var outcome = await BesideAsync(
            () => Database.Get<SetAsideConnexion>().HandleAsync(Manager, new(Lyon.Reference, Brevo.Code, own.Version), CancellationToken.None),
            () => SavePolicyAsync(Director, new(SharingMode.None, OwnAllowed: true, OwnSenderAllowed: false), version));

        Assert.True(outcome.First.Succeeded);
        Assert.Contains(outcome.Second.Require().Affected, agency => agency.Agency == Lyon.Reference);
        Assert.Contains(NoticeKind.Lost, await ReadAsync(Lyon.MemberScope, db => db.Set<Notice>().Select(notice => notice.Kind).ToListAsync()));
    }

    [DatabaseFact]
    public async Task Request_MadeByTwoAtOnce_IsMadeOnce()
    {
        var colleague = await Given.ActorAsync(Lyon);

        var outcome = await BesideAsync(() => AskAsync(Manager), () => AskAsync(colleague));

        Assert.True(outcome.First.Succeeded);
        Assert.Equal([SharingErrors.AlreadyAsked], outcome.Second.Errors);

        Task<Result<Done>> AskAsync(Actor actor) => Database.Get<RequestSharing>().HandleAsync(actor, new(Lyon.Reference, Brevo.Code, null), CancellationToken.None);
    }

    [DatabaseFact]
    public async Task Request_AnsweredByTwoAtOnce_IsAnsweredOnce()
    {
        await Given.ConnexionWithKeyAsync(Brevo, Network);
        await Database.Get<RequestSharing>().HandleAsync(Manager, new(Lyon.Reference, Brevo.Code, null), CancellationToken.None);
        var asked = await ReadAsync(Lyon.MemberScope, db => db.Set<SharingRequest>().SingleAsync());
        var colleague = await Given.ActorAsync(Network);

        var outcome = await BesideAsync(() => AnswerAsync(Director, accept: true), () => AnswerAsync(colleague, accept: false));

        Assert.True(outcome.First.Succeeded);
        Assert.Equal([SharingErrors.AlreadyAnswered], outcome.Second.Errors);

        Task<Result<AnsweredRequest>> AnswerAsync(Actor actor, bool accept) =>
            Database.Get<AnswerRequest>().HandleAsync(actor, new(Lyon.Reference, asked.RequestId, accept, null), CancellationToken.None);
    }

    [DatabaseFact]
    public async Task Notices_ReadInTwoTabsAtOnce_AreReadOnce()
    {
        await Given.RequestAndNoticeAsync(Lyon);
        var notices = await ReadAsync(Lyon.MemberScope, db => db.Set<Notice>().Select(notice => notice.NoticeId).ToListAsync());

        var outcome = await TwiceAsync(() => Database.Get<MarkNoticesRead>().HandleAsync(Manager, new(Lyon.Reference, notices), CancellationToken.None));

        Assert.True(outcome is { First.Succeeded: true, Second.Succeeded: true });
        Assert.Equal(1, await ReadAsync(Lyon.MemberScope, db => db.Set<NoticeRead>().CountAsync(read => read.PersonId == Manager.PersonId)));
    }

    [DatabaseFact]
    public async Task Run_StartedByTwoAtOnce_IsOne()
    {
        await Given.ConnexionWithKeyAsync(Brevo, Network);
        var colleague = await Given.ActorAsync(Network);

        var outcome = await BesideAsync(() => StartAsync(Director), () => StartAsync(colleague));

        Assert.Equal(outcome.First.Require().RunId, outcome.Second.Require().RunId);

        Task<Result<RunView>> StartAsync(Actor actor) => Database.Get<StartRun>().HandleAsync(actor, Network.Reference, CancellationToken.None);
    }

    [DatabaseFact]
    public async Task Key_ReplacedWhileTheOldOnesVerdictComes_HasNoVerdict()
    {
        var old = Planted.KeyFor(Brevo);
        var stored = await Given.ConnexionWithKeyAsync(Brevo, Lyon, old);
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        var id = new ConnexionId(Brevo, Lyon.OrganisationId, Lyon.Reference, stored.Id);
        var finding = new Verification(VerificationVerdict.Valid) { AnsweredAt = Database.Clock.UtcNow, Account = new("ancien", null, null) };

        var outcome = await BesideAsync(
            () => SaveKeyAsync(Manager, Lyon, Planted.KeyFor(Brevo), stored.Version),
            () => Database.Get<VerdictBook>().WriteAsync(id, new Learnt(finding, old, stored.ApiKeyChangedAt), CancellationToken.None));

        Assert.True(outcome.First.Succeeded);
        Assert.Null(outcome.Second);
        var now = await ReadAsync(Lyon.MemberScope, db => db.ConnexionsOf(Brevo).SingleAsync());
        Assert.Equal((null, null), (now.Verdict, now.ProviderAccountId));
    }

    [DatabaseFact]
    public async Task Attempt_OnAClaimedKeyByTwoAtOnce_TellsItsHolderOnce()
    {
        var key = Planted.KeyFor(Brevo);
        (await SaveKeyAsync(Manager, Lyon, key, version: null)).Require();
        var (one, other) = (await Given.IndependentAsync(), await Given.IndependentAsync());
        var (first, second) = (await Given.ActorAsync(one), await Given.ActorAsync(other));

        // The first journal is that of who tried, the second that of who holds the key.
        var outcome = await BesideAsync(() => SaveKeyAsync(first, one, key, null), () => SaveKeyAsync(second, other, key, null), at: 2);

        Assert.Equal([ClaimErrors.Taken], outcome.First.Errors);
        Assert.Equal([ClaimErrors.Taken], outcome.Second.Errors);
        Assert.Equal(2, (await JournalAsync(Lyon, AuditAction.ClaimAttempted)).Count);
        Assert.Equal(1, await ReadAsync(Lyon.MemberScope, db => db.Set<Notice>().CountAsync(notice => notice.Kind == NoticeKind.ClaimAttempted)));
    }

    [DatabaseFact]
    public async Task Key_EnteredByTwoClientsAtOnce_IsClaimedByTheFirst()
    {
        var key = Planted.KeyFor(Brevo);
        var (one, other) = (await Given.IndependentAsync(), await Given.IndependentAsync());
        var (first, second) = (await Given.ActorAsync(one), await Given.ActorAsync(other));

        var outcome = await BesideAsync(() => SaveKeyAsync(first, one, key, null), () => SaveKeyAsync(second, other, key, null));

        Assert.Single(new[] { outcome.First, outcome.Second }, saved => saved.Succeeded);
        Assert.Equal(1, await ReadAsync(new ActingScope.Administration(Guid.Empty), db => db.Across<Claim>().CountAsync()));
    }

    [DatabaseFact]
    public async Task Key_ContestedByTwoAtOnce_IsContestedOnce()
    {
        var key = Planted.KeyFor(Brevo);
        (await SaveKeyAsync(Manager, Lyon, key, version: null)).Require();
        var place = await Given.IndependentAsync();
        var (first, second) = (await Given.ActorAsync(place), await Given.ActorAsync(place));

        var outcome = await BesideAsync(() => ContestAsync(first), () => ContestAsync(second));

        Assert.False(outcome.First.Require().StoodAlready);
        Assert.True(outcome.Second.Require().StoodAlready);

        Task<Result<ContestedClaim>> ContestAsync(Actor actor) =>
            Database.Get<ContestClaim>().HandleAsync(actor, new(place.Reference, Brevo.Code, "C’est notre clé.", key), CancellationToken.None);
    }

    private async Task<PolicyView> PoliciesAsync() =>
        (await Database.Get<ListPolicies>().HandleAsync(Director, CancellationToken.None)).Require().Policies.Single(policy => policy.Provider == Brevo);

    private Task<Result<SavedPolicy>> SavePolicyAsync(Actor actor, SharingTerms terms, (Guid?, Guid?) version) => Database.Get<SavePolicy>().HandleAsync(
        actor, new(new PolicyDraft(Network.Reference, Brevo.Code, terms, new HashSet<Guid>(), From: null), version), CancellationToken.None);

    private Task<Result<SavedConnexion>> SaveKeyAsync(Actor actor, Place place, SecretText key, Guid? version) => Database.Get<SaveConnexion>().HandleAsync(
        actor, new(place.Reference, Brevo.Code, version, new Dictionary<FieldKind, string?>(), key), CancellationToken.None);
}

public sealed class SharingRacesOnSqlite() : SharingRaceTests(DatabaseProvider.Sqlite);

public sealed class SharingRacesOnSqlServer() : SharingRaceTests(DatabaseProvider.SqlServer), IOnSqlServer;
