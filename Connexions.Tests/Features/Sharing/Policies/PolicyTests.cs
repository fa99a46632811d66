using Connexions.Domain.Auditing;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.Coverage;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Sharing.Policies;

public sealed class PolicyTests : SharingTestBase
{
    [Fact]
    public async Task Saved_AllExceptOne_TellsWhoGainsAndTheJournal()
    {
        var saved = (await SaveAsync(Draft(new(SharingMode.AllExcept, true, true), Ids(Troyes)))).Require();

        Assert.Equal(["Lyon", "Nantes"], saved.Affected.Select(agency => agency.Nom));
        Assert.All(saved.Affected, agency => Assert.Equal(PolicyEffect.Gains, agency.Effect));
        Assert.Equal((Source.Network, Source.Network, Source.None), (await SourceAsync(Lyon), await SourceAsync(Nantes), await SourceAsync(Troyes)));
        Assert.Equal([NoticeKind.Gained], await ReadAsync(Lyon, db => db.Set<Notice>().Select(notice => notice.Kind).ToListAsync()));
        Assert.Empty(await ReadAsync(Troyes, db => db.Set<Notice>().ToListAsync()));
        var changes = await JournalAsync(AuditAction.PolicyChanged);
        Assert.Equal(new Change("none", "all_except"), changes["Mode"]);
        Assert.Equal(new Change(null, "Troyes"), changes["Agencies"]);
        Assert.Equal(new Change(null, "Lyon\nNantes"), changes["Affected"]);
    }

    [Fact]
    public async Task RivalDirector_GetsNothing_AndChangesNothing()
    {
        await SaveAsync(Draft(SharedWithAll));
        var rival = await Database.Given.ActorAsync(await Database.Given.NetworkAsync("Rival"));

        var overview = (await Database.Get<ListPolicies>().HandleAsync(rival, CancellationToken.None)).Require();
        Assert.Empty(overview.Agencies);
        Assert.All(overview.Policies, policy => Assert.Null(policy.Current));
        Assert.Empty((await Database.Get<GetCoverage>().HandleAsync(rival, CancellationToken.None)).Require().Rows);
        Assert.False((await Database.Get<SimulatePolicy>().HandleAsync(rival, Draft(SharingTerms.Unstated), CancellationToken.None)).Succeeded);
        var version = (await PolicyAsync()).Version;
        Assert.False((await Database.Get<SavePolicy>().HandleAsync(rival, new(Draft(SharingTerms.Unstated), version), CancellationToken.None)).Succeeded);
        Assert.False((await Database.Get<CancelScheduledPolicy>().HandleAsync(rival, new(Network.Reference, "brevo", version), CancellationToken.None)).Succeeded);
        Assert.Equal(Source.Network, await SourceAsync(Lyon));
    }

    [Fact]
    public async Task Manager_MayNotSeeOrDecide()
    {
        var manager = await Database.Given.ActorAsync(Lyon);

        Assert.False((await Database.Get<ListPolicies>().HandleAsync(manager, CancellationToken.None)).Succeeded);
        Assert.False((await Database.Get<GetCoverage>().HandleAsync(manager, CancellationToken.None)).Succeeded);
        Assert.False((await Database.Get<SavePolicy>().HandleAsync(manager, new(Draft(SharedWithAll), (null, null)), CancellationToken.None)).Succeeded);
    }

    [Fact]
    public async Task Conflict_TheSecondIsShownTheFirst_AndMayOverwrite()
    {
        var version = (await PolicyAsync()).Version;
        await SaveAsync(Draft(SharedWithAll));

        var second = await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Lyon)), version);

        var conflict = Assert.IsType<PolicyConflict>(Assert.Single(second.Errors));
        Assert.Equal(SharedWithAll, conflict.Current.Terms);
        Assert.Equal(SharedWithAll, (await PolicyAsync()).Terms);
        var overwritten = (await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Lyon)), conflict.Current.Version)).Require();
        Assert.Equal(["Nantes", "Troyes"], overwritten.Affected.Select(agency => agency.Nom));
    }

    [Fact]
    public async Task Draft_ThatCannotBe_IsRefusedBesideItsField()
    {
        var gone = new HashSet<Guid>([.. Ids(Lyon), Guid.NewGuid()]);
        var rivals = await Database.Given.AgencyAsync(await Database.Given.NetworkAsync("Rival"));

        await AssertRefusedAsync(Draft(new(SharingMode.Selected, true, false)), SharingErrors.SelectedNobody);
        await AssertRefusedAsync(Draft(new(SharingMode.AllExcept, true, false)), SharingErrors.ExceptedNobody);
        await AssertRefusedAsync(Draft(new(SharingMode.Selected, true, false), gone), SharingErrors.AgencyLeft);
        await AssertRefusedAsync(Draft(new(SharingMode.Selected, true, false), Ids(rivals)), SharingErrors.AgencyLeft);
        await AssertRefusedAsync(Draft(SharedWithAll, from: Database.Clock.UtcNow), SharingErrors.DateInThePast);
        await AssertRefusedAsync(Draft(SharedWithAll) with { Provider = "zoho", Terms = SharedWithAll with { OwnAllowed = false } }, SharingErrors.ImposeWithoutKey);
        await FreezeAsync();
        await AssertRefusedAsync(Draft(SharedWithAll with { OwnAllowed = false }), SharingErrors.ImposeFrozen);
        Assert.Null((await PolicyAsync()).Current);
    }

    [Fact]
    public async Task ScheduledChange_TakesEffectByTheClock_AndCanBeCalledOffBefore()
    {
        var day = Database.Clock.UtcNow.AddDays(3);
        await SaveAsync(Draft(SharedWithAll, from: day));
        Assert.Equal(Source.None, await SourceAsync(Lyon));
        Assert.Equal([NoticeKind.Announced], await ReadAsync(Lyon, db => db.Set<Notice>().Select(notice => notice.Kind).ToListAsync()));

        var cancel = Database.Get<CancelScheduledPolicy>();
        var view = await PolicyAsync();
        Assert.IsType<PolicyConflict>(Assert.Single(
            (await cancel.HandleAsync(Director, new(Network.Reference, "brevo", (null, Guid.NewGuid())), CancellationToken.None)).Errors));
        Assert.Null((await cancel.HandleAsync(Director, new(Network.Reference, "brevo", view.Version), CancellationToken.None)).Require().Scheduled);
        Assert.Equal([SharingErrors.NothingScheduled], (await cancel.HandleAsync(Director, new(Network.Reference, "brevo", view.Version), CancellationToken.None)).Errors);

        Assert.Contains(NoticeKind.CalledOff, await ReadAsync(Lyon, db => db.Set<Notice>().Select(notice => notice.Kind).ToListAsync()));

        await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Lyon), day));
        Database.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal((Source.Network, Source.None), (await SourceAsync(Lyon), await SourceAsync(Nantes)));
        Assert.Null((await PolicyAsync()).Scheduled);
    }

    [Fact]
    public async Task ScheduledChange_ReplacedOnTheSameDay_TellsThoseItLetsOff()
    {
        var day = Database.Clock.UtcNow.AddDays(3);
        await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Lyon, Nantes), day));
        Database.Clock.Advance(TimeSpan.FromMinutes(1));

        var saved = (await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Nantes, Troyes), day))).Require();

        Assert.Equal(["Nantes", "Troyes"], saved.Affected.Select(agency => agency.Nom));
        Assert.Equal(["Lyon"], saved.LetOff.Select(agency => agency.Nom));
        Assert.Equal<(NoticeKind, DateTime?)>([(NoticeKind.Announced, day), (NoticeKind.CalledOff, day)], await NoticesAsync(Lyon));
        Assert.Equal<(NoticeKind, DateTime?)>([(NoticeKind.Announced, day), (NoticeKind.Announced, day)], await NoticesAsync(Nantes));
        Assert.Equal<(NoticeKind, DateTime?)>([(NoticeKind.Announced, day)], await NoticesAsync(Troyes));
        var entries = await ReadAsync(Network, db => db.AuditEntries.AsNoTracking().Include(entry => entry.Detail)
            .Where(entry => entry.Action == AuditAction.PolicyScheduled).OrderBy(entry => entry.Sequence).ToListAsync());
        Assert.Equal(new Change(null, "Nantes\nTroyes\nLyon"), entries[^1].Detail!.ReadChanges()["Affected"]);
    }

    [Fact]
    public async Task ScheduledChange_MovedToAnotherDay_TakesBackTheFirst()
    {
        var (day, later) = (Database.Clock.UtcNow.AddDays(3), Database.Clock.UtcNow.AddDays(9));
        await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Lyon), day));
        Database.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty((await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Lyon), later))).Require().LetOff);

        var notices = await NoticesAsync(Lyon);
        Assert.Equal((NoticeKind.Announced, (DateTime?)day), notices[0]);
        Assert.Equal<(NoticeKind, DateTime?)>([(NoticeKind.Announced, later), (NoticeKind.CalledOff, day)], notices.Skip(1).OrderBy(notice => notice.Item1));
    }

    [Fact]
    public async Task DecisionAtOnce_LeavesWhatIsScheduled_AndCallsNothingOff()
    {
        var day = Database.Clock.UtcNow.AddDays(3);
        await SaveAsync(Draft(SharedWithAll, from: day));
        Database.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty((await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Lyon)))).Require().LetOff);

        Assert.Equal(day, (await PolicyAsync()).Scheduled!.EffectiveFrom);
        Assert.Equal<(NoticeKind, DateTime?)>([(NoticeKind.Announced, day)], await NoticesAsync(Nantes));
    }

    [Fact]
    public async Task Decisions_ReplacingOneAnother_LeaveNothingDangling()
    {
        await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Lyon, Nantes)));
        await SaveAsync(Draft(new(SharingMode.AllExcept, true, false), Ids(Troyes), Database.Clock.UtcNow.AddDays(1)));
        await SaveAsync(Draft(new(SharingMode.AllExcept, true, false), Ids(Troyes, Lyon), Database.Clock.UtcNow.AddDays(2)));
        Database.Clock.Advance(TimeSpan.FromDays(3));
        await SaveAsync(Draft(SharedWithAll, Ids(Nantes)));
        await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Nantes), Database.Clock.UtcNow.AddDays(1)));
        await Database.Get<CancelScheduledPolicy>().HandleAsync(Director, new(Network.Reference, "brevo", (await PolicyAsync()).Version), CancellationToken.None);

        Assert.Equal(SharedWithAll, (await ReadAsync(Network, db => db.Set<SharingPolicy>().SingleAsync())).Terms);
        Assert.Empty(await ReadAsync(Network, db => db.Set<SharingSelection>().ToListAsync()));
    }

    private Task<List<(NoticeKind, DateTime?)>> NoticesAsync(Place agency) => ReadAsync(agency, async db =>
        (await db.Set<Notice>().OrderBy(notice => notice.CreatedAt).ToListAsync()).ConvertAll(notice => (notice.Kind, notice.EffectiveFrom)));

    private async Task AssertRefusedAsync(PolicyDraft draft, Error expected)
    {
        var simulated = await Database.Get<SimulatePolicy>().HandleAsync(Director, draft, CancellationToken.None);
        var saved = await SaveAsync(draft, (null, null));

        Assert.Equal((expected.Code, expected.Field), Assert.Single(saved.Errors.Select(error => (error.Code, error.Field))));
        Assert.Equal(expected.Code, Assert.Single(simulated.Errors).Code);
    }

    private async Task<IReadOnlyDictionary<string, Change>> JournalAsync(AuditAction action) =>
        (await ReadAsync(Network, db => db.AuditEntries.AsNoTracking().Include(entry => entry.Detail).SingleAsync(entry => entry.Action == action))).Detail!.ReadChanges();

    private async Task FreezeAsync()
    {
        await using var db = Database.Open(Network.MemberScope);
        (await db.AllConnexions.SingleAsync()).Freeze("essai", Database.Clock.UtcNow);
        await Database.Given.SaveAsync(db, new AuditFacts(Network.OrganisationId, AuditAction.ConnexionFrozen) { Client = Network.Client });
    }
}
