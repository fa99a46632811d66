using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;

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
        var refused = new UseFacts("email.send", UseResult.Refused) { Refusal = GatewayErrors.QuotaReached.Code };
        await Given.UseAsync(Lyon, Brevo, refused, Guid.NewGuid(), connexionId: Lent);
        await Given.UseAsync(Network, Brevo, refused with { AgencyId = Lyon.Reference.Id }, Guid.NewGuid(), connexionId: Lent);
        await Given.UseAsync(Lyon, Brevo, refused with { Refusal = GatewayErrors.TooFast.Code }, Guid.NewGuid(), connexionId: Lent);

        Assert.Equal([new Trouble(Brevo, TroubleKind.QuotaReached, 1, new(KeyOwner.Network, "Réseau Lumière"))], await ListAsync(Manager));
        Assert.Equal(KeyOwner.Own, Assert.Single(await ListAsync(Director)).Key.Owner);
        Assert.Empty(await ListAsync(await Given.ActorAsync(await Given.AgencyAsync(Network))));

        Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await ListAsync(Manager));
    }

    private async Task<IReadOnlyList<Trouble>> ListAsync(Actor actor) => (await Database.Get<ListTroubles>().HandleAsync(actor, default)).Require();
}
