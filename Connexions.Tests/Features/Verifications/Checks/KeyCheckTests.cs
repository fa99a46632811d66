using System.Net;
using System.Text.Json;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Verifications.Checks;

/// <summary>What happens to a typed key before and when it is stored: the alarm of design section 5, and verification on saving.</summary>
public sealed class KeyCheckTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private readonly Dictionary<string, string> accounts = new(StringComparer.Ordinal);
    private readonly List<string> calls = [];
    private bool isDown;
    private bool isDownAfterwards;
    private int refusals;
    private TestDatabase database = null!;

    public async Task InitializeAsync() =>
        database = await TestDatabase.CreateAsync(options: new() { Provider = Answer, Services = services => services.AddIntegrations() });

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Save_OfAGoodKey_KeepsVerdictAccountAndSendersAndFillsWhatIsEmpty()
    {
        var actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());

        var saved = (await SaveAsync(actor, KeyOf("horizon"))).Require();

        Assert.Equal(VerificationVerdict.Valid, saved.Finding!.Verdict);
        Assert.Equal(ConnexionState.Works, saved.View.State);
        Assert.Equal(("horizon@exemple.test", "horizon"), (saved.View.Values[FieldKind.AccountEmail], saved.View.Values[FieldKind.AccountName]));
        var stored = await StoredAsync(actor);
        Assert.Equal(("id-horizon", "contact@exemple.test"), (stored.ProviderAccountId, stored.ProviderSenders));
        Assert.True(stored.NextCheckAt > database.Clock.UtcNow);
        Assert.Equal([ClaimKind.Key, ClaimKind.Account], (await ClaimsAsync()).Select(claim => claim.Kind).Order());
    }

    [Fact]
    public async Task Save_WhileTheProviderIsDown_StoresTheKeyAndHasItTriedAgain()
    {
        var actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        isDown = true;

        var saved = (await SaveAsync(actor, KeyOf("horizon"))).Require();

        Assert.Equal(ConnexionState.CannotTell, saved.View.State);
        var stored = await StoredAsync(actor);
        Assert.Null(stored.Verdict);
        Assert.InRange(stored.NextCheckAt!.Value, database.Clock.UtcNow, database.Clock.UtcNow.AddMinutes(10));
    }

    [Fact]
    public async Task Refusal_OfAClaimedKeyAndOfAnotherKeyOfAClaimedAccount_IsTheSameToTheByte()
    {
        var first = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var second = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var key = KeyOf("horizon");
        (await SaveAsync(first, key)).Require();

        var ofKey = await SaveAsync(second, key);
        var ofAccount = await SaveAsync(second, KeyOf("horizon"));
        var tried = await TryAsync(second, KeyOf("horizon"));

        Assert.Equal([ClaimErrors.Taken], ofKey.Errors);
        Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(ofKey.Errors), JsonSerializer.SerializeToUtf8Bytes(ofAccount.Errors));
        Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(ofKey.Errors), JsonSerializer.SerializeToUtf8Bytes(tried.Errors));
        await using var db = database.Open(second.Scope);
        Assert.False(await db.ConnexionsOf(Brevo).AnyAsync());
    }

    [Fact]
    public async Task Refusal_IsWrittenOnBothSidesAndNamesNobody()
    {
        var first = await database.Given.ActorAsync(await database.Given.IndependentAsync("Première"));
        var second = await database.Given.ActorAsync(await database.Given.IndependentAsync("Seconde"));
        var key = KeyOf("horizon");
        (await SaveAsync(first, key)).Require();

        await SaveAsync(second, key);
        await SaveAsync(second, key);

        Assert.Equal(2, (await EntriesAsync(second, AuditAction.ClaimRefused)).Count);
        var attempts = await EntriesAsync(first, AuditAction.ClaimAttempted);
        Assert.Equal(2, attempts.Count);
        Assert.All(attempts, entry => Assert.Null(entry.ActorId));
        await using var db = database.Open(first.Scope);
        Assert.Equal(NoticeKind.ClaimAttempted, (await db.Set<Notice>().SingleAsync()).Kind);
    }

    [Fact]
    public async Task Agency_EnteringItsNetworksKey_IsSentToTheNetworksAccount()
    {
        var (network, agency) = await FamilyAsync();
        (await SaveAsync(network, KeyOf("reseau"))).Require();

        Assert.Equal([ClaimErrors.OfOwnNetwork], (await SaveAsync(agency, KeyOf("reseau"))).Errors);
    }

    [Fact]
    public async Task Network_EnteringItsAgencysKey_WinsAndTheAgencyIsToldAndBlocked()
    {
        var (network, agency) = await FamilyAsync();
        var key = KeyOf("reseau");
        (await SaveAsync(agency, key)).Require();

        (await SaveAsync(network, key)).Require();

        Assert.Equal(database.Clock.UtcNow, (await StoredAsync(agency)).InConflictSince);
        Assert.All(await ClaimsAsync(), claim => Assert.Equal(network.Client, claim.Owner));
        await using var db = database.Open(agency.Scope);
        Assert.Equal(NoticeKind.ConflictFound, (await db.Set<Notice>().SingleAsync()).Kind);
        Assert.Null((await db.Set<Collision>().SingleAsync()).SettledAt);
    }

    [Fact]
    public async Task Person_ResponsibleForBoth_MayConfirmOneAccountForBoth()
    {
        var person = await database.Given.PersonAsync();
        var one = await database.Given.ActorAsync(await database.Given.IndependentAsync(), person);
        var other = await database.Given.ActorAsync(await database.Given.IndependentAsync(), person);
        var key = KeyOf("horizon");
        (await SaveAsync(one, key)).Require();

        Assert.Equal([ClaimErrors.AlsoYours], (await SaveAsync(other, key)).Errors);
        (await SaveAsync(other, key, confirmed: true)).Require();

        Assert.Null((await StoredAsync(other)).InConflictSince);
        Assert.Equal([0, 0, 1, 1], (await ClaimsAsync()).Select(claim => claim.Slot).Order());
        Assert.NotEmpty(await EntriesAsync(one, AuditAction.ClaimConfirmed));
        Assert.NotEmpty(await EntriesAsync(other, AuditAction.ClaimConfirmed));
    }

    [Fact]
    public async Task Key_OfAnotherAccountThanBefore_WaitsForAWord()
    {
        var actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var saved = (await SaveAsync(actor, KeyOf("un"))).Require();

        var other = KeyOf("deux");
        var asked = Assert.IsType<AnotherAccount>(Assert.Single((await SaveAsync(actor, other, saved.View.Version)).Errors));
        Assert.Equal(("un", "deux"), (asked.Before.Name, asked.Now.Name));
        (await SaveAsync(actor, other, saved.View.Version, confirmed: true)).Require();

        Assert.Equal("id-deux", (await StoredAsync(actor)).ProviderAccountId);
        // The key before keeps its own, with its account's.
        Assert.Equal(4, (await ClaimsAsync()).Count);
    }

    [Fact]
    public async Task Claims_OfADeletedConnexion_GoWithIt()
    {
        var first = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var second = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var key = KeyOf("horizon");
        var saved = (await SaveAsync(first, key)).Require();

        (await database.Get<DeleteConnexion>().HandleAsync(first, new(first.Client!.Value, "brevo", saved.View.Version!.Value), default)).Require();

        Assert.Empty(await ClaimsAsync());
        (await SaveAsync(second, key)).Require();
    }

    [Fact]
    public async Task TwoAtOnce_WithOneKey_OnlyOneIsStored()
    {
        var actors = new List<Actor>();
        for (var number = 0; number < 6; number++)
        {
            actors.Add(await database.Given.ActorAsync(await database.Given.IndependentAsync()));
        }

        var key = KeyOf("horizon");
        var results = await Task.WhenAll(actors.Select(actor => Task.Run(() => SaveAsync(actor, key))));

        Assert.Single(results, result => result.Succeeded);
        Assert.All(results.Where(result => !result.Succeeded), result => Assert.Equal([ClaimErrors.Taken], result.Errors));
        Assert.Equal(2, (await ClaimsAsync()).Count);
    }

    [Fact]
    public async Task Tries_PastTheLimit_HaveToWait()
    {
        var actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        for (var number = 0; number < AttemptLimits.PerWindow; number++)
        {
            Assert.True((await TryAsync(actor, Planted.KeyFor(Brevo))).Succeeded);
        }

        var refused = Assert.Single((await TryAsync(actor, Planted.KeyFor(Brevo))).Errors);
        Assert.Equal(ClaimErrors.TooManyTries.Code, refused.Code);

        database.Clock.Advance(AttemptLimits.Window);
        Assert.True((await TryAsync(actor, Planted.KeyFor(Brevo))).Succeeded);
    }

    [Fact]
    public async Task TryingTheStoredKey_WritesItsVerdictDown()
    {
        var actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var key = KeyOf("horizon");
        (await SaveAsync(actor, key)).Require();
        accounts.Remove(key.Reveal());

        var tried = (await TryAsync(actor, key: null)).Require();
        Assert.Equal((VerificationVerdict.Rejected, true), (tried.Finding!.Verdict, tried.IsRefusedOnce));
        Assert.Equal(VerificationVerdict.Valid, (await StoredAsync(actor)).Verdict);
        Assert.NotEmpty(await EntriesAsync(actor, AuditAction.VerdictChanged));
        Assert.True((await TryAsync(actor, key: null)).Require().IsRefusedOnce);
        await using var db = database.Open(actor.Scope);
        Assert.False(await db.Set<Notice>().AnyAsync());

        database.Clock.Advance(SecondLook.After);
        Assert.False((await TryAsync(actor, key: null)).Require().IsRefusedOnce);

        Assert.Equal(VerificationVerdict.Rejected, (await StoredAsync(actor)).Verdict);
        Assert.Equal(NoticeKind.KeyRefused, (await db.Set<Notice>().SingleAsync()).Kind);
    }

    [Fact]
    public async Task TypedKey_RefusedOnce_IsAskedAboutOnceMoreBeforeAnythingIsSaid()
    {
        var actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var key = KeyOf("horizon");
        refusals = 1;

        var tried = (await TryAsync(actor, key)).Require();

        Assert.Equal((VerificationVerdict.Valid, "horizon"), (tried.Finding!.Verdict, tried.Finding.Account!.Name));
        Assert.Equal(["account", "account", "senders"], calls);
    }

    [Fact]
    public async Task TypedKey_RefusedTwice_IsRefused_AndStoredAsRefusedOnce()
    {
        var actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        var key = Planted.KeyFor(Brevo);
        Assert.Equal(VerificationVerdict.Rejected, (await TryAsync(actor, key)).Require().Finding!.Verdict);
        Assert.Equal(2, calls.Count);

        var saved = (await SaveAsync(actor, key)).Require();

        // However often it is asked about at one moment, that is one refusal of what is stored.
        Assert.Equal((VerificationVerdict.Rejected, ConnexionState.RefusedOnce), (saved.Finding!.Verdict, saved.View.State));
        var stored = await StoredAsync(actor);
        Assert.Equal((null, database.Clock.UtcNow), (stored.Verdict, stored.RefusedOnceAt));
        Assert.InRange(stored.NextCheckAt!.Value, database.Clock.UtcNow + SecondLook.After, database.Clock.UtcNow + SecondLook.After + VerificationOptions.SecondLookWithin);
        await using var db = database.Open(actor.Scope);
        var entry = await db.AuditEntries.Include(row => row.Detail).SingleAsync(row => row.Action == AuditAction.ConnexionCreated);
        Assert.Equal(new Change(null, nameof(ConnexionState.RefusedOnce)), entry.Detail!.ReadChanges()[VerdictBook.VerdictChange]);
    }

    [Fact]
    public async Task TypedKey_RefusedOnceAndThenNotAnswered_IsNotCalledRefused()
    {
        var actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        (refusals, isDownAfterwards) = (1, true);

        Assert.Equal(VerificationVerdict.ProviderUnavailable, (await TryAsync(actor, KeyOf("horizon"))).Require().Finding!.Verdict);
    }

    private async Task<(Actor Network, Actor Agency)> FamilyAsync()
    {
        var network = await database.Given.NetworkAsync();
        return (await database.Given.ActorAsync(network), await database.Given.ActorAsync(await database.Given.AgencyAsync(network)));
    }

    /// <summary>A new key of an account, known to the provider.</summary>
    private SecretText KeyOf(string account)
    {
        var key = Planted.KeyFor(Brevo);
        accounts[key.Reveal()] = account;
        return key;
    }

    private Task<Result<SavedConnexion>> SaveAsync(Actor actor, SecretText key, Guid? version = null, bool confirmed = false) =>
        database.Get<SaveConnexion>().HandleAsync(
            actor,
            new(actor.Client!.Value, "brevo", version, new Dictionary<FieldKind, string?>(), key) { ForBoth = confirmed, ForAnotherAccount = confirmed },
            default);

    private Task<Result<TriedKey>> TryAsync(Actor actor, SecretText? key) =>
        database.Get<VerifyKey>().HandleAsync(actor, new(actor.Client!.Value, "brevo", key), default);

    private async Task<Connexion> StoredAsync(Actor actor)
    {
        await using var db = database.Open(actor.Scope);
        return await db.ConnexionsOf(Brevo).AsNoTracking().SingleAsync();
    }

    private async Task<List<Claim>> ClaimsAsync()
    {
        await using var db = database.Open(new ActingScope.Job("test", Guid.Empty));
        return await db.Across<Claim>().ToListAsync();
    }

    private async Task<List<AuditEntry>> EntriesAsync(Actor actor, AuditAction action)
    {
        await using var db = database.Open(actor.Scope);
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.Action == action).ToListAsync();
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var key = request.Headers.GetValues("api-key").Single();
        lock (calls)
        {
            calls.Add(request.RequestUri!.Segments[^1]);
        }

        var isRefused = refusals-- > 0;
        var (status, body) = isDown || (isDownAfterwards && !isRefused) ? (HttpStatusCode.ServiceUnavailable, "")
            : isRefused ? (HttpStatusCode.Unauthorized, """{"message":"Key not found","code":"unauthorized"}""")
            : !accounts.TryGetValue(key, out var account) ? (HttpStatusCode.Unauthorized, """{"message":"Key not found","code":"unauthorized"}""")
            : request.RequestUri!.AbsolutePath.EndsWith("senders", StringComparison.Ordinal) ? (HttpStatusCode.OK, """{"senders":[{"id":1,"name":"Contact","email":"Contact@exemple.test","active":true}]}""")
            : (HttpStatusCode.OK, JsonSerializer.Serialize(new { organization_id = $"id-{account}", companyName = account, email = $"{account}@exemple.test" }));
        return new HttpResponseMessage(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
    }
}
