using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Gateway.Receipts;

/// <summary>Receipts become entries, statistics and a token's last use: all of them once, or none.</summary>
public abstract class ReceiptJournalTests(DatabaseProvider on) : GatewayTestBase(on)
{
    [DatabaseFact]
    public async Task Write_TheSameReceiptAgain_ChangesNothing()
    {
        var (network, agency) = await FamilyAsync();
        await using var server = AnotherServer();
        var receipts = new[] { Receipt(agency, network, UseResult.Sent, emails: 3), Receipt(agency, network, UseResult.Throttled) };

        await server.Get<ReceiptJournal>().WriteAsync(receipts, CancellationToken.None);
        var written = await server.Get<ReceiptJournal>().WriteAsync([.. receipts, Receipt(agency, network, UseResult.Refused)], CancellationToken.None);

        Assert.Equal(3, written.Count);
        foreach (var place in new[] { agency, network })
        {
            Assert.Equal([UseResult.Sent, UseResult.Throttled, UseResult.Refused], (await EntriesAsync(place)).Select(entry => entry.UseResult!.Value));
            var hour = Assert.Single(await HoursAsync(place));
            Assert.Equal((2, 3, 1, 1, 1), (hour.Calls, hour.Emails, hour.Errors, hour.Throttled, hour.Refused));
            Assert.Equal(place == network ? agency.Reference.Id : Guid.Empty, hour.AgencyId);
        }
    }

    [DatabaseFact]
    public async Task Write_IntoAnotherDatabaseThanTheOneOfTheStart_WaitsForThatOne()
    {
        var (network, agency) = await FamilyAsync();
        await using var server = AnotherServer();
        await using var another = AnotherServer();
        server.Get<DatabaseIdentity>().Hold(await Database.Peppers.MarkAsync(CancellationToken.None));
        // As after a database of the same name was made anew under a server that goes on.
        another.Get<DatabaseIdentity>().Hold("20261130T1000000000000");
        var receipt = Receipt(agency, network, UseResult.Sent);

        Assert.Empty(await another.Get<ReceiptJournal>().WriteAsync([receipt], CancellationToken.None));
        Assert.Empty(await EntriesAsync(agency));
        Assert.Single(await server.Get<ReceiptJournal>().WriteAsync([receipt], CancellationToken.None));
        Assert.Single(await EntriesAsync(agency));
    }

    [DatabaseFact]
    public async Task Write_WhereOnlyOneJournalHasIt_WritesTheOther()
    {
        var (network, agency) = await FamilyAsync();
        await using var server = AnotherServer();
        var receipt = Receipt(agency, network, UseResult.Sent);
        // As if the server had died between the two.
        await server.Get<ReceiptJournal>().WriteAsync([receipt with { Begun = receipt.Begun with { Lender = null } }], CancellationToken.None);

        await server.Get<ReceiptJournal>().WriteAsync([receipt], CancellationToken.None);

        Assert.Single(await EntriesAsync(agency));
        Assert.Single(await EntriesAsync(network));
    }

    [DatabaseFact]
    public async Task Write_WhereOnlyOneClientOfTheOrganisationHasIt_WritesTheOthers()
    {
        var network = await Given.NetworkAsync();
        var agency = await Given.AgencyAsync(network, sibling: network);
        await using var server = AnotherServer();
        var receipt = Receipt(agency, network, UseResult.Sent);
        await server.Get<ReceiptJournal>().WriteAsync([receipt with { Begun = receipt.Begun with { Lender = null } }], CancellationToken.None);

        await server.Get<ReceiptJournal>().WriteAsync([receipt], CancellationToken.None);

        Assert.Single(await EntriesAsync(agency));
        Assert.Single(await EntriesAsync(network));
    }

    [DatabaseFact]
    public async Task Write_WhereBothClientsShareAnOrganisation_KeepsThemApart()
    {
        var network = await Given.NetworkAsync();
        var agency = await Given.AgencyAsync(network, sibling: network);
        await using var server = AnotherServer();

        await server.Get<ReceiptJournal>().WriteAsync([Receipt(agency, network, UseResult.Sent)], CancellationToken.None);

        Assert.Null(Assert.Single(await EntriesAsync(agency)).AgencyId);
        Assert.Equal(agency.Reference.Id, Assert.Single(await EntriesAsync(network)).AgencyId);
    }

    [DatabaseFact]
    public async Task Write_OfModelTokens_CountsThoseToldAndTheCallsThatDidNotTell()
    {
        var (network, agency) = await FamilyAsync();
        await using var server = AnotherServer();
        Receipt Chat(UseResult result, ModelTokens? tokens)
        {
            var receipt = Receipt(agency, network, result);
            return receipt with { Begun = receipt.Begun with { Provider = "openai", Operation = "chat.complete" }, Ended = receipt.Ended with { Tokens = tokens } };
        }

        await server.Get<ReceiptJournal>().WriteAsync(
            [Chat(UseResult.Sent, new(9, 12)), Chat(UseResult.Interrupted, new(5, 0)), Chat(UseResult.Sent, null), Chat(UseResult.Failed, null), Chat(UseResult.Refused, null)], CancellationToken.None);

        foreach (var place in new[] { agency, network })
        {
            Assert.Equal([(9, 12), (5, 0), (null, null), (null, null), (null, null)], (await EntriesAsync(place)).Select(entry => (entry.InputTokens, entry.OutputTokens)));
            var hour = Assert.Single(await HoursAsync(place));
            Assert.Equal((14, 12, 2, 1), (hour.InputTokens, hour.OutputTokens, hour.TokensTold, hour.TokensUntold));
        }
    }

    [DatabaseFact]
    public async Task Write_ByTwoServersAtOnce_CountsEveryUse()
    {
        var (network, agency) = await FamilyAsync();
        await using var first = AnotherServer();
        await using var second = AnotherServer();
        var journals = new[] { first.Get<ReceiptJournal>(), second.Get<ReceiptJournal>() };

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (n, stop) =>
        {
            IReadOnlyList<Receipt> left = [Receipt(agency, network, UseResult.Sent, emails: 1), Receipt(agency, network, UseResult.Failed)];
            while (left.Count > 0)
            {
                var written = await journals[n % 2].WriteAsync(left, stop);
                left = [.. left.Where(receipt => !written.Contains(receipt.Begun.UseId))];
            }
        });

        foreach (var place in new[] { agency, network })
        {
            Assert.Equal(40, (await EntriesAsync(place)).Select(entry => entry.CorrelationId).Distinct().Count());
            var hour = Assert.Single(await HoursAsync(place));
            Assert.Equal((40, 20, 20), (hour.Calls, hour.Emails, hour.Errors));
        }
    }

    [DatabaseFact]
    public async Task Write_OfAToken_SaysWhenItWasLastUsed()
    {
        var agency = await Given.IndependentAsync();
        var (token, _) = await Given.TokenAsync(agency);
        await using var server = AnotherServer();
        var receipt = Receipt(agency, null, UseResult.Sent);

        await server.Get<ReceiptJournal>().WriteAsync([receipt with { Begun = receipt.Begun with { TokenId = token.TokenId } }], CancellationToken.None);

        await using var db = Database.Open(agency.MemberScope);
        Assert.Equal(receipt.Begun.At, await db.Set<ServiceToken>().Select(row => row.LastUsedAt).SingleAsync());
        Assert.Equal((ActorKind.Tool, token.TokenId), (await EntriesAsync(agency)).Select(entry => (entry.ActorKind, entry.ActorId)).Single());
    }

    [DatabaseTheory]
    [InlineData(11, UseResult.KeyRefused, 401, true)]
    [InlineData(9, UseResult.KeyRefused, 401, false)]
    [InlineData(11, UseResult.ServerBlocked, 403, true)]
    [InlineData(11, UseResult.Unavailable, 401, true)]
    [InlineData(11, UseResult.Unavailable, 503, false)]
    [InlineData(11, UseResult.Sent, 201, false)]
    public async Task Write_OfAKeyThatWasNotLetThrough_HasItTriedAgainUnlessItWasLately(int minutes, UseResult result, int status, bool tried)
    {
        var (network, agency) = await FamilyAsync();
        var connexion = await Given.ConnexionWithKeyAsync(ProviderCatalogue.Find("brevo")!, network);
        var tomorrow = Database.Clock.UtcNow.AddDays(1);
        await using (var db = Database.Open(network.JobScope))
        {
            var row = await db.AllConnexions.SingleAsync();
            row.Learn(new Verification(VerificationVerdict.Valid), Database.Clock.UtcNow);
            row.AskAgain(tomorrow);
            await Given.SaveAsync(db, new AuditFacts(network.OrganisationId, AuditAction.VerdictChanged) { Client = network.Client });
        }

        Database.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await using var server = AnotherServer();
        var receipt = Receipt(agency, network, result);

        await server.Get<ReceiptJournal>().WriteAsync([receipt with { Begun = receipt.Begun with { ConnexionId = connexion.Id }, Ended = receipt.Ended with { Status = status } }], CancellationToken.None);

        await using var after = Database.Open(network.MemberScope);
        Assert.Equal(tried ? Database.Clock.UtcNow : tomorrow, (await after.AllConnexions.SingleAsync()).NextCheckAt);
    }

    private async Task<(Place Network, Place Agency)> FamilyAsync()
    {
        var network = await Given.NetworkAsync();
        return (network, await Given.AgencyAsync(network));
    }

    private Receipt Receipt(Place place, Place? lender, UseResult result, int? emails = null) => new(
        new UseBegun(
            Guid.CreateVersion7(), Database.Clock.UtcNow, place.OrganisationId, place.Reference, Guid.NewGuid(), null, "brevo", Connexion,
            lender is null ? null : new Lender(lender.OrganisationId, lender.Reference.Id), "email.send", emails, 10),
        new UseEnded(result, result == UseResult.Refused ? null : 201, null, 10, 20, 5, emails));

    private static readonly Guid Connexion = Guid.NewGuid();

    private async Task<IReadOnlyList<AuditEntry>> EntriesAsync(Place place)
    {
        await using var db = Database.Open(place.MemberScope);
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.Operation != null).OrderBy(entry => entry.Sequence).ToListAsync();
    }

    private async Task<IReadOnlyList<UsageHour>> HoursAsync(Place place)
    {
        await using var db = Database.Open(place.MemberScope);
        return await db.Set<UsageHour>().AsNoTracking().ToListAsync();
    }
}

public sealed class SqliteReceiptJournalTests() : ReceiptJournalTests(DatabaseProvider.Sqlite);

public sealed class SqlServerReceiptJournalTests() : ReceiptJournalTests(DatabaseProvider.SqlServer), IOnSqlServer;
