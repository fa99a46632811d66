using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Usage;

public sealed class GetUsageTests : UsageTestBase
{
    [Fact]
    public async Task Usage_OfAnAgency_AddsUpItsOwnHours_AndSaysWhoseKeyItWas()
    {
        var own = (await Given.ConnexionWithKeyAsync(OpenAi, Lyon)).Id;
        await BorrowAsync(Lyon, new() { Calls = 5, Emails = 4, Errors = 1 });
        await Given.UsageAsync(Lyon, OpenAi, new() { Calls = 2, Refused = 3 }, own);
        await Given.UsageAsync(Lyon, Brevo, new() { Refused = 7 }, Guid.Empty);

        var view = await GetAsync(Manager, UsagePeriod.Day);

        Assert.Equal((7, 4, 10, 1), (view.Total.Calls, view.Total.Emails, view.Total.Refused, view.Total.Errors));
        Assert.Equal(
            [(Brevo, new KeyName(KeyOwner.Network, "Réseau Lumière"), 5), (OpenAi, new KeyName(KeyOwner.Own), 2), (Brevo, new KeyName(KeyOwner.None), 0)],
            view.Keys.Select(key => (key.Provider, key.Key, key.Counts.Calls)));
        Assert.Equal((24, 7), (view.Steps.Count, view.Steps[^1].Counts.Calls));
    }

    [Fact]
    public async Task Usage_OfAnotherClient_IsNeverCounted_NotEvenInTheSameOrganisation()
    {
        var sibling = await Given.IndependentAsync(sibling: Lyon);
        var twin = await Given.AgencyAsync(Network);
        foreach (var place in new[] { sibling, twin, await Given.IndependentAsync() })
        {
            await Given.UsageAsync(place, Brevo, new() { Calls = 100 });
        }

        await Given.UsageAsync(Lyon, Brevo, new() { Calls = 1 });

        Assert.Equal(1, (await GetAsync(Manager)).Total.Calls);
        Assert.True((await GetAsync(Director)).IsEmpty);
        Assert.Equal(100, (await GetAsync(await Given.ActorAsync(sibling))).Total.Calls);
    }

    [Fact]
    public async Task Limits_OfAnAgency_AreToldWithItsOwnUseOfToday_AndOnlyOnTheNetworksKey()
    {
        var quota = new SharingQuota { CallsPerAgency = 5, EmailsForAll = 900 };
        await Given.PolicyAsync(Network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Quota = quota });
        await BorrowAsync(Lyon, new() { Calls = 5, Emails = 4 });
        await BorrowAsync(Lyon, new() { Calls = 70 }, Now.AddDays(-2));
        await BorrowAsync(await Given.AgencyAsync(Network, "Lumière Nantes"), new() { Calls = 900 });
        await Given.UsageAsync(Lyon, Brevo, new() { Calls = 30 }, Guid.NewGuid());

        Assert.Equal(new QuotaToday(Brevo, quota, 5, 4), Assert.Single((await GetAsync(Manager)).Today));
        Assert.Empty((await GetAsync(Director)).Today);

        await Given.ConnexionWithKeyAsync(Brevo, Lyon);
        Assert.Empty((await GetAsync(Manager)).Today);
    }

    [Fact]
    public async Task Usage_OfANetwork_CountsWhatAgenciesUsedOfItsKeys()
    {
        await BorrowAsync(Lyon, new() { Calls = 5 });
        await Given.UsageAsync(Network, Brevo, new() { Calls = 2 }, Lent);

        var view = await GetAsync(Director);

        Assert.Equal(7, view.Total.Calls);
        Assert.Equal((new KeyName(KeyOwner.Own), 7), (Assert.Single(view.Keys).Key, view.Keys[0].Counts.Calls));
    }

    [Fact]
    public async Task Steps_OfAMonth_AreDaysInParis_SummerTimeIncluded()
    {
        // The clocks go back on 25 October 2026: that day has 25 hours, and begins at 22:00 UTC.
        Database.Clock.Advance(new DateTime(2026, 10, 26, 12, 0, 0) - Now);
        foreach (var (hour, calls) in new[] { ("2026-10-24T21:00", 1), ("2026-10-24T22:00", 10), ("2026-10-25T22:00", 100), ("2026-10-25T23:00", 1000) })
        {
            await Given.UsageAsync(Lyon, Brevo, new() { Calls = calls }, at: DateTime.Parse(hour, System.Globalization.CultureInfo.InvariantCulture));
        }

        var view = await GetAsync(Manager, UsagePeriod.Month);

        Assert.Equal(30, view.Steps.Count);
        Assert.Equal([1, 110, 1000], view.Steps.TakeLast(3).Select(step => step.Counts.Calls));
        Assert.Equal(new DateTime(2026, 10, 25, 23, 0, 0), view.Steps[^1].At);
    }

    [Fact]
    public async Task Usage_BeforeThePeriod_OrOfAnotherProvider_IsLeftOut()
    {
        await Given.UsageAsync(Lyon, Brevo, new() { Calls = 1 }, at: Now.AddDays(-31));
        await Given.UsageAsync(Lyon, Brevo, new() { Calls = 10 }, at: Now.AddDays(-8));
        await Given.UsageAsync(Lyon, OpenAi, new() { Calls = 100 }, at: Now.AddDays(-2));

        Assert.Equal(110, (await GetAsync(Manager, UsagePeriod.Month)).Total.Calls);
        Assert.Equal(10, (await GetAsync(Manager, UsagePeriod.Month, "brevo")).Total.Calls);
        Assert.Equal(100, (await GetAsync(Manager)).Total.Calls);
        Assert.True((await GetAsync(Manager, UsagePeriod.Day)).IsEmpty);
    }

    [Fact]
    public async Task Usage_ForSupport_OrAfterTheRightWasWithdrawn_IsRefused()
    {
        Assert.Equal(Error.NotFound, Assert.Single((await Database.Get<GetUsage>().HandleAsync(await Given.SupportAsync(), UsagePeriod.Day, null, default)).Errors));
        await Given.WithdrawAsync(Manager);
        Assert.Equal(AccessErrors.Withdrawn, Assert.Single((await Database.Get<GetUsage>().HandleAsync(Manager, UsagePeriod.Day, null, default)).Errors));
    }

    [SqliteFact]
    public async Task Queries_SeekTheKeyByClientAndHour()
    {
        await using var db = Database.Open(Lyon.MemberScope);
        var rows = UsageReads.Rows(db, Now.AddDays(-30), Now, Brevo);

        foreach (var plan in new[] { await QueryPlan.OfAsync(db, UsageReads.ByHour(rows)), await QueryPlan.OfAsync(db, UsageReads.ByKey(rows)), await QueryPlan.OfAsync(db, UsageReads.ByAgency(rows)) })
        {
            Assert.Contains(plan, step => step.Contains("(organisation_id=? AND client_type=? AND client_id=? AND hour>", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Queries_OnSqlServer_Translate()
    {
        await using var db = new ContextFactory(new(DatabaseProvider.SqlServer, "Server=unused", Migrate: false), Database.Services).Create(Lyon.MemberScope);
        var rows = UsageReads.Rows(db, Now.AddDays(-30), Now, Brevo);

        Assert.All(
            new[] { UsageReads.ByHour(rows).ToQueryString(), UsageReads.ByKey(rows).ToQueryString(), UsageReads.ByAgency(rows).Skip(20).Take(20).ToQueryString() },
            sql => Assert.Contains("GROUP BY", sql, StringComparison.Ordinal));
    }

    private async Task<UsageView> GetAsync(Actor actor, UsagePeriod period = UsagePeriod.Week, string? provider = null) =>
        (await Database.Get<GetUsage>().HandleAsync(actor, period, provider, default)).Require();
}
