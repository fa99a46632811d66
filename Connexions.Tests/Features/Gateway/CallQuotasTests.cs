using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Persistence;

namespace Connexions.Tests.Features.Gateway;

/// <summary>Quotas, spent by many callers on several servers at once.</summary>
public abstract class CallQuotasTests(DatabaseProvider on) : GatewayTestBase(on)
{
    private readonly Guid connexion = Guid.NewGuid();
    private readonly Guid lyon = Guid.NewGuid();
    private readonly Guid nantes = Guid.NewGuid();

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
            if (await quotas[n % 2].TakeAsync(connexion, n % 3 == 0 ? lyon : nantes, quota, 0, stop) is { Reached: null })
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.True(taken <= limit, $"{taken} of {limit}");
        // What one server holds and the other wants comes free when nobody spends it.
        foreach (var one in quotas)
        {
            await one.ReturnIdleAsync(TimeSpan.Zero);
            while (await one.TakeAsync(connexion, lyon, quota, 0, CancellationToken.None) is { Reached: null })
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
                var taken = await pen.TakeAsync(key, emails: n % 2 == 0, limit: 3, least: 1, wish: 1);
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

        async Task<QuotaKind?> TakeAsync(Guid agency) => (await quotas.TakeAsync(connexion, agency, quota, 0, CancellationToken.None)).Reached;
    }

    [DatabaseFact]
    public async Task Take_OfMoreEmailsThanAreLeft_TakesNothingAtAll()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        var quota = new SharingQuota { CallsPerAgency = 3, EmailsPerAgency = 10 };

        Assert.Null(await TakeAsync(8));
        Assert.Equal(QuotaKind.EmailsPerAgency, await TakeAsync(3));
        var refused = await quotas.TakeAsync(connexion, lyon, quota, 2, CancellationToken.None);
        await quotas.ReturnAsync(refused.Taken.Where(part => part.IsEmails));
        Assert.Null(await TakeAsync(1));
        // Three calls have passed; the one that did not counts nowhere.
        Assert.Equal(QuotaKind.CallsPerAgency, await TakeAsync(1));

        async Task<QuotaKind?> TakeAsync(int emails) => (await quotas.TakeAsync(connexion, lyon, quota, emails, CancellationToken.None)).Reached;
    }

    [DatabaseFact]
    public async Task Take_AfterMidnightInParis_BeginsAnew()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        var quota = new SharingQuota { CallsPerAgency = 1 };

        Assert.Null((await quotas.TakeAsync(connexion, lyon, quota, 0, CancellationToken.None)).Reached);
        Assert.Equal(QuotaKind.CallsPerAgency, (await quotas.TakeAsync(connexion, lyon, quota, 0, CancellationToken.None)).Reached);
        var wait = quotas.UntilTomorrow();
        // The clock begins at nine in winter, ten in Paris.
        Assert.Equal(TimeSpan.FromHours(14), wait);
        Database.Clock.Advance(wait);
        Assert.Null((await quotas.TakeAsync(connexion, lyon, quota, 0, CancellationToken.None)).Reached);
    }

    [DatabaseFact]
    public async Task Return_AfterMidnight_GoesToTheDayItWasTakenFrom()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        var quota = new SharingQuota { EmailsPerAgency = 10 };
        var yesterdays = await quotas.TakeAsync(connexion, lyon, quota, 10, CancellationToken.None);
        Database.Clock.Advance(quotas.UntilTomorrow());
        Assert.Null((await quotas.TakeAsync(connexion, lyon, quota, 10, CancellationToken.None)).Reached);

        await quotas.ReturnAsync(yesterdays.Taken);
        await quotas.ReturnIdleAsync(TimeSpan.Zero);

        Assert.Equal(QuotaKind.EmailsPerAgency, (await quotas.TakeAsync(connexion, lyon, quota, 1, CancellationToken.None)).Reached);
    }

    [DatabaseFact]
    public async Task Take_UnderALimitThatWasLowered_GoesByTheNewOne()
    {
        await using var server = AnotherServer();
        var quotas = server.Get<CallQuotas>();
        for (var call = 0; call < 5; call++)
        {
            Assert.Null((await quotas.TakeAsync(connexion, lyon, new SharingQuota { CallsPerAgency = 1000 }, 0, CancellationToken.None)).Reached);
        }

        Assert.Null((await quotas.TakeAsync(connexion, lyon, new SharingQuota { CallsPerAgency = 6 }, 0, CancellationToken.None)).Reached);
        Assert.Equal(QuotaKind.CallsPerAgency, (await quotas.TakeAsync(connexion, lyon, new SharingQuota { CallsPerAgency = 6 }, 0, CancellationToken.None)).Reached);
    }
}

public sealed class SqliteCallQuotasTests() : CallQuotasTests(DatabaseProvider.Sqlite);

public sealed class SqlServerCallQuotasTests() : CallQuotasTests(DatabaseProvider.SqlServer), IOnSqlServer;
