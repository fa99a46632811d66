using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Verifications.Background;

public sealed class VerificationJobTests : JobTestBase
{
    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    [Fact]
    public async Task Round_KeysThatAreDue_AreTriedOnceAndThenAtTheirTime()
    {
        var place = await Database.Given.IndependentAsync();
        var (key, stored) = await KeyAsync(place);
        Answers.Accept(key, "a1");

        Assert.Equal(1, await RoundAsync());
        Assert.Equal(0, await RoundAsync());

        var learnt = await ReadAsync(stored);
        Assert.Equal(VerificationVerdict.Valid, learnt.Verdict);
        Assert.Equal("a1", learnt.ProviderAccountId);
        Assert.True(learnt.NextCheckAt > Database.Clock.UtcNow.AddHours(17));
        Assert.Equal(2, Answers.Calls.Count);
        Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await RoundAsync());
    }

    [SqliteFact]
    public async Task Round_OneThatFails_IsLeftAloneAndStopsNoOther()
    {
        var (bad, broken) = await KeyAsync(await Database.Given.IndependentAsync());
        var (good, stored) = await KeyAsync(await Database.Given.IndependentAsync());
        Answers.Accept(bad, "b1");
        await BreakAsync(broken);
        Answers.Accept(good, "a1");

        await RoundAsync();

        Assert.Equal(VerificationVerdict.Valid, (await ReadAsync(stored)).Verdict);
        var after = await ReadAsync(broken);
        Assert.Null(after.LastTryAt);
        Assert.Equal(Database.Clock.UtcNow.AddMinutes(5), after.NextCheckAt);
        Assert.Contains(Log.Complaints, line => line.Contains(nameof(DbUpdateException), StringComparison.Ordinal));
        Assert.DoesNotContain(Log.Lines, line => line.Contains(bad.Reveal(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Round_OwnLimitReached_PostponesWithoutCountingATry()
    {
        // One organisation may ask thirty times in ten minutes; each first try of a working key asks twice.
        var first = await Database.Given.IndependentAsync();
        var stored = new List<Connexion>();
        for (var number = 0; number < 17; number++)
        {
            var (key, connexion) = await KeyAsync(number == 0 ? first : await Database.Given.IndependentAsync(sibling: first));
            Answers.Accept(key, $"a{number}");
            stored.Add(connexion);
        }

        await RoundAsync();

        var rows = await Task.WhenAll(stored.Select(ReadAsync));
        Assert.Equal(30, Answers.Calls.Count);
        var postponed = rows.Where(row => row.LastTryAt is null).ToList();
        Assert.NotEmpty(postponed);
        Assert.All(postponed, row => Assert.Equal((0, Database.Clock.UtcNow.AddMinutes(10)), (row.FruitlessTries, row.NextCheckAt)));
        Database.Clock.Advance(TimeSpan.FromMinutes(10));
        await RoundAsync();
        Assert.All(await Task.WhenAll(stored.Select(ReadAsync)), row => Assert.Equal(VerificationVerdict.Valid, row.Verdict));
    }

    [Fact]
    public async Task Round_LongestWaiting_ComesFirst()
    {
        var (late, _) = await KeyAsync(await Database.Given.IndependentAsync());
        Database.Clock.Advance(TimeSpan.FromHours(-1));
        var (early, _) = await KeyAsync(await Database.Given.IndependentAsync());
        Database.Clock.Advance(TimeSpan.FromHours(2));
        await using var db = Database.Open(DueConnexions.Scope);

        var next = await DueConnexions.NextAsync(db, Database.KeyRing, 10, new HashSet<Guid>(), Database.Clock.UtcNow, CancellationToken.None);

        Assert.Equal(2, next.Count);
        Assert.True(next[0].NextCheckAt < next[1].NextCheckAt);
        Assert.NotEqual(early, late);
    }

    [SqliteTheory]
    [MemberData(nameof(Providers))]
    public async Task DueList_SeeksTheIndexOfWhatIsDue(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        await using var db = Database.Open(DueConnexions.Scope);

        var query = DueConnexions.Due(db, provider, Database.Clock.UtcNow).Take(10).Select(row => new { row.Id, row.OrganisationId });
        var plan = await QueryPlan.OfAsync(db, query);

        Assert.Contains(plan, step => step.StartsWith("SEARCH", StringComparison.Ordinal) && step.Contains("next_check_at<?", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        Assert.DoesNotContain("_api_key", query.ToQueryString(), StringComparison.Ordinal);
    }

    [SqliteFact]
    public async Task RunList_SeeksTheFamilysConnexions()
    {
        Database.Vault.MakeReady();
        await using var db = Database.Open(DueConnexions.Scope);

        var plan = await QueryPlan.OfAsync(db, DueConnexions.OfFamily(db, Database.KeyRing, Brevo, Guid.NewGuid()).Select(row => row.Id));

        // By the key of the ring it would read whatever that protects, which is nearly everything.
        Assert.Contains(plan, step => step.StartsWith("SEARCH", StringComparison.Ordinal) && step.Contains("family_id=?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lease_HeldByAnother_IsTakenOverOnceItRanOut()
    {
        await using var other = Database.Reopen(new() { Clock = Database.Clock, Services = Register });
        var (key, stored) = await KeyAsync(await Database.Given.IndependentAsync());
        Answers.Accept(key, "a1");
        Assert.True(await other.Get<JobLeases>().TakeAsync(VerificationJob.Name, CancellationToken.None));

        Assert.Equal(0, await RoundAsync());
        Assert.Null((await ReadAsync(stored)).LastTryAt);

        // The other one crashed: it says nothing any more.
        Database.Clock.Advance(JobLeases.Length);
        Assert.Equal(1, await RoundAsync());
        Assert.False(await other.Get<JobLeases>().TakeAsync(VerificationJob.Name, CancellationToken.None));
    }

    [Fact]
    public async Task Lease_LetGo_IsTakenAtOnce()
    {
        await using var other = Database.Reopen(new() { Clock = Database.Clock, Services = Register });
        await other.Get<JobLeases>().TakeAsync(VerificationJob.Name, CancellationToken.None);
        await other.Get<JobLeases>().ReleaseAsync(VerificationJob.Name, CancellationToken.None);

        Assert.True(await Database.Get<JobLeases>().TakeAsync(VerificationJob.Name, CancellationToken.None));
    }

    [Fact]
    public async Task Holder_StoppedInTheMiddle_LosesNothing()
    {
        var (key, stored) = await KeyAsync(await Database.Given.IndependentAsync());
        Answers.Accept(key, "a1");
        using var stop = new CancellationTokenSource();
        Answers.Before = stop.CancelAsync;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Job.RoundAsync(stop.Token));
        Assert.Null((await ReadAsync(stored)).LastTryAt);

        Answers.Before = null;
        Assert.Equal(1, await RoundAsync());

        Assert.Equal(VerificationVerdict.Valid, (await ReadAsync(stored)).Verdict);
    }

    [Fact]
    public async Task Key_OfANetworkRefused_TellsTheDirectorAndTheAgenciesAndThatItRecovered()
    {
        var network = await Database.Given.NetworkAsync();
        var agency = await Database.Given.AgencyAsync(network);
        await Database.Given.PolicyAsync(network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: false));
        var (key, _) = await KeyAsync(network);
        Answers.Refuse(key);

        await RoundAsync();
        Assert.Empty(await NoticesAsync(network));
        Assert.Empty(await NoticesAsync(agency));
        Database.Clock.Advance(SecondLook.After + VerificationOptions.SecondLookWithin);
        await RoundAsync();
        Assert.Equal([NoticeKind.KeyRefused], await NoticesAsync(network));
        Assert.Equal([NoticeKind.NetworkKeyRefused], await NoticesAsync(agency));

        Answers.Accept(key, "a1");
        Database.Clock.Advance(TimeSpan.FromDays(1));
        await RoundAsync();
        Assert.Equal([NoticeKind.KeyRefused, NoticeKind.KeyRecovered], await NoticesAsync(network));
        Assert.Equal([NoticeKind.NetworkKeyRefused, NoticeKind.NetworkKeyRecovered], await NoticesAsync(agency));
    }

    [Fact]
    public async Task Key_RefusedOnce_IsTriedAgainJustAfterTwoMinutes_AndThenDead()
    {
        var (key, stored) = await KeyAsync(await Database.Given.IndependentAsync());
        Answers.Refuse(key);
        await RoundAsync();
        var first = Database.Clock.UtcNow;
        var once = await ReadAsync(stored);
        Assert.Equal((null, first, ConnexionState.RefusedOnce), (once.Verdict, once.RefusedOnceAt, Database.KeyRing.StateOf(once)));
        Assert.InRange(once.NextCheckAt!.Value, first + SecondLook.After, first + SecondLook.After + VerificationOptions.SecondLookWithin);

        Database.Clock.Advance(SecondLook.After - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await RoundAsync());
        Database.Clock.Advance(TimeSpan.FromSeconds(1) + VerificationOptions.SecondLookWithin);
        Assert.Equal(1, await RoundAsync());

        var dead = await ReadAsync(stored);
        Assert.Equal((VerificationVerdict.Rejected, null, ConnexionState.Refused), (dead.Verdict, dead.RefusedOnceAt, Database.KeyRing.StateOf(dead)));
        Assert.True(dead.NextCheckAt > Database.Clock.UtcNow.AddHours(17));
        Assert.Equal([(null, "RefusedOnce"), ("RefusedOnce", "Rejected")], await VerdictsInTheJournalAsync(stored));
    }

    [Fact]
    public async Task Key_RefusedOnceAndThenAccepted_IsAsIfNothingHadBeen()
    {
        var place = await Database.Given.IndependentAsync();
        var (key, stored) = await KeyAsync(place);
        Answers.Accept(key, "a1");
        await RoundAsync();
        Database.Clock.Advance(TimeSpan.FromDays(1));
        Answers.Refuse(key);
        await RoundAsync();
        Assert.Equal((VerificationVerdict.Valid, ConnexionState.RefusedOnce), ((await ReadAsync(stored)).Verdict, Database.KeyRing.StateOf(await ReadAsync(stored))));

        Database.Clock.Advance(SecondLook.After + VerificationOptions.SecondLookWithin);
        Answers.Accept(key, "a1");
        await RoundAsync();

        Assert.Equal((null, ConnexionState.Works), ((await ReadAsync(stored)).RefusedOnceAt, Database.KeyRing.StateOf(await ReadAsync(stored))));
        Assert.Empty(await NoticesAsync(place));
        // The day after, a refusal is the first one again.
        Database.Clock.Advance(TimeSpan.FromDays(1));
        Answers.Refuse(key);
        await RoundAsync();
        Assert.Equal(ConnexionState.RefusedOnce, Database.KeyRing.StateOf(await ReadAsync(stored)));
    }

    [Fact]
    public async Task Key_RefusedOnceWhileTheProviderIsDown_IsTriedUntilItSpeaks()
    {
        var (key, stored) = await KeyAsync(await Database.Given.IndependentAsync());
        Answers.Refuse(key);
        await RoundAsync();
        Answers.Forget(key);

        for (var minutes = 0; minutes < 8; minutes++)
        {
            Database.Clock.Advance(TimeSpan.FromMinutes(2));
            await RoundAsync();
        }

        var waiting = await ReadAsync(stored);
        Assert.Equal((ConnexionState.RefusedOnce, VerificationVerdict.ProviderUnavailable), (Database.KeyRing.StateOf(waiting), waiting.LastTry));
        Assert.InRange(waiting.FruitlessTries, 3, 6);
        Answers.Refuse(key);
        Database.Clock.Advance(TimeSpan.FromHours(1));
        await RoundAsync();
        Assert.Equal(ConnexionState.Refused, Database.KeyRing.StateOf(await ReadAsync(stored)));
    }

    [Fact]
    public async Task Refusals_WrittenDownLate_AreNoFurtherApart()
    {
        var (key, stored) = await KeyAsync(await Database.Given.IndependentAsync());
        var id = new ConnexionId(Brevo, stored.OrganisationId, stored.Client, stored.Id);
        var came = Database.Clock.UtcNow;
        Task<ConnexionState?> WriteAsync(int seconds) => Database.Get<VerdictBook>().WriteAsync(
            id, new Learnt(new Verification(VerificationVerdict.Rejected) { AnsweredAt = came.AddSeconds(seconds) }, key, stored.ApiKeyChangedAt), CancellationToken.None);
        await WriteAsync(0);

        // The database was busy for a while.
        Database.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(ConnexionState.RefusedOnce, await WriteAsync(1));
        Assert.Equal(ConnexionState.Refused, await WriteAsync(120));
    }

    [Fact]
    public async Task Key_ThatTheRingCannotRead_IsLookedAtAgainAfterAnIntervalOnly()
    {
        var (_, stored) = await KeyAsync(await Database.Given.IndependentAsync());
        await using var elsewhere = await TestDatabase.CreateAsync();
        await using (var db = Database.Open(new Connexions.Domain.Access.ActingScope.Job("test", stored.OrganisationId)))
        {
            var row = await db.ConnexionsOf(Brevo).SingleAsync();
            row.Reprotect(elsewhere.Vault.Protect(row, Planted.KeyFor(Brevo)), null);
            await Database.Given.SaveAsync(db, new(stored.OrganisationId, AuditAction.KeyReplaced));
        }

        await RoundAsync();

        Assert.Empty(Answers.Calls);
        Assert.Equal(Database.Clock.UtcNow.AddDays(1), (await ReadAsync(stored)).NextCheckAt);
    }

    [Fact]
    public async Task Senders_AreAskedForOnceADay()
    {
        var (key, stored) = await KeyAsync(await Database.Given.IndependentAsync());
        Answers.Accept(key, "a1");
        await RoundAsync();

        var learnt = await ReadAsync(stored);

        var asked = Enumerable.Range(1, 48).Count(hour =>
            TryConnexion.WantsSenders(learnt, learnt.VerdictAt!.Value.AddHours(hour)) != TryConnexion.WantsSenders(learnt, learnt.VerdictAt!.Value.AddHours(hour - 1)));
        Assert.Equal(1, asked);
        Assert.False(TryConnexion.WantsSenders(learnt, learnt.VerdictAt!.Value));
    }

    private async Task<(SecretText Key, Connexion Stored)> KeyAsync(Place place)
    {
        var key = Planted.KeyFor(Brevo);
        return (key, await Database.Given.ConnexionWithKeyAsync(Brevo, place, key));
    }

    private async Task<List<(string?, string?)>> VerdictsInTheJournalAsync(Connexion connexion)
    {
        await using var db = Database.Open(new Connexions.Domain.Access.ActingScope.Job("test", connexion.OrganisationId));
        var details = await db.Set<AuditDetail>().AsNoTracking().OrderBy(detail => detail.Sequence).ToListAsync();
        return [.. details.SelectMany(detail => detail.ReadChanges()).Where(change => change.Key == "Verdict").Select(change => (change.Value.Before, change.Value.After))];
    }

    private async Task<List<NoticeKind>> NoticesAsync(Place place)
    {
        await using var db = Database.Open(place.JobScope);
        return await db.Set<Notice>().OrderBy(notice => notice.CreatedAt).Select(notice => notice.Kind).ToListAsync();
    }
}
