using System.Text.Json;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Verifications.Claims;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Verifications.Claims;

public sealed class SettleCollisionTests : ClaimsTestBase
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Contest_OfAClaimedKeyOrOfNone_AnswersTheSame(bool claimed)
    {
        var key = Key();
        if (claimed)
        {
            await EnterAsync(Horizon, key, "compte");
        }

        var contested = (await ContestAsync(Azur, key, "compte")).Require();
        var again = (await ContestAsync(Azur, key, "compte", "Encore moi.")).Require();

        Assert.Equal((Database.Clock.UtcNow, false, true), (contested.ContestedAt, contested.StoodAlready, again.StoodAlready));
        Assert.Equal("Ce compte est à nous.", Assert.Single(await CollisionsAsync(Azur)).Contest);
        Assert.Equal(claimed ? [Horizon.Client] : [], (await OpenOfAsync(Azur)).Holders.Select(holder => (ClientRef?)holder.Client));
        Assert.Null(await StoredAsync(Azur));
    }

    [Fact]
    public async Task Contest_WithoutReasonOrConflict_SaysSo()
    {
        Assert.Equal(TextErrors.Required.On("Reason"), Assert.Single((await ContestAsync(Azur, Key(), reason: " ")).Errors));
        Assert.Equal(ClaimErrors.NothingToContest, Assert.Single((await ContestAsync(Azur, key: null)).Errors));
        await EnterAsync(Azur, Key(), "compte");
        Assert.Equal(ClaimErrors.NothingToContest, Assert.Single((await ContestAsync(Azur, key: null)).Errors));
        Assert.Empty(await CollisionsAsync(Azur));
    }

    [Fact]
    public async Task Contest_OfAnotherKeyThanTheStoredOne_ComesFirst()
    {
        var (stored, typed) = (Key(), Key());
        await EnterAsync(Horizon, stored, "un");
        await EnterAsync(Lyon, typed, "deux");
        await CollideAsync(Azur, stored, "un");

        Assert.False((await ContestAsync(Azur, typed, "deux")).Require().StoodAlready);

        Assert.Equal(Lyon.Client, Assert.Single((await OpenOfAsync(Azur)).Holders).Client);
        Assert.Single(await CollisionsAsync(Azur), row => row.SettledAt is null);
    }

    [Fact]
    public async Task AllowBoth_OfAStoredKey_LastsThroughEveryReview()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await CollideAsync(Azur, key, "compte");
        await ContestAsync(Azur, key: null);

        (await SettleAsync(await OpenOfAsync(Azur), Settlement.AllowBoth)).Require();
        await ReviewAsync(Azur);
        await ReviewAsync(Horizon);
        await LearnAsync(Azur, key, "compte");

        Assert.True(await IsUsableAsync(Azur));
        Assert.True(await IsUsableAsync(Horizon));
        Assert.Equal([0, 0, 1, 1], (await ClaimsAsync()).Select(claim => claim.Slot).Order());
        Assert.Contains(await NoticesAsync(Horizon), notice => notice.Kind == NoticeKind.ClaimShared);
        Assert.Contains(await NoticesAsync(Azur), notice => notice.Kind == NoticeKind.ConflictOver);
        Assert.Equal(ClaimRelation.Foreign, await LookAsync(Lyon, key));

        // Whoever gives the key up and comes back comes second again.
        await RemoveAsync(Azur);
        Assert.Equal(ClaimRelation.Foreign, await EnterAsync(Azur, key, "compte"));
    }

    [Fact]
    public async Task KeepFirst_LeavesTheSecondInConflict_UntilTheFirstLetsGo()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await CollideAsync(Azur, key, "compte");
        await ContestAsync(Azur, key: null);
        Database.Clock.Advance(TimeSpan.FromHours(1));

        (await SettleAsync(await OpenOfAsync(Azur), Settlement.KeepFirst)).Require();
        Database.Clock.Advance(TimeSpan.FromHours(1));
        await ReviewAsync(Azur);

        Assert.False(await IsUsableAsync(Azur));
        Assert.True(await IsUsableAsync(Horizon));
        Assert.Equal(Settlement.KeepFirst, Assert.Single(await CollisionsAsync(Azur)).Settlement);
        Assert.Contains(await NoticesAsync(Azur), notice => notice.Kind == NoticeKind.ContestDeclined);
        await RemoveAsync(Horizon);
        await ReviewAsync(Azur);
        Assert.True(await IsUsableAsync(Azur));

        // Another conflict is another matter.
        await RemoveAsync(Azur);
        await EnterAsync(Horizon, key, "compte");
        Database.Clock.Advance(TimeSpan.FromHours(1));
        await CollideAsync(Azur, key, "compte");
        Assert.Single(await CollisionsAsync(Azur), row => row.SettledAt is null);
    }

    [Fact]
    public async Task MoveToSecond_OfAStoredKey_PutsTheFirstInConflict()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await CollideAsync(Azur, key, "compte");

        (await SettleAsync(await OpenOfAsync(Azur), Settlement.MoveToSecond)).Require();
        await ReviewAsync(Horizon);
        await ReviewAsync(Azur);

        Assert.True(await IsUsableAsync(Azur));
        Assert.False(await IsUsableAsync(Horizon));
        Assert.Contains(await NoticesAsync(Horizon), notice => notice.Kind == NoticeKind.ConflictFound);
        Assert.All(await ClaimsAsync(), claim => Assert.Equal((Azur.Client, 0), (claim.Owner, claim.Slot)));
        Assert.Empty(await CollisionsAsync(Horizon));
        Assert.Equal(ClaimRelation.Foreign, await EnterAsync(Horizon, key, "compte"));

        // They may contest in their turn.
        (await ContestAsync(Horizon, key: null)).Require();
        (await SettleAsync(await OpenOfAsync(Horizon), Settlement.MoveToSecond)).Require();
        Assert.True(await IsUsableAsync(Horizon));
        Assert.False(await IsUsableAsync(Azur));
    }

    [Fact]
    public async Task MoveToSecond_OfAKeyNotStoredYet_IsKeptForThemUntilTheyEnterIt()
    {
        var (key, own) = (Key(), Key());
        await EnterAsync(Horizon, key, "compte");
        await EnterAsync(Azur, own, "autre");
        Assert.Equal(ClaimRelation.Foreign, await EnterAsync(Azur, key, "compte"));
        await ContestAsync(Azur, key, "compte");

        (await SettleAsync(await OpenOfAsync(Azur), Settlement.MoveToSecond)).Require();
        await ReviewAsync(Azur);

        Assert.False(await IsUsableAsync(Horizon));
        Assert.Equal(ClaimRelation.Foreign, await EnterAsync(Lyon, key, "compte"));
        Assert.Equal(ClaimRelation.Foreign, await EnterAsync(Horizon, key, "compte"));
        Assert.Contains(await NoticesAsync(Azur), notice => notice.Kind == NoticeKind.ContestAccepted);

        Assert.Equal(ClaimRelation.Free, await EnterAsync(Azur, key, "compte"));
        var stored = await StoredAsync(Azur);
        Assert.All(await ClaimsAsync(), claim => Assert.Equal((Azur.Client, stored!.Id), (claim.Owner, claim.ConnexionId)));
        await RemoveAsync(Azur);
        await ReviewAsync(Horizon);
        Assert.True(await IsUsableAsync(Horizon));
    }

    [Fact]
    public async Task AllowBoth_OfAKeyNotStoredYet_IsAcceptedOnceTyped_AlsoWhenItsAccountIsLearntOnlyThen()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await ContestAsync(Azur, key);

        (await SettleAsync(await OpenOfAsync(Azur), Settlement.AllowBoth)).Require();

        Assert.Equal(ClaimRelation.Free, await EnterAsync(Azur, key, "compte"));
        Assert.True(await IsUsableAsync(Azur));
        Assert.True(await IsUsableAsync(Horizon));
    }

    [Fact]
    public async Task MoveToAgency_OfItsNetworksKey_IsNotTakenOverAgain()
    {
        var key = Key();
        await EnterAsync(Network, key, "compte");
        await CollideAsync(Lyon, key, "compte");
        Assert.True((await OpenOfAsync(Lyon)).IsFamily);

        (await SettleAsync(await OpenOfAsync(Lyon), Settlement.MoveToSecond)).Require();
        await ReviewAsync(Network);

        Assert.True(await IsUsableAsync(Lyon));
        Assert.False(await IsUsableAsync(Network));
        Assert.Equal(ClaimRelation.Foreign, await EnterAsync(Network, key, "compte"));
    }

    [Fact]
    public async Task TwoAdministrators_AtOnce_OnlyOneSettles()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await CollideAsync(Azur, key, "compte");
        var view = await OpenOfAsync(Azur);
        var other = await Given.AdministratorAsync();

        var answers = await Task.WhenAll(
            Task.Run(() => SettleAsync(view, Settlement.MoveToSecond)),
            Task.Run(() => SettleAsync(view, Settlement.KeepFirst, actor: other)));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.Equal(ClaimErrors.AlreadySettled, Assert.Single(answers.Single(answer => !answer.Succeeded).Errors));
        Assert.NotEqual(await IsUsableAsync(Azur), await IsUsableAsync(Horizon));
    }

    [Fact]
    public async Task Settlement_OfWhatMovedMeanwhileOrNamesAnyone_IsRefused()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await CollideAsync(Azur, key, "compte");
        var view = await OpenOfAsync(Azur);

        Assert.Equal(TextErrors.Required.On("Reason"), Assert.Single((await SettleAsync(view, Settlement.KeepFirst, "")).Errors));
        Assert.Equal(ClaimErrors.ReasonNamesSomeone, Assert.Single((await SettleAsync(view, Settlement.KeepFirst, "Elle est à l’AGENCE HORIZON.")).Errors));
        Assert.Equal(Error.NotFound, Assert.Single((await SettleAsync(view, Settlement.Gone)).Errors));
        await RemoveAsync(Horizon);
        Assert.Equal(AdministrationErrors.ChangedMeanwhile, Assert.Single((await SettleAsync(view, Settlement.AllowBoth)).Errors));
        Assert.Null(Assert.Single(await CollisionsAsync(Azur)).SettledAt);
    }

    [Theory]
    [InlineData(Settlement.KeepFirst)]
    [InlineData(Settlement.MoveToSecond)]
    [InlineData(Settlement.AllowBoth)]
    public async Task Nobody_LearnsWhoTheOtherIs(Settlement settlement)
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await CollideAsync(Azur, key, "compte");
        await ContestAsync(Azur, key: null);
        (await SettleAsync(await OpenOfAsync(Azur), settlement)).Require();

        foreach (var (place, other) in new[] { (Azur, Horizon), (Horizon, Azur) })
        {
            var own = (await Database.Get<GetOwnCollision>().HandleAsync(await Given.ActorAsync(place), Brevo.Code, default)).Require();
            await using var db = Database.Open(place.MemberScope);
            var told = JsonSerializer.Serialize(new
            {
                own,
                notices = await NoticesAsync(place),
                journal = await db.AuditEntries.AsNoTracking().Include(entry => entry.Detail).ToListAsync(),
                collisions = await CollisionsAsync(place),
            });
            Assert.DoesNotContain(other.Reference.Id.ToString(), told, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(other.OrganisationId.ToString(), told, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(other == Horizon ? "Horizon" : "Azur", told, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(await db.AuditEntries.Select(entry => entry.Action).ToListAsync(), action => action == AuditAction.CollisionSettled);
        }

        await using var platform = Database.Open(new ActingScope.Administration(Administrator.PersonId));
        var entry = await platform.AuditEntries.Include(row => row.Detail).SingleAsync(row => row.Action == AuditAction.CollisionSettled);
        Assert.Equal("Agence Azur · Agence Horizon", entry.Detail!.Subject);
        Assert.Equal(settlement.ToString(), entry.Detail.ReadChanges()["Settlement"].After);
    }

    [Fact]
    public async Task List_ShowsTheContestedFirst_AndNothingOfTheKey()
    {
        var (one, two) = (Key(), Key());
        await EnterAsync(Horizon, one, "un");
        await EnterAsync(Network, two, "deux");
        await CollideAsync(Lyon, two, "deux");
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await ContestAsync(Azur, one, "un");

        var support = await Given.SupportAsync();
        var page = (await Database.Get<ListCollisions>().HandleAsync(support, new ListCollisionsRequest(), default)).Require();

        Assert.Equal([Azur.Client, Lyon.Client], page.Items.Select(row => (ClientRef?)row.Second.Client));
        Assert.Equal(2, (await Database.Get<CountCollisions>().HandleAsync(Administrator, default)).Require());
        var first = page.Items[0];
        Assert.Equal(("Agence Horizon", "un@exemple.test", ConnexionState.Works, true, true, false),
            (first.Holders[0].Name, first.Holders[0].AccountEmail, first.Holders[0].State, first.OnKey, first.OnAccount, first.IsFamily));
        var shown = JsonSerializer.Serialize(page.Items.Select(row => new { Second = row.Second with { Situation = null! }, Holders = row.Holders.Select(holder => holder with { Situation = null! }), row.Contest }));
        Assert.DoesNotContain(one.Reveal()[^4..], shown, StringComparison.Ordinal);

        Assert.False((await SettleAsync(first, Settlement.KeepFirst, actor: support)).Succeeded);
        var member = await Given.ActorAsync(Azur);
        Assert.False((await SettleAsync(first, Settlement.MoveToSecond, actor: member)).Succeeded);
        Assert.False((await Database.Get<ListCollisions>().HandleAsync(member, new ListCollisionsRequest(), default)).Succeeded);
    }
}
