using System.Net;
using System.Text.Json;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Integrations;

/// <summary>A key that works is not lost by one click: the question before another takes its place, and the key before.</summary>
public sealed class KeyBeforeTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly Dictionary<string, string> accounts = new(StringComparer.Ordinal);
    private bool isDown;
    private TestDatabase database = null!;
    private Actor actor = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Provider = Answer, Services = services => services.AddIntegrations().AddVerificationJob() });
        actor = await database.Given.ActorAsync(await database.Given.IndependentAsync());
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Save_OfARefusedKeyOverOneThatWorks_StoresNothingUntilThePersonSaysSo()
    {
        var good = KeyOf("un");
        var saved = (await SaveAsync(good)).Require();
        var refused = Planted.KeyFor(Brevo);

        var asked = Assert.IsType<KeyAtRisk>(Assert.Single((await SaveAsync(refused, saved.View.Version)).Errors));

        Assert.True(asked.IsRefused);
        Assert.Equal(good.Reveal(), database.Vault.Unprotect(await StoredAsync())!.Reveal());
        (await SaveAsync(refused, saved.View.Version, request => request with { ThoughAtRisk = true })).Require();
        Assert.Equal(refused.Reveal(), database.Vault.Unprotect(await StoredAsync())!.Reveal());
    }

    [Fact]
    public async Task Save_OfAKeyThatCannotBeTried_AsksToo_AndNotWhereNoneWorked()
    {
        isDown = true;
        var first = (await SaveAsync(KeyOf("un"))).Require();
        var second = (await SaveAsync(KeyOf("un"), first.View.Version)).Require();
        isDown = false;
        (await database.Get<VerifyKey>().HandleAsync(actor, new(actor.Client!.Value, "brevo", null), default)).Require();
        isDown = true;

        var asked = Assert.IsType<KeyAtRisk>(Assert.Single((await SaveAsync(KeyOf("un"), second.View.Version)).Errors));

        Assert.False(asked.IsRefused);
    }

    [Fact]
    public async Task Restore_TriesTheKeyBefore_ShowsItsAccount_AndPutsItBack()
    {
        var (good, replaced) = await ReplacedAsync();
        Assert.Equal((good.Suffix(), "un", database.Clock.UtcNow + Kept), (replaced.KeyBefore!.Suffix, replaced.KeyBefore.Account!.Name, replaced.KeyBefore.Until));

        var shown = Assert.IsType<KeyBeforeTried>(Assert.Single((await RestoreAsync(replaced.Version)).Errors));
        Assert.Equal((VerificationVerdict.Valid, "un"), (shown.Finding!.Verdict, shown.Account!.Name));
        Assert.NotEqual(good.Reveal(), database.Vault.Unprotect(await StoredAsync())!.Reveal());

        var back = (await RestoreAsync(replaced.Version, confirmed: true)).Require();

        Assert.Equal(ConnexionState.Works, back.View.State);
        Assert.Equal(good.Reveal(), database.Vault.Unprotect(await StoredAsync())!.Reveal());
        // The one that made way can be put back in its turn.
        Assert.Equal("deux", back.View.KeyBefore!.Account!.Name);
        await using var db = database.Open(actor.Scope);
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.KeyRestored));
    }

    [Fact]
    public async Task Restore_OfAKeyRefusedMeanwhile_LeavesTheStoredOneInPlace()
    {
        var (good, replaced) = await ReplacedAsync();
        accounts.Remove(good.Reveal());

        Assert.Equal([ConnexionErrors.KeyBeforeRefused], (await RestoreAsync(replaced.Version, confirmed: true)).Errors);
        Assert.Equal("id-deux", (await StoredAsync()).ProviderAccountId);
    }

    [Fact]
    public async Task Restore_AfterItsTime_OrASecondTime_IsASentence_AndChangesNothing()
    {
        var (_, replaced) = await ReplacedAsync();
        database.Clock.Advance(Kept);

        Assert.Equal([ConnexionErrors.NoKeyBefore], (await RestoreAsync(replaced.Version, confirmed: true)).Errors);
        Assert.Equal("id-deux", (await StoredAsync()).ProviderAccountId);
    }

    [Fact]
    public async Task Restore_AfterSomebodyElseSaved_ShowsWhatTheyLeft()
    {
        var (_, replaced) = await ReplacedAsync();
        (await RestoreAsync(replaced.Version, confirmed: true)).Require();

        Assert.IsType<ConnexionConflict>(Assert.Single((await RestoreAsync(replaced.Version, confirmed: true)).Errors));
        Assert.Equal("id-un", (await StoredAsync()).ProviderAccountId);
    }

    [Fact]
    public async Task KeyBefore_KeepsItsClaim_UntilItIsLetGo()
    {
        var (good, replaced) = await ReplacedAsync();
        var other = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        Assert.Equal(["Claim.Taken"], (await SaveAsync(good, who: other)).Errors.Select(error => error.Code));

        var let = (await database.Get<LetKeyBeforeGo>().HandleAsync(actor, new(actor.Client!.Value, "brevo", replaced.Version!.Value), default)).Require();

        Assert.Null(let.KeyBefore);
        Assert.Null((await StoredAsync()).BeforeKey);
        (await SaveAsync(good, who: other)).Require();
        Assert.Equal([AuditAction.KeyBeforeLetGo], await ActionsAsync(AuditAction.KeyBeforeLetGo));
    }

    [Fact]
    public async Task KeyBefore_IsLetGoInItsTime_WithItsClaims()
    {
        await ReplacedAsync();
        var ends = database.Get<KeysBeforeEnds>();
        await ends.HandleAsync(default);
        Assert.NotNull((await StoredAsync()).BeforeKey);

        database.Clock.Advance(Kept);
        await ends.HandleAsync(default);

        Assert.Equal((null, null), ((await StoredAsync()).BeforeKey, (await StoredAsync()).BeforeUntil));
        Assert.Equal([AuditAction.KeyBeforeLetGo], await ActionsAsync(AuditAction.KeyBeforeLetGo));
        Assert.Equal(2, await ClaimsAsync());
    }

    [Fact]
    public async Task RefusedKey_IsNotKept_WhenItIsReplaced()
    {
        var saved = (await SaveAsync(Planted.KeyFor(Brevo))).Require();
        database.Clock.Advance(SecondLook.After);
        (await database.Get<VerifyKey>().HandleAsync(actor, new(actor.Client!.Value, "brevo", null), default)).Require();
        Assert.Equal(VerificationVerdict.Rejected, (await StoredAsync()).Verdict);

        var replaced = (await SaveAsync(KeyOf("un"), saved.View.Version)).Require();

        Assert.Null(replaced.View.KeyBefore);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RemovedKey_IsKeptOnlyIfThePersonWantsIt(bool keep)
    {
        var saved = (await SaveAsync(KeyOf("un"))).Require();

        var removed = (await SaveAsync(null, saved.View.Version, request => request with { RemoveKey = true, KeepRemoved = keep })).Require();

        Assert.Equal((false, keep), (removed.View.HasKey, removed.View.KeyBefore is not null));
        Assert.Equal(keep ? 2 : 0, await ClaimsAsync());
        if (keep)
        {
            var back = (await RestoreAsync(removed.View.Version, confirmed: true)).Require();
            Assert.Equal((ConnexionState.Works, (KeyBefore?)null), (back.View.State, back.View.KeyBefore));
        }
    }

    [Fact]
    public async Task KeyBefore_IsReadByItsOwnersAlone_AndByNothingThatReadsTheStoredKey()
    {
        var (good, _) = await ReplacedAsync();
        var stored = await StoredAsync();

        Assert.NotEqual(good.Reveal(), database.Vault.Unprotect(stored)!.Reveal());
        Assert.Equal(good.Reveal(), database.Vault.UnprotectBefore(actor.Scope, stored)!.Reveal());
        ActingScope[] others =
        [
            new ActingScope.Gateway(actor.OrganisationId, actor.Client!.Value), new ActingScope.Job("verification", actor.OrganisationId),
            new ActingScope.Support(Guid.NewGuid(), "motif"), new ActingScope.Administration(Guid.NewGuid()),
        ];
        Assert.All(others, scope => Assert.Throws<ForbiddenScopeException>(() => database.Vault.UnprotectBefore(scope, stored)));
        Assert.DoesNotContain(good.Reveal(), await StoredText.ReadAsync(database.Settings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reprotect_CarriesTheKeyBefore_AndItsClaims()
    {
        var (good, replaced) = await ReplacedAsync();
        var before = await StoredAsync();

        var outcome = await database.Get<ReprotectSecrets>().HandleAsync(newKey: true, newPepper: true, (_, _) => { }, default);

        Assert.Equal((1, 0), (outcome.Done, outcome.Failed.Count));
        var after = await StoredAsync();
        Assert.NotEqual(before.BeforeKey, after.BeforeKey);
        Assert.Equal((database.Vault.CurrentKey(), 2), (after.BeforeRingKeyId!.Value, after.BeforePepperVersion!.Value));
        var other = await database.Given.ActorAsync(await database.Given.IndependentAsync());
        Assert.Equal(["Claim.Taken"], (await SaveAsync(good, who: other)).Errors.Select(error => error.Code));
        (await RestoreAsync(after.Version, confirmed: true)).Require();
        Assert.NotNull(replaced.KeyBefore);
    }

    [Fact]
    public async Task Save_UnderAnotherLabelThanTheProviderNames_IsAskedAbout()
    {
        var typed = new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = "contact@lumiere.test" };

        var asked = Assert.IsType<NamedOtherwise>(Assert.Single((await SaveAsync(KeyOf("un"), change: request => request with { Values = typed })).Errors));

        Assert.Equal(("un@exemple.test", "contact@lumiere.test"), (asked.Account.Email, asked.Account.Label!.Email));
        var saved = (await SaveAsync(KeyOf("un"), change: request => request with { Values = typed, ThoughNamedOtherwise = true })).Require();
        Assert.True(saved.View.Account!.Differs);
    }

    /// <summary>A key of the account "un", replaced by one of "deux".</summary>
    private async Task<(SecretText Good, ConnexionView Replaced)> ReplacedAsync()
    {
        var good = KeyOf("un");
        var saved = (await SaveAsync(good)).Require();
        var replaced = (await SaveAsync(KeyOf("deux"), saved.View.Version, request => request with { ForAnotherAccount = true })).Require();
        return (good, replaced.View);
    }

    private SecretText KeyOf(string account)
    {
        var key = Planted.KeyFor(Brevo);
        accounts[key.Reveal()] = account;
        return key;
    }

    private Task<Result<SavedConnexion>> SaveAsync(
        SecretText? key, Guid? version = null, Func<SaveConnexionRequest, SaveConnexionRequest>? change = null, Actor? who = null)
    {
        var by = who ?? actor;
        var request = new SaveConnexionRequest(by.Client!.Value, "brevo", version, new Dictionary<FieldKind, string?>(), key);
        return database.Get<SaveConnexion>().HandleAsync(by, change is null ? request : change(request), default);
    }

    private Task<Result<SavedConnexion>> RestoreAsync(Guid? version, bool confirmed = false) =>
        database.Get<RestoreKey>().HandleAsync(actor, new(actor.Client!.Value, "brevo", version!.Value) { Confirmed = confirmed }, default);

    private async Task<Connexion> StoredAsync()
    {
        await using var db = database.Open(actor.Scope);
        return await db.ConnexionsOf(Brevo).AsNoTracking().SingleAsync();
    }

    private async Task<int> ClaimsAsync()
    {
        await using var db = database.Open(new ActingScope.Job("test", Organisation.Platform));
        return await db.Across<Claim>().CountAsync();
    }

    private async Task<List<AuditAction>> ActionsAsync(AuditAction action)
    {
        await using var db = database.Open(actor.Scope);
        return await db.AuditEntries.Where(entry => entry.Action == action).Select(entry => entry.Action).ToListAsync();
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var key = request.Headers.GetValues("api-key").Single();
        var (status, body) = isDown ? (HttpStatusCode.ServiceUnavailable, "")
            : !accounts.TryGetValue(key, out var account) ? (HttpStatusCode.Unauthorized, """{"message":"Key not found","code":"unauthorized"}""")
            : request.RequestUri!.AbsolutePath.EndsWith("senders", StringComparison.Ordinal) ? (HttpStatusCode.OK, """{"senders":[]}""")
            : (HttpStatusCode.OK, JsonSerializer.Serialize(new { organization_id = $"id-{account}", companyName = account, email = $"{account}@exemple.test" }));
        return new HttpResponseMessage(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
    }
}
