using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;
using Connexions.Web.Shared.Pages;

namespace Connexions.Tests.Features.Usage;

public sealed class ListBorrowersTests : UsageTestBase
{
    [Fact]
    public async Task Borrowers_AreListedTheBusiestFirst_WithTheirNamesAndTheirLimitToday()
    {
        var terms = new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Quota = new SharingQuota { EmailsPerAgency = 200 } };
        await Given.PolicyAsync(Network, Brevo, terms);
        var nantes = await Given.AgencyAsync(Network, "Lumière Nantes");
        await BorrowAsync(Lyon, new() { Calls = 3, Emails = 3 });
        await BorrowAsync(Lyon, new() { Calls = 4, Emails = 4 }, Now.AddDays(-1));
        await BorrowAsync(nantes, new() { Calls = 9, Emails = 2 }, Now.AddDays(-2));
        await Given.UsageAsync(Network, Brevo, new() { Calls = 50 }, Lent);

        var page = await ListAsync(Director);

        Assert.Equal(2, page.Total);
        Assert.Equal([("Lumière Nantes", 9, 2), ("Lumière Lyon", 7, 7)], page.Items.Select(one => (one.Nom, one.Counts.Calls, one.Counts.Emails)));
        Assert.Equal([(0, 200), (3, 200)], page.Items.Select(one => (Assert.Single(one.Today).Emails, one.Today[0].Quota.EmailsPerAgency)));
    }

    [Fact]
    public async Task Borrowers_BeyondAPage_AreCutByTheDatabase()
    {
        for (var number = 0; number <= ListBorrowers.PageSize; number++)
        {
            await Given.UsageAsync(Network, Brevo, new() { Calls = number + 1 }, Lent, await Given.AgencyAsync(Network));
        }

        var (first, second) = (await ListAsync(Director), await ListAsync(Director, 2));

        Assert.Equal((ListBorrowers.PageSize + 1, ListBorrowers.PageSize, 2), (first.Total, first.Items.Count, first.Last));
        Assert.Equal(1, Assert.Single(second.Items).Counts.Calls);
        Assert.Equal(2, (await ListAsync(Director, 99)).Number);
    }

    [Fact]
    public async Task Borrowers_OfAnAgency_AreNone_AndAnotherNetworksStayItsOwn()
    {
        await BorrowAsync(Lyon, new() { Calls = 3 });
        var rival = await Given.NetworkAsync();

        Assert.Equal(0, (await ListAsync(Manager)).Total);
        Assert.Equal(0, (await ListAsync(await Given.ActorAsync(rival))).Total);
    }

    private async Task<PageOf<Borrower>> ListAsync(Actor actor, int page = 1) =>
        (await Database.Get<ListBorrowers>().HandleAsync(actor, UsagePeriod.Month, null, page, default)).Require();
}
