using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Times;

namespace Connexions.Tests.Features.Usage;

public sealed class ListTroublesTests : UsageTestBase
{
    [Fact]
    public async Task Troubles_OfTheLastDay_SayWhatTheProviderTurnedAway_AndWhoseKeyItWas()
    {
        await BorrowAsync(Lyon, new() { Calls = 9, Errors = 5, Throttled = 3, KeyRefused = 2 });
        await BorrowAsync(Lyon, new() { Calls = 1, Errors = 1, NoCredit = 1 }, Now.AddDays(-2));

        Assert.Equal(
            [new Trouble(Brevo, TroubleKind.KeyRefused, 2, new(KeyOwner.Network, "Réseau Lumière")), new Trouble(Brevo, TroubleKind.Throttled, 3, new(KeyOwner.Network, "Réseau Lumière"))],
            await ListAsync(Manager));
        Assert.Equal([(TroubleKind.KeyRefused, KeyOwner.Own), (TroubleKind.Throttled, KeyOwner.Own)], (await ListAsync(Director)).Select(one => (one.Kind, one.Key.Owner)));
    }

    [Fact]
    public async Task Troubles_OfOthers_OrOfADeletedConnexion_AreNone()
    {
        var sibling = await Given.IndependentAsync(sibling: Lyon);
        await Given.UsageAsync(sibling, Brevo, new() { Calls = 1, KeyRefused = 1 }, Lent);
        await Given.UsageAsync(Lyon, Brevo, new() { Calls = 1, KeyRefused = 1 });

        Assert.Empty(await ListAsync(Manager));
    }

    [Fact]
    public async Task Troubles_OfALimitReachedToday_AreToldToTheAgencyAndItsNetwork_AndNoMoreTomorrow()
    {
        await LimitAsync(new() { CallsPerAgency = 45 });
        await RefuseAsync();
        await Given.UseAsync(Lyon, Brevo, Refused with { Refusal = GatewayErrors.TooFast.Code }, Guid.NewGuid(), connexionId: Lent);

        Assert.Equal([new Trouble(Brevo, TroubleKind.QuotaReached, 1, new(KeyOwner.Network, "Réseau Lumière"))], await ListAsync(Manager));
        Assert.Equal(KeyOwner.Own, Assert.Single(await ListAsync(Director)).Key.Owner);
        Assert.Empty(await ListAsync(await Given.ActorAsync(await Given.AgencyAsync(Network))));

        Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await ListAsync(Manager));
    }

    [Fact]
    public async Task Troubles_OfALimit_ThatWasRaisedLiftedOrTakenOffSince_AreOver()
    {
        var quota = new QuotaKey(Lent, ParisDay.Of(Now), Lyon.Reference.Id);
        await LimitAsync(new() { CallsPerAgency = 45 });
        await new QuotaPen(Database.Contexts).TakeAsync(quota, emails: false, limit: 45, least: 1, wish: 45, () => Task.FromResult(0));
        await RefuseAsync();
        Assert.Equal((1, 1), await CountAsync());

        await LimitAsync(new() { CallsPerAgency = 60 });
        Assert.Equal((0, 0), await CountAsync());
        await LimitAsync(new() { CallsPerAgency = 40, CallsForAll = 100 });
        Assert.Equal((1, 1), await CountAsync());
        // Another quota than the one that is used up.
        await LimitAsync(new() { CallsForAll = 40, EmailsPerAgency = 10 });
        Assert.Equal((0, 0), await CountAsync());
        await LimitAsync(SharingQuota.Unlimited);
        Assert.Equal((0, 0), await CountAsync());
        // Refused again under what holds now.
        await LimitAsync(new() { EmailsPerAgency = 10 });
        await RefuseAsync();
        Assert.Equal((1, 1), await CountAsync());
        await Given.ConnexionWithKeyAsync(Brevo, Lyon);
        Assert.Equal((0, 1), await CountAsync());
    }

    private static UseFacts Refused => new("email.send", UseResult.Refused) { Refusal = GatewayErrors.QuotaReached.Code };

    private async Task RefuseAsync()
    {
        await Given.UseAsync(Lyon, Brevo, Refused, Guid.NewGuid(), connexionId: Lent);
        await Given.UseAsync(Network, Brevo, Refused with { AgencyId = Lyon.Reference.Id }, Guid.NewGuid(), connexionId: Lent);
    }

    /// <summary>What the network decides, a minute after all that was before.</summary>
    private async Task LimitAsync(SharingQuota quota)
    {
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await Given.PolicyAsync(Network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Quota = quota });
    }

    private async Task<(int Agency, int Network)> CountAsync() => ((await ListAsync(Manager)).Count, (await ListAsync(Director)).Count);

    private async Task<IReadOnlyList<Trouble>> ListAsync(Actor actor) => (await Database.Get<ListTroubles>().HandleAsync(actor, default)).Require();
}
