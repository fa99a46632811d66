using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Tests.Features.Verifications.Background;
using Connexions.Tests.Support;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Runs;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Verifications.Runs;

/// <summary>"Tout vérifier": a director's run through the keys of the network and its agencies.</summary>
public sealed class VerificationRunTests : JobTestBase
{
    [Fact]
    public async Task Run_OverAFamily_TriesEveryKeyThatCanBeAskedAndEnds()
    {
        var (network, director) = await FamilyAsync();
        var stranger = await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.IndependentAsync());
        await RoundAsync();
        Database.Clock.Advance(TimeSpan.FromMinutes(1));

        var started = await StartAsync(director);
        Assert.Equal((3, 0, true), (started.Total, started.Tried, started.IsOpen));
        Assert.Equal(3, started.Left.Sum(left => left.Count));
        await RoundAsync();

        var ended = await LatestAsync(director);
        Assert.Equal((2, 0, 1, 0, 3), (ended.Works, ended.Refused, ended.RefusedOnce, ended.Unclear, ended.Tried));
        Assert.False(ended.IsOpen);
        Assert.False(ended.IsCancelled);
        Assert.Empty(ended.Left);
        Assert.True((await ReadAsync(stranger)).LastTryAt < ended.StartedAt);
        await using var db = Database.Open(network.JobScope);
        Assert.Equal(
            [AuditAction.VerificationRunStarted, AuditAction.VerificationRunEnded],
            await db.AuditEntries.Where(entry => entry.Action == AuditAction.VerificationRunStarted || entry.Action == AuditAction.VerificationRunEnded)
                .OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync());
    }

    [Fact]
    public async Task Run_OverAKeyRefusedOnce_IsItsSecondRefusalOnlyAfterTwoMinutes()
    {
        var (_, director) = await FamilyAsync();
        await StartAsync(director);
        await RoundAsync();
        Assert.Equal((0, 1), await RefusalsAsync());
        Database.Clock.Advance(SecondLook.After - TimeSpan.FromSeconds(1));
        await StartAsync(director);
        await RoundAsync();
        Assert.Equal((0, 1), await RefusalsAsync());

        // The run is over: the second look is the job's own, and the outcome tells of it.
        Database.Clock.Advance(TimeSpan.FromSeconds(1) + VerificationOptions.SecondLookWithin);
        Assert.Equal(1, await RoundAsync());
        Assert.Equal((1, 0), await RefusalsAsync());

        async Task<(int, int)> RefusalsAsync() => (await LatestAsync(director)) is var run ? (run.Refused, run.RefusedOnce) : default;
    }

    [Fact]
    public async Task Run_WhileOneIsOpen_ShowsThatOne()
    {
        var (_, director) = await FamilyAsync();

        Assert.Equal((await StartAsync(director)).RunId, (await StartAsync(director)).RunId);
    }

    [Fact]
    public async Task Run_CalledOff_LeavesTheRestToItsTime()
    {
        var (_, director) = await FamilyAsync();
        await RoundAsync();
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        var run = await StartAsync(director);

        var cancelled = (await Database.Get<CancelRun>().HandleAsync(director, director.Client!.Value, run.RunId, CancellationToken.None)).Require();
        await RoundAsync();

        Assert.True(cancelled.IsCancelled);
        Assert.Equal(0, (await LatestAsync(director)).Tried);
        Assert.Equal(3, (await LatestAsync(director)).Left.Sum(left => left.Count));
    }

    [Fact]
    public async Task Run_HeldBackByALimit_EndsWithSomeLeftAfterAWhile()
    {
        var network = await Database.Given.NetworkAsync();
        var director = await Database.Given.ActorAsync(network);
        for (var number = 0; number < 130; number++)
        {
            // One account behind all keys: a hundred calls an hour. Agencies of one organisation would meet its own limit.
            var key = Planted.KeyFor(OpenAi);
            await Database.Given.ConnexionWithKeyAsync(OpenAi, await Database.Given.AgencyAsync(network, sibling: network), key);
        }

        await StartAsync(director);
        await RoundAsync();
        var waiting = await LatestAsync(director);
        Assert.True(waiting.IsOpen);
        Assert.Equal(30, waiting.Tried);
        Assert.Equal((OpenAi, 100), Assert.Single(waiting.Left));

        Database.Clock.Advance(RunEnds.Patience);
        await RoundAsync();

        var ended = await LatestAsync(director);
        Assert.False(ended.IsOpen);
        Assert.Equal(70, ended.Left.Sum(left => left.Count));
    }

    [Fact]
    public async Task Run_ByAnAgency_IsRefused()
    {
        var network = await Database.Given.NetworkAsync();
        var manager = await Database.Given.ActorAsync(await Database.Given.AgencyAsync(network));

        Assert.Contains(Error.NotFound, (await Database.Get<StartRun>().HandleAsync(manager, manager.Client!.Value, CancellationToken.None)).Errors);
    }

    [Fact]
    public async Task Support_SeesTheJobAndItsFruitlessTries()
    {
        var (_, director) = await FamilyAsync();
        await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.IndependentAsync("Horizon"));
        var support = await Database.Given.SupportAsync();
        var before = (await Database.Get<GetVerifications>().HandleAsync(support, CancellationToken.None)).Require();
        Assert.Equal((5, false), (before.DueNow, before.IsAlive));

        await RoundAsync();
        await StartAsync(director);

        var after = (await Database.Get<GetVerifications>().HandleAsync(support, CancellationToken.None)).Require();
        Assert.Equal((0, true, 5), (after.DueNow, after.IsAlive, after.TriedLastHour));
        Assert.Equal("Horizon", Assert.Single(after.Fruitless).ClientName);
        Assert.Equal(3, Assert.Single(after.Runs).Total);
        Assert.Contains(Error.NotFound, (await Database.Get<GetVerifications>().HandleAsync(director, CancellationToken.None)).Errors);
    }

    /// <summary>The network's key and one agency's work, another agency's is refused, a third has Zoho's, which cannot be asked.</summary>
    private async Task<(Place Network, Actor Director)> FamilyAsync()
    {
        var network = await Database.Given.NetworkAsync();
        var keys = new[] { Planted.KeyFor(Brevo), Planted.KeyFor(Brevo), Planted.KeyFor(Brevo) };
        await Database.Given.ConnexionWithKeyAsync(Brevo, network, keys[0]);
        await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.AgencyAsync(network), keys[1]);
        await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.AgencyAsync(network), keys[2]);
        await Database.Given.ConnexionWithKeyAsync(Zoho, await Database.Given.AgencyAsync(network));
        Answers.Accept(keys[0], "n");
        Answers.Accept(keys[1], "a");
        Answers.Refuse(keys[2]);
        return (network, await Database.Given.ActorAsync(network));
    }

    private async Task<RunView> StartAsync(Actor director) =>
        (await Database.Get<StartRun>().HandleAsync(director, director.Client!.Value, CancellationToken.None)).Require();

    private async Task<RunView> LatestAsync(Actor director) => (await Database.Get<GetRun>().HandleAsync(director, CancellationToken.None)).Require().Run!;
}
