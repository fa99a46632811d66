using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Sharing.Requests;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Sharing;

/// <summary>What an agency does with what its network shares, through the real handlers and isolation.</summary>
public sealed class AgencySharingTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    private static readonly SharingTerms Open = new(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true);

    private TestDatabase database = null!;
    private Place network = null!;
    private Place agency = null!;
    private Actor manager = null!;
    private Actor director = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddSharing().AddIntegrations().AddAuditing() });
        network = await database.Given.NetworkAsync("Réseau Essai");
        agency = await database.Given.AgencyAsync(network, "Agence Essai");
        manager = await database.Given.ActorAsync(agency);
        director = await database.Given.ActorAsync(network);
    }

    public Task DisposeAsync() => database.DisposeAsync().AsTask();

    [Fact]
    public async Task SetAsideThenTakeUp_WithoutRetypingTheKey_SwitchesAndReturns()
    {
        await ShareAsync(Open);
        await SaveOwnKeyAsync();
        var before = await ResolveAsync();
        Assert.Equal(Source.Own, before.Effective.Source);

        var aside = (await SetAsideAsync(before.OwnVersion!.Value)).Require();
        Assert.Equal((Source.Network, true, true), (aside.Effective.Source, aside.HasOwnKey, aside.OwnIsSetAside));

        var back = (await TakeUpAsync(aside.OwnVersion!.Value)).Require();
        Assert.Equal((Source.Own, before.Effective.ConnexionId), (back.Effective.Source, back.Effective.ConnexionId));
        Assert.Equal([AuditAction.ConnexionSetAside, AuditAction.ConnexionTakenUp], await JournalAsync(agency, AuditAction.ConnexionSetAside, AuditAction.ConnexionTakenUp));
    }

    [Fact]
    public async Task SetAside_InAnOldVersion_IsAConflictAndChangesNothing()
    {
        await ShareAsync(Open);
        await SaveOwnKeyAsync();

        var result = await SetAsideAsync(Guid.NewGuid());

        Assert.IsType<ConnexionConflict>(Assert.Single(result.Errors));
        Assert.Equal(Source.Own, (await ResolveAsync()).Effective.Source);
    }

    [Fact]
    public async Task SetAside_WithNothingOfTheNetworksToUse_IsRefused()
    {
        await SaveOwnKeyAsync();

        Assert.Equal(SharingErrors.NetworkUnusable, Assert.Single((await SetAsideAsync((await ResolveAsync()).OwnVersion!.Value)).Errors));
    }

    [Fact]
    public async Task SetAside_OfAnotherClient_IsRefused()
    {
        await ShareAsync(Open);
        await SaveOwnKeyAsync();
        var version = (await ResolveAsync()).OwnVersion!.Value;
        var other = await database.Given.ActorAsync(await database.Given.AgencyAsync(network));

        var result = await database.Get<SetAsideConnexion>().HandleAsync(other, new(agency.Reference, "brevo", version), default);

        Assert.Equal(ConnexionErrors.ClientMismatch, Assert.Single(result.Errors));
        Assert.Equal(Source.Own, (await ResolveAsync()).Effective.Source);
    }

    [Fact]
    public async Task OwnSender_Stated_IsUsedOnTheNetworksKeyAndGoesBackInOneClick()
    {
        await ShareAsync(Open);

        var stated = (await StateAsync(manager, null, " lyon@exemple.test ", "Lyon")).Require();

        Assert.Equal((Source.Network, Source.Own, new Sender("lyon@exemple.test", "Lyon")), (stated.Effective.Source, stated.Effective.SenderSource, stated.Effective.Sender));
        Assert.True(stated.IsSenderOnly);
        Assert.False(stated.HasOwnKey);

        var back = (await database.Get<SaveOwnSender>().ClearAsync(manager, new(agency.Reference, "brevo", stated.OwnVersion!.Value), default)).Require();
        Assert.Equal((Source.Network, Source.None, (Guid?)null), (back.Effective.Source, back.Effective.SenderSource, back.OwnVersion));
        Assert.Equal(2, (await JournalAsync(agency, AuditAction.OwnSenderChanged)).Count);
    }

    [Fact]
    public async Task OwnSender_ClearedBesideAnOwnKey_KeepsTheKey()
    {
        await ShareAsync(Open);
        await SaveOwnKeyAsync();
        var aside = (await SetAsideAsync((await ResolveAsync()).OwnVersion!.Value)).Require();
        var stated = (await StateAsync(manager, aside.OwnVersion, "lyon@exemple.test", null)).Require();

        var back = (await database.Get<SaveOwnSender>().ClearAsync(manager, new(agency.Reference, "brevo", stated.OwnVersion!.Value), default)).Require();

        Assert.Equal((true, false), (back.HasOwnKey, back.HasOwnSender));
    }

    [Fact]
    public async Task OwnSender_OfAnotherAgencyOfTheFamily_IsTakenAndOfAnotherNetworkFree()
    {
        await ShareAsync(Open);
        var sister = await database.Given.ActorAsync(await database.Given.AgencyAsync(network));
        (await StateAsync(sister, null, "contact@exemple.test", null)).Require();

        var taken = await StateAsync(manager, null, "contact@exemple.test", null);

        Assert.Equal(SharingErrors.SenderTaken, Assert.Single(taken.Errors));
        Assert.False((await ResolveAsync()).HasOwnSender);

        var rival = await database.Given.NetworkAsync();
        await ShareAsync(Open, rival);
        var rivals = await database.Given.ActorAsync(await database.Given.AgencyAsync(rival));
        Assert.True((await StateAsync(rivals, null, "contact@exemple.test", null)).Succeeded);
    }

    [Theory]
    [InlineData("contact@xn--vreux-9ra.fr")]
    [InlineData("Contact@E\u0301VREUX.FR")]
    public async Task OwnSender_OfAnotherAgencyInAnotherSpelling_IsTaken(string spelling)
    {
        await ShareAsync(Open);
        var sister = await database.Given.ActorAsync(await database.Given.AgencyAsync(network));
        (await StateAsync(sister, null, "contact@évreux.fr", null)).Require();

        Assert.Equal(SharingErrors.SenderTaken, Assert.Single((await StateAsync(manager, null, spelling, null)).Errors));
    }

    [Fact]
    public async Task OwnSender_ChangedToATakenOne_KeepsTheOldOne()
    {
        await ShareAsync(Open);
        var sister = await database.Given.ActorAsync(await database.Given.AgencyAsync(network));
        (await StateAsync(sister, null, "contact@exemple.test", null)).Require();
        var mine = (await StateAsync(manager, null, "lyon@exemple.test", null)).Require();

        var taken = await StateAsync(manager, mine.OwnVersion, "contact@exemple.test", null);

        Assert.Equal(SharingErrors.SenderTaken, Assert.Single(taken.Errors));
        Assert.Equal("lyon@exemple.test", (await ResolveAsync()).Effective.Sender.Email);
    }

    [Fact]
    public async Task SaveConnexion_WithASenderOfTheFamily_SaysThatItIsTaken()
    {
        await ShareAsync(Open);
        var sister = await database.Given.ActorAsync(await database.Given.AgencyAsync(network));
        (await StateAsync(sister, null, "contact@exemple.test", null)).Require();
        var values = new Dictionary<FieldKind, string?> { [FieldKind.SenderEmail] = "contact@exemple.test" };

        var result = await database.Get<SaveConnexion>().HandleAsync(manager, new(agency.Reference, "brevo", null, values, Planted.KeyFor(Brevo)), default);

        Assert.Equal(SharingErrors.SenderTaken, Assert.Single(result.Errors));
    }

    [Theory]
    [InlineData("", "Text.Required")]
    [InlineData("sans-domaine", "Text.EmailInvalid")]
    public async Task OwnSender_BadInput_IsRefusedBesideItsField(string email, string code)
    {
        await ShareAsync(Open);

        var error = Assert.Single((await StateAsync(manager, null, email, null)).Errors);

        Assert.Equal((code, nameof(FieldKind.SenderEmail)), (error.Code, error.Field));
    }

    [Fact]
    public async Task OwnSender_WhereThePolicyForbidsIt_IsRefused()
    {
        await ShareAsync(Open with { OwnSenderAllowed = false });

        Assert.Equal(SharingErrors.SenderNotAllowed, Assert.Single((await StateAsync(manager, null, "lyon@exemple.test", null)).Errors));
    }

    [Fact]
    public async Task Freeze_OfTheNetworks_HoldsAtOnceForEverybodyAndTellsThoseWhoUsedIt()
    {
        await ShareAsync(Open);
        var ownUser = await database.Given.AgencyAsync(network);
        await SaveOwnKeyAsync(await database.Given.ActorAsync(ownUser));
        var arrived = new List<Connexions.Domain.Organisations.ClientRef>();
        database.Get<LiveNotices>().Arrived += arrived.Add;

        var frozen = (await database.Get<FreezeConnexion>().HandleAsync(director, new(network.Reference, "brevo", await VersionAsync(director), "Compte piraté"), default)).Require();

        Assert.Equal("Compte piraté", frozen.FrozenReason);
        var view = await ResolveAsync();
        Assert.Equal((Source.None, "Compte piraté"), (view.Effective.Source, view.FrozenReason));
        Assert.Equal([agency.Reference], arrived);
        var unconcerned = (await database.Get<GetEffective>().HandleAsync(await database.Given.ActorAsync(ownUser), "brevo", default)).Require();
        Assert.Equal((Source.Own, null), (unconcerned.Effective.Source, unconcerned.FrozenReason));
        var notice = Assert.Single(await NoticesAsync(manager));
        Assert.Equal((NoticeKind.Frozen, "brevo", "Compte piraté"), (notice.Kind, notice.Provider, notice.Text));

        (await database.Get<ThawConnexion>().HandleAsync(director, new(network.Reference, "brevo", frozen.Version!.Value), default)).Require();
        Assert.Equal(Source.Network, (await ResolveAsync()).Effective.Source);
        Assert.Equal(2, (await NoticesAsync(manager)).Count);
        Assert.Equal([AuditAction.ConnexionFrozen, AuditAction.ConnexionThawed], await JournalAsync(network, AuditAction.ConnexionFrozen, AuditAction.ConnexionThawed));
        var journal = (await database.Get<ListEntries>().HandleAsync(director, new(), default)).Require().Entries;
        Assert.All(
            journal.Where(entry => entry.Action is AuditAction.ConnexionFrozen or AuditAction.ConnexionThawed),
            entry => Assert.Equal("Agence Essai", Assert.Single(AffectedAgencies.Of(entry))));
    }

    [Fact]
    public async Task Freeze_WithoutAReason_IsRefused()
    {
        await ShareAsync(Open);

        var result = await database.Get<FreezeConnexion>().HandleAsync(director, new(network.Reference, "brevo", await VersionAsync(director), "  "), default);

        Assert.Equal(TextErrors.Required.On("Reason"), Assert.Single(result.Errors));
    }

    [Fact]
    public async Task Freeze_OfAnAgencysOwn_IsItsManagersAlone()
    {
        await SaveOwnKeyAsync();
        var version = (await ResolveAsync()).OwnVersion!.Value;

        Assert.False((await database.Get<FreezeConnexion>().HandleAsync(director, new(agency.Reference, "brevo", version, "non"), default)).Succeeded);
        (await database.Get<FreezeConnexion>().HandleAsync(manager, new(agency.Reference, "brevo", version, "oui"), default)).Require();

        var view = await ResolveAsync();
        Assert.Equal((Source.None, true, "oui"), (view.Effective.Source, view.OwnIsFrozen, view.FrozenReason));
    }

    [Fact]
    public async Task Request_WhereNothingIsInEffect_StandsOnce()
    {
        Assert.True((await AskAsync("Pour nos lettres")).Succeeded);
        Assert.Equal(SharingErrors.AlreadyAsked, Assert.Single((await AskAsync(null)).Errors));

        var asked = (await database.Get<ListOwnRequests>().HandleAsync(manager, default)).Require();
        Assert.True(Assert.Single(asked).Value.IsOpen);
        Assert.Equal([AuditAction.SharingRequested], await JournalAsync(agency, AuditAction.SharingRequested));
    }

    [Fact]
    public async Task Request_ByTwoAtOnce_StandsOnce()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(null))));

        Assert.Single(results, result => result.Succeeded);
    }

    [Fact]
    public async Task Request_WhereSomethingIsInEffectOrThereIsNoNetwork_IsRefused()
    {
        await ShareAsync(Open);
        Assert.Equal(SharingErrors.NothingToAsk, Assert.Single((await AskAsync(null)).Errors));

        var independent = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var result = await database.Get<RequestSharing>().HandleAsync(independent, new(independent.Client!.Value, "zoho", null), default);
        Assert.Equal(SharingErrors.NothingToAsk, Assert.Single(result.Errors));
    }

    [Fact]
    public async Task Notices_Seen_AreSeenByThatPersonAlone()
    {
        var colleague = await database.Given.ActorAsync(agency);
        await TellAsync(3);
        var notices = await NoticesAsync(manager);
        Assert.Equal(3, notices.Count);

        (await database.Get<MarkNoticesRead>().HandleAsync(manager, new(agency.Reference, [notices[0].NoticeId, Guid.NewGuid()]), default)).Require();
        (await database.Get<MarkNoticesRead>().HandleAsync(manager, new(agency.Reference, [notices[0].NoticeId]), default)).Require();

        Assert.Equal(2, (await NoticesAsync(manager)).Count);
        Assert.Equal(3, (await NoticesAsync(colleague)).Count);
        Assert.Single(await JournalAsync(agency, AuditAction.NoticesRead));
    }

    [Fact]
    public async Task Notices_OfAnotherClient_AreNeverListedNorMarked()
    {
        await TellAsync(1);
        var sister = await database.Given.ActorAsync(await database.Given.AgencyAsync(network));

        Assert.Empty(await NoticesAsync(sister));
        var theirs = Assert.Single(await NoticesAsync(manager)).NoticeId;
        (await database.Get<MarkNoticesRead>().HandleAsync(sister, new(sister.Client!.Value, [theirs]), default)).Require();
        Assert.Single(await NoticesAsync(manager));
    }

    [Fact]
    public async Task Notices_ManyOrOld_AreBoundedAndBeginWithTheMembership()
    {
        await TellAsync(ListNotices.Most + 5);
        database.Clock.Advance(TimeSpan.FromDays(1));
        var newcomer = await database.Given.ActorAsync(agency);

        Assert.Equal(ListNotices.Most, (await NoticesAsync(manager)).Count);
        Assert.Empty(await NoticesAsync(newcomer));
    }

    private async Task TellAsync(int count)
    {
        await using var db = database.Open(agency.MemberScope);
        db.AddRange(Enumerable.Range(0, count).Select(_ => Notice.Create(agency.OrganisationId, agency.Reference, NoticeKind.Gained, "brevo", database.Clock.UtcNow)));
        await database.Given.SaveAsync(db, new AuditFacts(agency.OrganisationId, AuditAction.PolicyChanged) { Client = agency.Client });
    }

    private async Task<IReadOnlyList<NoticeLine>> NoticesAsync(Actor actor) => (await database.Get<ListNotices>().HandleAsync(actor, default)).Require();

    private Task<Result<Done>> AskAsync(string? message) => database.Get<RequestSharing>().HandleAsync(manager, new(agency.Reference, "brevo", message), default);

    private Task<Result<EffectiveView>> StateAsync(Actor actor, Guid? version, string? email, string? name) =>
        database.Get<SaveOwnSender>().HandleAsync(actor, new(actor.Client!.Value, "brevo", version, email, name), default);

    private Task<Result<EffectiveView>> SetAsideAsync(Guid version) =>
        database.Get<SetAsideConnexion>().HandleAsync(manager, new(agency.Reference, "brevo", version), default);

    private Task<Result<EffectiveView>> TakeUpAsync(Guid version) =>
        database.Get<TakeUpConnexion>().HandleAsync(manager, new(agency.Reference, "brevo", version), default);

    private async Task<EffectiveView> ResolveAsync() => (await database.Get<GetEffective>().HandleAsync(manager, "brevo", default)).Require();

    private async Task<Guid> VersionAsync(Actor actor) => (await database.Get<GetConnexion>().HandleAsync(actor, "brevo", default)).Require().Version!.Value;

    private async Task SaveOwnKeyAsync(Actor? actor = null)
    {
        var own = actor ?? manager;
        (await database.Get<SaveConnexion>().HandleAsync(own, new(own.Client!.Value, "brevo", null, new Dictionary<FieldKind, string?>(), Planted.KeyFor(Brevo)), default)).Require();
    }

    private async Task<List<AuditAction>> JournalAsync(Place place, params AuditAction[] actions)
    {
        await using var db = database.Open(place.MemberScope);
        return await db.AuditEntries.Where(row => actions.Contains(row.Action)).OrderBy(row => row.Sequence).Select(row => row.Action).ToListAsync();
    }

    private async Task ShareAsync(SharingTerms terms, Place? of = null)
    {
        var place = of ?? network;
        await database.Given.ConnexionWithKeyAsync(Brevo, place, name: "Compte du réseau");
        var policy = SharingPolicy.Create(place.OrganisationId, place.Reference.Id, "brevo");
        policy.Decide(terms, database.Clock.UtcNow, Guid.Empty, database.Clock.UtcNow);
        await using var db = database.Open(place.MemberScope);
        db.Add(policy);
        await database.Given.SaveAsync(db, new AuditFacts(place.OrganisationId, AuditAction.PolicyChanged) { Client = place.Client });
    }
}
