using System.Security.Claims;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Sessions;

public sealed class SessionsTests : SessionTestBase
{
    [Fact]
    public async Task Open_StoresAHashOfTheToken_AndTellsTheJournal()
    {
        var person = await Given.PersonAsync();

        var token = await SignInAsync(person.Id);

        Assert.Equal(person.Id, (await FindAsync(token))!.PersonId);
        Assert.Null(await FindAsync(token + "x"));
        await AssertNowhereAsync(token);
        var entry = Assert.Single(await JournalAsync());
        Assert.Equal((AuditAction.SignedIn, (Guid?)person.Id, "192.0.2.7"), (entry.Action, entry.ActorId, entry.Detail!.Address));
    }

    [Fact]
    public async Task End_OnThisServer_ClosesTheSessionAtOnce_AndNoOther()
    {
        var person = await Given.PersonAsync();
        var (token, other) = (await SignInAsync(person.Id), await SignInAsync(person.Id));
        var session = (await FindAsync(token))!.SessionId;
        var ended = EndedOn(Database);

        await Database.Get<EndSessions>().SignOutAsync(session, default);

        Assert.Null(await FindAsync(token));
        Assert.NotNull(await FindAsync(other));
        Assert.False(await Database.Get<SessionBook>().IsOpenAsync(session, default));
        Assert.Equal([(session, SessionEnd.SignedOut)], ended);
    }

    [Fact]
    public async Task End_OnAnotherServer_EndsTheTabsHereAtTheNextLook_Once()
    {
        await using var here = AnotherServer();
        var token = await SignInAsync((await Given.PersonAsync()).Id);
        var session = (await FindAsync(token, here))!.SessionId;
        var ended = EndedOn(here);

        await Database.Get<EndSessions>().SignOutAsync(session, default);
        Database.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await FindAsync(token, here));
        await here.Get<SessionWatch>().LookAsync(default);
        await here.Get<SessionWatch>().LookAsync(default);

        Assert.Equal([(session, SessionEnd.SignedOut)], ended);
        Assert.Null(await FindAsync(token, here));
    }

    [Fact]
    public async Task End_OnAnotherServer_ClosesTheSessionHereWithinSeconds_WithoutALook()
    {
        await using var here = AnotherServer();
        var token = await SignInAsync((await Given.PersonAsync()).Id);
        var session = (await FindAsync(token, here))!.SessionId;

        await Database.Get<EndSessions>().SignOutAsync(session, default);
        Database.Clock.Advance(SessionBook.Freshness);

        Assert.Null(await FindAsync(token, here));
    }

    [Fact]
    public async Task Right_WithdrawnOnAnotherServer_EndsTheTabsHereAtTheNextLook()
    {
        await using var here = AnotherServer();
        var (actor, other) = (await Given.ActorAsync(await Given.IndependentAsync()), await Given.ActorAsync(await Given.IndependentAsync()));
        using var tab = new CurrentSession(here.Contexts, here.Get<LiveSessions>());
        using var another = new CurrentSession(here.Contexts, here.Get<LiveSessions>());
        var ended = new List<(string, bool)>();
        tab.Ended += isWithdrawn => ended.Add(("tab", isWithdrawn));
        another.Ended += isWithdrawn => ended.Add(("another", isWithdrawn));
        await tab.StartAsync(Claims(actor), actor.MembershipId, Origin.Unknown);
        await another.StartAsync(Claims(other), other.MembershipId, Origin.Unknown);

        await here.Get<SessionWatch>().LookAsync(default);
        Assert.Empty(ended);
        await Given.WithdrawAsync(actor);
        await here.Get<SessionWatch>().LookAsync(default);

        Assert.Equal([("tab", true)], ended);
    }

    [SqliteFact]
    public async Task Look_AmongManySessions_SeeksAnIndex()
    {
        await using var db = Database.Contexts.CreateUnstamped();
        var since = Database.Clock.UtcNow;

        var look = await QueryPlan.OfAsync(db, db.Set<PersonSession>().Where(row => row.EndedAt >= since).Select(row => row.SessionId));
        var expired = await QueryPlan.OfAsync(db, db.Set<PersonSession>().Where(row => row.EndedAt == null && row.ExpiresAt <= since));

        Assert.All(look.Concat(expired), step => Assert.StartsWith("SEARCH", step, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_OfWhichNothingIsSeen_RunsOut_AndIsThrownAwayADayLater()
    {
        var token = await SignInAsync((await Given.PersonAsync()).Id);
        var (watch, ended) = (Database.Get<SessionWatch>(), EndedOn(Database));

        Database.Clock.Advance(PersonSession.IdleLifetime);
        Assert.Null(await FindAsync(token));
        await watch.TidyAsync(default);
        await watch.LookAsync(default);
        Assert.Equal(SessionEnd.Expired, Assert.Single(ended).By);

        Database.Clock.Advance(SessionWatch.KeptFor + TimeSpan.FromSeconds(1));
        await watch.TidyAsync(default);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Session_ThatIsInUse_GoesOn_ForAWeekAtMost()
    {
        var token = await SignInAsync((await Given.PersonAsync()).Id);
        var watch = Database.Get<SessionWatch>();
        var step = TimeSpan.FromHours(7);
        var started = Database.Clock.UtcNow;

        while (Database.Clock.UtcNow + step < started + PersonSession.Lifetime)
        {
            Database.Clock.Advance(step);
            Assert.NotNull(await FindAsync(token));
            await watch.TidyAsync(default);
        }

        Database.Clock.Advance(step);
        Assert.Null(await FindAsync(token));
    }

    /// <summary>What a server stores of a session some time later takes no end back.</summary>
    [Fact]
    public async Task Session_SeenOnOneServerAndEndedOnAnother_StaysEnded()
    {
        await using var here = AnotherServer();
        var token = await SignInAsync((await Given.PersonAsync()).Id);
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        var session = (await FindAsync(token, here))!.SessionId;

        await Database.Get<EndSessions>().SignOutAsync(session, default);
        await here.Get<SessionWatch>().TidyAsync(default);

        Assert.False(await here.Get<SessionBook>().IsOpenAsync(session, default));
    }

    [Fact]
    public async Task EndOwn_OfSomebodyElse_EndsNothing_AndLooksTheSame()
    {
        var (mine, theirs) = (await Given.PersonAsync(), await Given.PersonAsync());
        var token = await SignInAsync(theirs.Id);
        var session = (await FindAsync(token))!.SessionId;

        Assert.True((await Database.Get<EndSessions>().EndOwnAsync(mine.Id, session, Laptop, default)).Succeeded);
        Assert.True((await Database.Get<EndSessions>().EndOwnAsync(mine.Id, Guid.NewGuid(), Laptop, default)).Succeeded);

        Assert.NotNull(await FindAsync(token));
        Assert.DoesNotContain(await JournalAsync(), entry => entry.Action == AuditAction.SessionEnded);
    }

    [Fact]
    public async Task EndOthers_LeavesTheOneThatAsks_AndTellsTheJournalOfEach()
    {
        var person = await Given.PersonAsync();
        var tokens = new[] { await SignInAsync(person.Id), await SignInAsync(person.Id), await SignInAsync(person.Id) };
        var current = (await FindAsync(tokens[1]))!.SessionId;

        Assert.True((await Database.Get<EndSessions>().EndOthersAsync(person.Id, current, Laptop, default)).Succeeded);

        Assert.Equal([false, true, false], new[] { await FindAsync(tokens[0]), await FindAsync(tokens[1]), await FindAsync(tokens[2]) }.Select(found => found is not null));
        Assert.Equal(["Firefox · Windows", "Firefox · Windows"], (await JournalAsync()).Where(entry => entry.Action == AuditAction.SessionEnded).Select(entry => entry.Detail!.Subject));
        Assert.Equal(
            ["Firefox · Windows", "Firefox · Windows", null, null, null],
            (await Database.Get<GetOwnSecurity>().HandleAsync(person.Id, default)).Events.Select(happened => happened.Ended));
    }

    [Fact]
    public async Task OwnSecurity_ShowsOwnSessionsAndOwnEvents_AndNobodyElses()
    {
        var (mine, theirs) = (await Given.PersonAsync(), await Given.PersonAsync());
        await SignInAsync(theirs.Id);
        var token = await SignInAsync(mine.Id);
        await Database.Get<EndSessions>().SignOutAsync((await FindAsync(await SignInAsync(mine.Id)))!.SessionId, default);

        var own = await Database.Get<GetOwnSecurity>().HandleAsync(mine.Id, default);

        Assert.Equal((await FindAsync(token))!.SessionId, Assert.Single(own.Sessions).SessionId);
        Assert.Equal([AuditAction.SignedIn, AuditAction.SignedIn], own.Events.Select(happened => happened.Action));
        Assert.All(own.Events, happened => Assert.Equal((Laptop.Address, Laptop.UserAgent), (happened.Address, happened.UserAgent)));
    }

    [SqliteFact]
    public async Task OwnEvents_InALongJournal_SeekAnIndex()
    {
        await using var db = Database.Open(new ActingScope.Job("test", Organisation.Platform));

        var plan = await QueryPlan.OfAsync(db, GetOwnSecurity.Events(db, Guid.NewGuid()));

        Assert.Contains(plan, step => step.Contains("ix_audit_entries_actor", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private static ClaimsPrincipal Claims(Actor actor) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, actor.PersonId.ToString()), new Claim(CurrentSession.Claim, actor.SessionId.ToString())]));

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari · Mac")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome · iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome · Android")]
    [InlineData("curl/8.5.0", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Browser_ByItsUserAgent_HasTheNameThatPeopleKnow(string? userAgent, string? expected) => Assert.Equal(expected, Browsers.NameOf(userAgent));
}
