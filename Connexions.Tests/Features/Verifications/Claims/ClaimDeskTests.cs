using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Security;
using Microsoft.AspNetCore.DataProtection;

namespace Connexions.Tests.Features.Verifications.Claims;

/// <summary>The alarm: the same key, or another key of the same account, at two clients.</summary>
public sealed class ClaimDeskTests : ClaimsTestBase
{
    [Fact]
    public async Task Key_ClaimedFirst_IsRefusedToEverybodyElse()
    {
        var key = Key();

        Assert.Equal(ClaimRelation.Free, await EnterAsync(Horizon, key, "compte"));

        Assert.Equal(ClaimRelation.Free, await LookAsync(Horizon, key, "compte"));
        Assert.Equal(ClaimRelation.Foreign, await EnterAsync(Azur, key, "compte"));
        Assert.Equal(ClaimRelation.Foreign, await LookAsync(Azur, Key(), "compte"));
        Assert.Equal(ClaimRelation.Free, await LookAsync(Azur, Key(), "autre"));
        Assert.Null(await StoredAsync(Azur));
    }

    [Fact]
    public async Task SecondKey_OfAnAccountLearntLater_EntersConflictAndIsTold()
    {
        var (first, second) = (Key(), Key());
        await EnterAsync(Horizon, first, "compte");
        await EnterAsync(Azur, second, account: null);
        Assert.True(await IsUsableAsync(Azur));

        await LearnAsync(Azur, second, "compte");

        Assert.False(await IsUsableAsync(Azur));
        Assert.True(await IsUsableAsync(Horizon));
        Assert.Contains(await NoticesAsync(Azur), notice => notice.Kind == NoticeKind.ConflictFound);
        Assert.Null(Assert.Single(await CollisionsAsync(Azur)).SettledAt);
        Assert.Empty(await CollisionsAsync(Horizon));
    }

    [Fact]
    public async Task Conflict_WhoseFirstLetsGo_EndsAtTheNextReview()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await CollideAsync(Azur, key, "compte");
        Assert.False(await IsUsableAsync(Azur));

        await RemoveAsync(Horizon);
        await ReviewAsync(Azur);

        Assert.True(await IsUsableAsync(Azur));
        Assert.Contains(await NoticesAsync(Azur), notice => notice.Kind == NoticeKind.ConflictOver);
        Assert.Equal(Settlement.Gone, Assert.Single(await CollisionsAsync(Azur)).Settlement);
        Assert.All(await ClaimsAsync(), claim => Assert.Equal(Azur.Client, claim.Owner));
        Assert.Equal(ClaimRelation.Foreign, await LookAsync(Horizon, key));
    }

    [Fact]
    public async Task Key_Replaced_LeavesTheOldOneToOthers()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");

        await EnterAsync(Horizon, Key(), "autre");

        Assert.Equal(ClaimRelation.Free, await EnterAsync(Azur, key, "compte"));
    }

    [Fact]
    public async Task Agency_WithItsNetworksKey_IsOfferedTheNetworks()
    {
        var key = Key();
        await EnterAsync(Network, key, "compte");

        Assert.Equal(ClaimRelation.OwnNetwork, await EnterAsync(Lyon, key, "compte"));
        Assert.Equal(ClaimRelation.OwnNetwork, await EnterAsync(Lyon, Key(), "compte"));
        await CollideAsync(Nantes, key, "compte");

        Assert.False(await IsUsableAsync(Nantes));
        Assert.True(await IsUsableAsync(Network));
        await EnterAsync(Lyon, Key(), "à Lyon");
        Assert.Equal(ClaimRelation.Foreign, await LookAsync(Nantes, Key(), "à Lyon"));
    }

    [Fact]
    public async Task Network_EnteringItsAgencysKey_TakesItOver()
    {
        var key = Key();
        await EnterAsync(Lyon, key, "compte");

        Assert.Equal(ClaimRelation.OwnAgency, await EnterAsync(Network, key, "compte"));

        Assert.True(await IsUsableAsync(Network));
        Assert.False(await IsUsableAsync(Lyon));
        Assert.Contains(await NoticesAsync(Lyon), notice => notice.Kind == NoticeKind.ConflictFound);
        Assert.All(await ClaimsAsync(), claim => Assert.Equal(Network.Client, claim.Owner));
        await RemoveAsync(Network);
        await ReviewAsync(Lyon);
        Assert.True(await IsUsableAsync(Lyon));
    }

    [Fact]
    public async Task Person_ResponsibleForBoth_MayConfirm_AndTheAccountLearntLaterIsBoths()
    {
        var key = Key();
        var person = await Given.PersonAsync();
        await Given.ActorAsync(Horizon, person);
        await Given.ActorAsync(Azur, person);
        await EnterAsync(Horizon, key, account: null);

        Assert.Equal(ClaimRelation.AlsoMine, await EnterAsync(Azur, key, account: null, person.Id));
        Assert.Null(await StoredAsync(Azur));
        await EnterAsync(Azur, key, account: null, person.Id, forBoth: true);
        await LearnAsync(Horizon, key, "compte");
        await LearnAsync(Azur, key, "compte");

        Assert.True(await IsUsableAsync(Horizon));
        Assert.True(await IsUsableAsync(Azur));
        Assert.Equal([0, 1], (await ClaimsAsync()).Where(claim => claim.Kind == ClaimKind.Account).Select(claim => claim.Slot).Order());
        Assert.Equal(ClaimRelation.Foreign, await LookAsync(Lyon, key));
    }

    [Fact]
    public async Task Key_EnteredByManyAtOnce_IsClaimedByOne()
    {
        var key = Key();
        Place[] places = [Horizon, Azur, Lyon, Nantes];
        var values = await Desk.ValuesOfAsync(Brevo, key, "compte", default);
        var looks = await Task.WhenAll(places.Select(place => Desk.LookAsync(Brevo, place.Reference, values, personId: null, default)));
        Assert.All(looks, look => Assert.Equal(ClaimRelation.Free, look.Relation));

        // Each has already looked and found it free: only the index is left to stop them.
        var outcomes = await Task.WhenAll(places.Zip(looks).Select(pair => Task.Run(() => Record.ExceptionAsync(() => StoreAsync(pair.First, key, "compte", values, pair.Second)))));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), e => Assert.True(Web.Persistence.DatabaseErrors.IsDuplicate(e), e.ToString()));
        Assert.Single((await ClaimsAsync()).Select(claim => claim.Owner).Distinct());
        Assert.Equal(1, (await Task.WhenAll(places.Select(StoredAsync))).Count(row => row is not null));
    }

    [Fact]
    public async Task Key_FingerprintedUnderAnOlderPepper_IsFound()
    {
        var key = Key();
        await EnterAsync(Horizon, key, "compte");
        await using (var db = Database.Contexts.CreateUnstamped())
        {
            var protector = Database.Get<IDataProtectionProvider>().CreateProtector("Connexions.Pepper.v2", "2");
            db.Add(new StoredPepper { Version = 2, Protected = protector.Protect(Convert.ToBase64String(new byte[32])), CreatedAt = Database.Clock.UtcNow });
            await db.SaveChangesAsync();
        }

        await using var later = Database.Reopen(new() { Clock = Database.Clock, Services = Register });
        var desk = later.Get<ClaimDesk>();
        var values = await desk.ValuesOfAsync(Brevo, key, "compte", default);
        Assert.All(values.Current, value => Assert.Equal(2, value.PepperVersion));
        var account = await desk.ValuesOfAsync(Brevo, key: null, "compte", default);

        Assert.Equal(ClaimRelation.Foreign, (await desk.LookAsync(Brevo, Azur.Reference, values, personId: null, default)).Relation);
        Assert.Equal(ClaimRelation.Foreign, (await desk.LookAsync(Brevo, Azur.Reference, account, personId: null, default)).Relation);
        Assert.Equal(ClaimRelation.Free, (await desk.LookAsync(Brevo, Horizon.Reference, values, personId: null, default)).Relation);

        // What is contested is what the first claims, under its own pepper: an administrator finds them by it.
        var (contended, _, version) = ClaimDesk.Contended(values, await desk.LookAsync(Brevo, Azur.Reference, values, personId: null, default));
        Assert.Contains(await ClaimsAsync(), claim => claim.Value == contended && claim.PepperVersion == version);
    }
}
