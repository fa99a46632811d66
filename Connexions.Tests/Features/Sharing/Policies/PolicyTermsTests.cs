using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Sharing.Policies;

/// <summary>For what a network shares, and how much a day.</summary>
public sealed class PolicyTermsTests : SharingTestBase
{
    private static readonly SharingTerms EmailsOnly = SharedWithAll with { Purposes = Purposes.Emails };
    private static readonly SharingTerms Limited = SharedWithAll with { Quota = new SharingQuota { CallsPerAgency = 100, EmailsForAll = 200 } };

    [Fact]
    public async Task Purposes_Changed_ReachTheAgenciesTheirNoticesAndTheJournal()
    {
        await Database.Given.ConnexionWithKeyAsync(Brevo, Nantes);
        await SaveAsync(Draft(SharedWithAll));
        Database.Clock.Advance(TimeSpan.FromMinutes(1));

        var saved = (await SaveAsync(Draft(EmailsOnly))).Require();

        // Nantes uses its own: nothing changes for it.
        Assert.Equal([("Lyon", PolicyEffect.ChangesPurposes), ("Troyes", PolicyEffect.ChangesPurposes)], saved.Affected.Select(agency => (agency.Nom, agency.Effect)));
        Assert.Equal([NoticeKind.Gained, NoticeKind.PurposesChanged], await NoticesAsync(Lyon));
        Assert.Empty(await NoticesAsync(Nantes));
        Assert.Equal((Purposes.Emails, Purposes.All), ((await EffectiveAsync(Lyon)).Purposes, (await EffectiveAsync(Nantes)).Purposes));
        var changes = await LastChangesAsync(AuditAction.PolicyChanged);
        Assert.Equal(new Change("all", "emails"), changes["Purposes"]);
        Assert.DoesNotContain("CallsPerAgency", changes.Keys);
    }

    [Theory]
    [InlineData(Purposes.Contacts, false, false)]
    [InlineData(Purposes.Newsletters, false, true)]
    [InlineData(Purposes.Emails, true, true)]
    public async Task Purposes_DecideWhetherEmailsLeave_AndWhetherThereIsASenderToState(Purposes purposes, bool emails, bool sender)
    {
        await SaveAsync(Draft(SharedWithAll with { OwnSenderAllowed = true, Purposes = purposes }));

        var view = (await Database.Get<GetEffective>().HandleAsync(await Database.Given.ActorAsync(Lyon), Brevo.Code, CancellationToken.None)).Require();

        Assert.Equal((emails, !emails, sender), (view.SendsEmails, view.IsWithoutEmails, view.MayStateSender));
    }

    [Theory]
    [InlineData(false, NoticeKind.PurposesChanged)]
    [InlineData(true, NoticeKind.Announced)]
    public async Task PurposesAndQuota_ChangedTogether_AreBothInTheNotice_FromTo(bool ahead, NoticeKind kind)
    {
        await SaveAsync(Draft(SharedWithAll));
        Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await SaveAsync(Draft(EmailsOnly with { Quota = Limited.Quota }, from: ahead ? Database.Clock.UtcNow.AddDays(3) : null));

        var (told, first) = await ReadAsync(Lyon, async db =>
            (await db.Set<Notice>().OrderByDescending(notice => notice.CreatedAt).FirstAsync(), await db.Set<Notice>().OrderBy(notice => notice.CreatedAt).FirstAsync()));
        Assert.Equal(
            (kind, new TermsChange(Purposes.All, Purposes.Emails, SharingQuota.Unlimited, Limited.Quota)),
            (told.Kind, new NoticeLine(told.NoticeId, told.Kind, told.Provider, told.Text, told.EffectiveFrom, told.CreatedAt).Terms));
        // Who gains a connexion had no terms before.
        Assert.Equal((NoticeKind.Gained, null), (first.Kind, first.Text));
    }

    [Fact]
    public async Task Quota_SetAndLifted_IsToldBothTimes()
    {
        await SaveAsync(Draft(SharedWithAll));
        Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await SaveAsync(Draft(Limited));

        Assert.Equal(Limited.Quota, (await EffectiveAsync(Lyon)).Quota);
        var changes = await LastChangesAsync(AuditAction.PolicyChanged);
        Assert.Equal((new Change(null, "100"), new Change(null, "200")), (changes["CallsPerAgency"], changes["EmailsForAll"]));
        Assert.DoesNotContain("EmailsPerAgency", changes.Keys);
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await SaveAsync(Draft(SharedWithAll));
        Assert.Equal([NoticeKind.Gained, NoticeKind.LimitsChanged, NoticeKind.LimitsChanged], await NoticesAsync(Lyon));
        Assert.Equal(SharingQuota.Unlimited, (await EffectiveAsync(Lyon)).Quota);
    }

    [Fact]
    public async Task Scheduled_HoldsFromItsDay_AndCalledOffTheJournalSaysWhatWillNotBe()
    {
        await SaveAsync(Draft(SharedWithAll));
        var day = Database.Clock.UtcNow.AddDays(3);
        await SaveAsync(Draft(EmailsOnly with { Quota = Limited.Quota }, from: day));
        Assert.Equal(Purposes.All, (await EffectiveAsync(Lyon)).Purposes);

        await Database.Get<CancelScheduledPolicy>().HandleAsync(Director, new(Network.Reference, Brevo.Code, (await PolicyAsync()).Version), CancellationToken.None);
        var changes = await LastChangesAsync(AuditAction.PolicyScheduleCancelled);
        Assert.Equal((new Change("emails", "all"), new Change("100", null)), (changes["Purposes"], changes["CallsPerAgency"]));
        Assert.DoesNotContain("Mode", changes.Keys);

        await SaveAsync(Draft(EmailsOnly, from: day));
        Database.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(Purposes.Emails, (await EffectiveAsync(Lyon)).Purposes);
    }

    [Fact]
    public async Task Draft_ThatMakesNoSense_IsRefusedBesideItsField()
    {
        await AssertRefusedAsync(SharedWithAll with { Purposes = Purposes.None }, SharingErrors.NoPurpose, "Purposes");
        await AssertRefusedAsync(SharedWithAll with { Purposes = Purposes.Images }, SharingErrors.NoPurpose, "Purposes");
        await AssertRefusedAsync(With(new() { CallsPerAgency = 0 }), SharingErrors.LimitInvalid, "CallsPerAgency");
        await AssertRefusedAsync(With(new() { EmailsForAll = SharingQuota.Max + 1 }), SharingErrors.LimitInvalid, "EmailsForAll");
        await AssertRefusedAsync(With(new() { EmailsPerAgency = 11, EmailsForAll = 10 }), SharingErrors.LimitAboveAll, "EmailsPerAgency");
        await AssertRefusedAsync(With(new() { CallsPerAgency = 11, CallsForAll = 10 }), SharingErrors.LimitAboveAll, "CallsPerAgency");
        await AssertRefusedAsync(With(new() { EmailsPerAgency = 10 }), SharingErrors.NoEmailsToLimit, null, "openai");
        await AssertRefusedAsync(With(new() { EmailsForAll = 10 }) with { Purposes = Purposes.Newsletters | Purposes.Contacts }, SharingErrors.EmailsNotShared, "EmailsForAll");
        Assert.Null((await PolicyAsync()).Current);

        static SharingTerms With(SharingQuota quota) => SharedWithAll with { Quota = quota };
    }

    [Fact]
    public async Task Draft_AtTheEdges_IsTaken()
    {
        Assert.True((await SaveAsync(Draft(SharingTerms.Unstated with { Purposes = Purposes.None }))).Succeeded);
        var quota = new SharingQuota { CallsPerAgency = 1, EmailsPerAgency = SharingQuota.Max, CallsForAll = 1, EmailsForAll = SharingQuota.Max };
        Assert.True((await SaveAsync(Draft(SharedWithAll with { Quota = quota }))).Succeeded);
        Assert.Equal(quota, (await PolicyAsync()).Terms.Quota);
    }

    private async Task AssertRefusedAsync(SharingTerms terms, Error expected, string? field, string provider = "brevo")
    {
        var draft = Draft(terms) with { Provider = provider };
        var simulated = await Database.Get<SimulatePolicy>().HandleAsync(Director, draft, CancellationToken.None);
        var saved = await SaveAsync(draft, (null, null));

        Assert.Equal((expected.Code, field), Assert.Single(saved.Errors.Select(error => (error.Code, error.Field))));
        Assert.Equal(expected.Code, Assert.Single(simulated.Errors).Code);
    }

    private async Task<EffectiveConnexion> EffectiveAsync(Place agency) =>
        (await Database.Get<GetEffective>().HandleAsync(await Database.Given.ActorAsync(agency), Brevo.Code, CancellationToken.None)).Require().Effective;

    private Task<List<NoticeKind>> NoticesAsync(Place agency) =>
        ReadAsync(agency, db => db.Set<Notice>().OrderBy(notice => notice.CreatedAt).Select(notice => notice.Kind).ToListAsync());

    private async Task<IReadOnlyDictionary<string, Change>> LastChangesAsync(AuditAction action) =>
        (await ReadAsync(Network, db => db.AuditEntries.AsNoTracking().Include(entry => entry.Detail)
            .Where(entry => entry.Action == action).OrderByDescending(entry => entry.Sequence).FirstAsync())).Detail!.ReadChanges();
}
