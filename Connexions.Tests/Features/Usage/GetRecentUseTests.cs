using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;

namespace Connexions.Tests.Features.Usage;

public sealed class GetRecentUseTests : UsageTestBase
{
    [Fact]
    public async Task RecentUse_OfANetworksConnexion_CountsCallsAndAgencies_AndNamesItsOwnTokens()
    {
        var nantes = await Given.AgencyAsync(Network);
        await BorrowAsync(Lyon, new() { Calls = 3 }, Now.AddDays(-3));
        await BorrowAsync(nantes, new() { Calls = 4 }, Now.AddDays(-2));
        await BorrowAsync(nantes, new() { Refused = 9 });
        await Given.UsageAsync(Network, Brevo, new() { Calls = 5 }, Lent, at: Now.AddDays(-5));
        await Given.UsageAsync(Network, Brevo, new() { Calls = 100 }, Lent, at: Now.AddDays(-31));
        await Given.UsageAsync(Network, Brevo, new() { Calls = 1000 });
        await Given.TokenAsync(Network, Terms("Caisse", "brevo"));
        await Given.TokenAsync(Network, Terms("Rédaction", "openai"));
        await Given.TokenAsync(Lyon, Terms("Site", "brevo"));

        var use = await GetAsync(Director);

        Assert.Equal((12, 2, (DateTime?)UsageHour.HourOf(Now.AddDays(-2))), (use.Calls, use.Agencies, use.LastHour));
        Assert.Equal(["Caisse"], use.Tokens);
    }

    [Fact]
    public async Task RecentUse_OfSomeAgencies_CountsTheirsAlone()
    {
        var nantes = await Given.AgencyAsync(Network);
        await BorrowAsync(Lyon, new() { Calls = 3 });
        await BorrowAsync(nantes, new() { Calls = 4 });

        var use = await GetAsync(Director, [nantes.Reference.Id]);

        Assert.Equal((4, 1), (use.Calls, use.Agencies));
    }

    [Fact]
    public async Task RecentUse_OfAnAgency_CountsItsOwnKey_NotTheNetworks()
    {
        var own = (await Given.ConnexionWithKeyAsync(Brevo, Lyon)).Id;
        await BorrowAsync(Lyon, new() { Calls = 3 });
        Assert.Equal(new RecentUse(0, 0, null, []) with { Tokens = [] }, (await GetAsync(Manager)) with { Tokens = [] });

        await Given.UsageAsync(Lyon, Brevo, new() { Calls = 2 }, own);

        Assert.Equal((2, 0), ((await GetAsync(Manager)).Calls, (await GetAsync(Manager)).Agencies));
    }

    private TokenTerms Terms(string name, string provider) => new(name, [provider], Purposes.All, [], 60, Now.AddDays(30));

    private async Task<RecentUse> GetAsync(Actor actor, IReadOnlyCollection<Guid>? agencies = null) =>
        (await Database.Get<GetRecentUse>().HandleAsync(actor, "brevo", default, agencies)).Require();
}
