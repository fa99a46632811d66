using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway.Limits;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;

namespace Connexions.Tests.Features.Gateway.Limits;

/// <summary>Quotas, spent by many callers on several servers at once.</summary>
public abstract class CallQuotasTests(DatabaseProvider on) : GatewayTestBase(on)
{
    private readonly Guid connexion = Guid.NewGuid();
    private readonly ClientRef lyon = new(ClientType.ReseauAgence, Guid.NewGuid());
    private readonly ClientRef nantes = new(ClientType.ReseauAgence, Guid.NewGuid());
    private readonly Lender lender = new(Guid.NewGuid(), Guid.NewGuid());

    [DatabaseTheory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(250)]
    public async Task Take_ByManyOnTwoServers_NeverPassesTheQuotaAndReachesIt(int limit)
    {
        await using var first = AnotherServer();
        await using var second = AnotherServer();
        var quota = new SharingQuota { CallsForAll = limit };
        var quotas = new[] { first.Get<CallQuotas>(), second.Get<CallQuotas>() };

        var taken = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, limit + 40), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, stop) =>
        {
            if (await quotas[n % 2].TakeAsync(By(n % 3 == 0 ? lyon : nantes), quota, 0, stop) is { Reached: null })
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.True(taken <= limit, $"{taken} of {limit}");
        // What one server holds and the other wants comes free when nobody spends it.
        foreach (var one in quotas)
        {
            await one.ReturnIdleAsync(TimeSpan.Zero);
            while (await one.TakeAsync(By(lyon), quota, 0, CancellationToken.None) is { Reached: null })
            {
                taken++;
            }
        }

        Assert.Equal(limit, taken);
    }

    [DatabaseFact]
    public async Task GiveOut_ByManyAtOnce_NeverPassesTheLimit()
    {
        await using var server = AnotherServer();
        var pen = server.Get<QuotaPen>();
        for (var round = 0; round < 40; round++)
        {
            var key = new QuotaKey(connexion, new DateOnly(2026, 3, 2), Guid.NewGuid());
            var (calls, emails) = (0, 0);

            await Parallel.ForEachAsync(Enumerable.Range(0, 12), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (n, stop) =>
            {
                await Task.Yield();
                var (_, taken) = await pen.TakeAsync(key, emails: n % 2 == 0, limit: 3, least: 1, wish: 1, () => Task.FromResult(0));
                Interlocked.Add(ref n % 2 == 0 ? ref emails : ref calls, taken);
            });

            // Both lie in one row and are counted apart.
            Assert.Equal((3, 3), (calls, emails));
        }
    }

    [DatabaseFact]
    public async Task Take_OfOneAgency_LeavesTheOthersTheirs()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        var quota = new SharingQuota { CallsPerAgency = 2, CallsForAll = 3 };

        Assert.Equal(
            [null, null, QuotaKind.CallsPerAgency, null, QuotaKind.CallsForAll],
            [await TakeAsync(lyon), await TakeAsync(lyon), await TakeAsync(lyon), await TakeAsync(nantes), await TakeAsync(nantes)]);

        async Task<QuotaKind?> TakeAsync(ClientRef agency) => (await quotas.TakeAsync(By(agency), quota, 0, CancellationToken.None)).Reached;
    }

    [DatabaseFact]
    public async Task Take_OfMoreEmailsThanAreLeft_TakesNothingAtAll()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        var quota = new SharingQuota { CallsPerAgency = 3, EmailsPerAgency = 10 };

        Assert.Null(await TakeAsync(8));
        Assert.Equal(QuotaKind.EmailsPerAgency, await TakeAsync(3));
        var refused = await quotas.TakeAsync(By(lyon), quota, 2, CancellationToken.None);
        await quotas.ReturnAsync(refused.Taken.Where(part => part.IsEmails));
        Assert.Null(await TakeAsync(1));
        // Three calls have passed; the one that did not counts nowhere.
        Assert.Equal(QuotaKind.CallsPerAgency, await TakeAsync(1));

        async Task<QuotaKind?> TakeAsync(int emails) => (await quotas.TakeAsync(By(lyon), quota, emails, CancellationToken.None)).Reached;
    }

    [DatabaseFact]
    public async Task Take_AfterMidnightInParis_BeginsAnew()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        var quota = new SharingQuota { CallsPerAgency = 1 };

        Assert.Null((await quotas.TakeAsync(By(lyon), quota, 0, CancellationToken.None)).Reached);
        Assert.Equal(QuotaKind.CallsPerAgency, (await quotas.TakeAsync(By(lyon), quota, 0, CancellationToken.None)).Reached);
        var wait = quotas.UntilTomorrow();
        // The clock begins at nine in winter, ten in Paris.
        Assert.Equal(TimeSpan.FromHours(14), wait);
        Database.Clock.Advance(wait);
        Assert.Null((await quotas.TakeAsync(By(lyon), quota, 0, CancellationToken.None)).Reached);
    }

    [DatabaseFact]
    public async Task Return_AfterMidnight_GoesToTheDayItWasTakenFrom()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        var quota = new SharingQuota { EmailsPerAgency = 10 };
        var yesterdays = await quotas.TakeAsync(By(lyon), quota, 10, CancellationToken.None);
        Database.Clock.Advance(quotas.UntilTomorrow());
        Assert.Null((await quotas.TakeAsync(By(lyon), quota, 10, CancellationToken.None)).Reached);

        await quotas.ReturnAsync(yesterdays.Taken);
        await quotas.ReturnIdleAsync(TimeSpan.Zero);

        Assert.Equal(QuotaKind.EmailsPerAgency, (await quotas.TakeAsync(By(lyon), quota, 1, CancellationToken.None)).Reached);
    }

    [DatabaseFact]
    public async Task Take_UnderALimitThatWasLowered_GoesByTheNewOne()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        for (var call = 0; call < 5; call++)
        {
            Assert.Null((await quotas.TakeAsync(By(lyon), new SharingQuota { CallsPerAgency = 1000 }, 0, CancellationToken.None)).Reached);
        }

        Assert.Null((await quotas.TakeAsync(By(lyon), new SharingQuota { CallsPerAgency = 6 }, 0, CancellationToken.None)).Reached);
        Assert.Equal(QuotaKind.CallsPerAgency, (await quotas.TakeAsync(By(lyon), new SharingQuota { CallsPerAgency = 6 }, 0, CancellationToken.None)).Reached);
    }

    [DatabaseFact]
    public async Task Take_UnderALimitSetInTheCourseOfADay_BeginsWithWhatWasUsed()
    {
        var (network, lyon, nantes) = await FamilyAsync();
        await BorrowedAsync(network, lyon, new() { Calls = 8, Emails = 30 });
        await BorrowedAsync(network, nantes, new() { Calls = 1, Emails = 2 });
        // None of this is the day's, the connexion's, or an agency's.
        await BorrowedAsync(network, lyon, new() { Calls = 100, Emails = 100 }, Database.Clock.UtcNow.AddDays(-1));
        await Given.UsageAsync(lyon, Brevo, new() { Calls = 100, Emails = 100 });
        await Given.UsageAsync(network, Brevo, new() { Calls = 100, Emails = 100 }, connexion);
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();

        Assert.Equal(2, await PassAsync(quotas, new() { CallsPerAgency = 10 }, network, lyon));
        Assert.Equal(9, await PassAsync(quotas, new() { CallsPerAgency = 10 }, network, nantes));
        Assert.Equal(3, await PassAsync(quotas, new() { CallsForAll = 12 }, network, nantes));
        Assert.Equal(0, await PassAsync(quotas, new() { EmailsPerAgency = 30 }, network, lyon));
        Assert.Equal(3, await PassAsync(quotas, new() { EmailsForAll = 35 }, network, lyon));
    }

    [DatabaseFact]
    public async Task Take_OfWhatTheFiguresTellOfToo_IsCountedOnce()
    {
        var (network, lyon, _) = await FamilyAsync();
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        var by = By(network, lyon);
        for (var call = 0; call < 3; call++)
        {
            Assert.Null((await quotas.TakeAsync(by, new() { CallsPerAgency = 5 }, 0, CancellationToken.None)).Reached);
        }

        await BorrowedAsync(network, lyon, new() { Calls = 3 });
        Assert.Equal(2, await PassAsync(quotas, new() { CallsPerAgency = 5 }, network, lyon));
    }

    [DatabaseFact]
    public async Task Take_UnderALimitThatWasLiftedForAWhile_CountsWhatPassedMeanwhile()
    {
        var (network, lyon, _) = await FamilyAsync();
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        Assert.Equal(2, await PassAsync(quotas, new() { CallsPerAgency = 2 }, network, lyon));
        await BorrowedAsync(network, lyon, new() { Calls = 6 });

        Assert.Equal(1, await PassAsync(quotas, new() { CallsPerAgency = 7 }, network, lyon));
    }

    private static Provider Brevo => ProviderCatalogue.Find("brevo")!;

    private Borrowing By(ClientRef agency) => new(connexion, Guid.Empty, agency, lender);

    private Borrowing By(Place network, Place agency) => new(connexion, agency.OrganisationId, agency.Reference, new Lender(network.OrganisationId, network.Reference.Id));

    private async Task<(Place Network, Place Lyon, Place Nantes)> FamilyAsync()
    {
        var network = await Given.NetworkAsync();
        return (network, await Given.AgencyAsync(network), await Given.AgencyAsync(network));
    }

    /// <summary>Uses of the network's key, as the receipts leave them in the figures of both.</summary>
    private async Task BorrowedAsync(Place network, Place agency, UsageCounts counts, DateTime? at = null)
    {
        await Given.UsageAsync(agency, Brevo, counts, connexion, at: at);
        await Given.UsageAsync(network, Brevo, counts, connexion, agency, at);
    }

    /// <returns>How many calls, of one e-mail each, pass until the quota is reached.</returns>
    private async Task<int> PassAsync(CallQuotas quotas, SharingQuota quota, Place network, Place agency)
    {
        for (var passed = 0; ; passed++)
        {
            if (await quotas.TakeAsync(By(network, agency), quota, 1, CancellationToken.None) is { Reached: not null })
            {
                return passed;
            }
        }
    }
}

public sealed class SqliteCallQuotasTests() : CallQuotasTests(DatabaseProvider.Sqlite);

public sealed class SqlServerCallQuotasTests() : CallQuotasTests(DatabaseProvider.SqlServer), IOnSqlServer;
