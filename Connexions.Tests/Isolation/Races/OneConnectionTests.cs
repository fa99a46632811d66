using System.Data.Common;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Connexions.Tests.Isolation.Races;

/// <summary>
/// Whoever is in a transaction takes no second connection: a hundred who did, with a pool of a hundred, would wait for each
/// other until all gave up. Asked of a server that has just started, and remembers nothing.
/// </summary>
public sealed class OneConnectionTests() : RaceTestBase(DatabaseProvider.Sqlite)
{
    private TestDatabase started = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        started = Database.Reopen(SetUp with { Clock = Database.Clock });
    }

    public override async Task DisposeAsync()
    {
        await started.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Verdict_OfAKeyThatAnotherClaims_IsWrittenOverOneConnection()
    {
        var key = Planted.KeyFor(Brevo);
        await SaveAsync(Database, Lyon, key);
        var place = await Given.IndependentAsync();
        var stored = await Given.ConnexionWithKeyAsync(Brevo, place, key);
        var finding = new Verification(VerificationVerdict.Valid) { AnsweredAt = Database.Clock.UtcNow, Account = new("compte", null, null) };

        var sent = await HearAsync(() => started.Get<VerdictBook>().WriteAsync(
            new(Brevo, place.OrganisationId, place.Reference, stored.Id), new Learnt(finding, key, stored.ApiKeyChangedAt), CancellationToken.None));

        AssertOneConnection(sent);
    }

    [Fact]
    public async Task Key_OfANewConnexion_IsSavedOverOneConnection() =>
        AssertOneConnection(await HearAsync(() => SaveAsync(started, Lyon, Planted.KeyFor(Brevo))));

    [Fact]
    public async Task Contest_OfAStoredKey_IsWrittenOverOneConnection()
    {
        var key = Planted.KeyFor(Brevo);
        await SaveAsync(Database, Lyon, key);
        var place = await Given.IndependentAsync();
        var actor = await Given.ActorAsync(place);

        AssertOneConnection(await HearAsync(async () =>
            (await started.Get<ContestClaim>().HandleAsync(actor, new(place.Reference, Brevo.Code, "C’est notre clé.", key), CancellationToken.None)).Require()));
    }

    [Fact]
    public async Task OwnSender_OnTheNetworksAccount_IsSavedOverOneConnection()
    {
        await Given.ConnexionWithKeyAsync(Brevo, Network);
        await Given.PolicyAsync(Network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true));

        AssertOneConnection(await HearAsync(async () => (await started.Get<SaveOwnSender>().HandleAsync(
            Manager, new(Lyon.Reference, Brevo.Code, Version: null, "lyon@exemple.test", "Lyon"), CancellationToken.None)).Require()));
    }

    private async Task SaveAsync(TestDatabase database, Place place, SecretText key) => (await database.Get<SaveConnexion>().HandleAsync(
        place == Lyon ? Manager : Director, new(place.Reference, Brevo.Code, Version: null, new Dictionary<FieldKind, string?>(), key), CancellationToken.None)).Require();

    private static void AssertOneConnection(List<(DbConnection Connection, bool IsInTransaction, string Text)> sent)
    {
        Assert.Contains(sent, one => one.IsInTransaction);
        for (var at = 0; at < sent.Count; at++)
        {
            var held = sent[at].Connection;
            if (sent[at].IsInTransaction && sent.FindLastIndex(one => one.IsInTransaction && one.Connection == held) is var end)
            {
                Assert.All(sent[at..end], one => Assert.True(one.Connection == held, $"Sent over a second connection in the midst of a transaction: {one.Text}"));
                at = end;
            }
        }
    }

    /// <summary>What an operation sends, in order.</summary>
    private static async Task<List<(DbConnection Connection, bool IsInTransaction, string Text)>> HearAsync(Func<Task> operation)
    {
        var sent = new List<(DbConnection, bool, string)>();
        var own = new AsyncLocal<bool> { Value = true };
        SentSql.Sending += Hear;
        try
        {
            await operation();
            return sent;
        }
        finally
        {
            SentSql.Sending -= Hear;
        }

        void Hear(CommandEventData command)
        {
            // What is only translated for the other database goes nowhere.
            if (own.Value && command.Command is SqliteCommand)
            {
                sent.Add((command.Command.Connection!, command.Command.Transaction is not null, command.Command.CommandText));
            }
        }
    }
}
