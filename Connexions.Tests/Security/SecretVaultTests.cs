using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Connexions.Tests.Security;

public sealed class SecretVaultTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    private static readonly Provider Zoho = ProviderCatalogue.Find("zoho")!;

    private TestDatabase database = null!;
    private Place place = null!;

    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddIntegrations() });
        place = await database.Given.IndependentAsync();
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Key_Stored_ComesBackAndIsNotInItsRow(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var key = Planted.KeyFor(provider);
        await database.Given.ConnexionWithKeyAsync(provider, place, key);

        await using var db = database.Open(place.MemberScope);
        var stored = await db.ConnexionsOf(provider).SingleAsync();

        Assert.Equal(key.Reveal(), database.Vault.Unprotect(stored)!.Reveal());
        Assert.DoesNotContain(key.Reveal(), stored.ApiKey, StringComparison.Ordinal);
        Assert.True(database.KeyRing.CanRead(stored.ApiKeyRingKeyId!.Value));
    }

    [Fact]
    public async Task Ciphertext_CopiedToAnotherRow_DoesNotDecrypt()
    {
        var secret = (await database.Given.ConnexionWithKeyAsync(Brevo, place)).Secret!;

        Assert.Null(database.Vault.Unprotect(With(Brevo.NewConnexion(place.OrganisationId, place.Reference, default), secret)));
    }

    [Fact]
    public async Task Ciphertext_OfTheSameIdInAnotherOrganisation_DoesNotDecrypt()
    {
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place);
        var moved = With(Brevo.NewConnexion(Guid.NewGuid(), place.Reference, default), stored.Secret!);
        SetId(moved, stored.Id);

        Assert.Null(database.Vault.Unprotect(moved));
    }

    [Fact]
    public async Task Ciphertext_OfTheSameIdForAnotherClient_DoesNotDecrypt()
    {
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place);
        var moved = With(Brevo.NewConnexion(place.OrganisationId, place.Reference with { Id = Guid.NewGuid() }, default), stored.Secret!);
        SetId(moved, stored.Id);

        Assert.Null(database.Vault.Unprotect(moved));
    }

    [Fact]
    public async Task Ciphertext_OfAClientThatJoinedANetwork_Decrypts()
    {
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place);
        var retyped = With(Brevo.NewConnexion(place.OrganisationId, place.Reference with { Type = ClientType.ReseauAgence }, default), stored.Secret!);
        SetId(retyped, stored.Id);

        Assert.NotNull(database.Vault.Unprotect(retyped));
    }

    [Fact]
    public async Task Ciphertext_OfTheSameIdInAnotherColumn_DoesNotDecrypt()
    {
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place);
        var moved = With(Zoho.NewConnexion(place.OrganisationId, place.Reference, default), stored.Secret!);
        SetId(moved, stored.Id);

        Assert.Null(database.Vault.Unprotect(moved));
    }

    [Fact]
    public async Task Ciphertext_OfTheSameRow_Decrypts()
    {
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place);
        var same = With(Brevo.NewConnexion(place.OrganisationId, place.Reference, default), stored.Secret!);
        SetId(same, stored.Id);

        Assert.NotNull(database.Vault.Unprotect(same));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pas du tout chiffré")]
    [InlineData("CfDJ8AAAA")]
    public void Ciphertext_Damaged_IsUnreadableAndNoCrash(string ciphertext) => Assert.Null(
        database.Vault.Unprotect(With(Brevo.NewConnexion(place.OrganisationId, place.Reference, default), new ProtectedSecret(ciphertext, Guid.NewGuid()))));

    [Fact]
    public async Task KeyRing_OfTheDatabase_IsReadByAnotherProcess()
    {
        var key = Planted.KeyFor(Brevo);
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place, key);

        await using var restarted = database.Reopen();

        Assert.Equal(key.Reveal(), restarted.Vault.Unprotect(stored)!.Reveal());
        Assert.True(restarted.KeyRing.CanRead(stored.ApiKeyRingKeyId!.Value));
        Assert.True(await restarted.Peppers.FitsAsync(CancellationToken.None));
        Assert.Equal(stored.ApiKeyFingerprint, KeyFingerprint.Compute(await restarted.Peppers.CurrentAsync(CancellationToken.None), Brevo.Code, key).Value);
    }

    [Fact]
    public async Task KeyRing_Lost_IsSaidAndTheListStillStands()
    {
        var actor = await database.Given.ActorAsync(place);
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place, email: "compte@exemple.test");
        await ForgetKeyRingAsync();

        await using var restarted = database.Reopen(new() { Services = services => services.AddHealth().AddIntegrations() });
        var cards = (await restarted.Get<ListConnexions>().HandleAsync(actor, CancellationToken.None)).Require();

        Assert.False(restarted.KeyRing.CanRead(stored.ApiKeyRingKeyId!.Value));
        Assert.Null(restarted.Vault.Unprotect(stored));
        Assert.False(await restarted.Peppers.FitsAsync(CancellationToken.None));
        Assert.Equal(HealthStatus.Degraded, (await restarted.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "key ring")).Status);
        var card = cards.Single(card => card.Provider == Brevo);
        Assert.Equal((ConnexionState.Unreadable, "compte@exemple.test"), (card.State, card.AccountEmail));
    }

    [Fact]
    public async Task KeyRing_LostAndTheKeyEnteredAgain_IsReadable()
    {
        var actor = await database.Given.ActorAsync(place);
        await database.Given.ConnexionWithKeyAsync(Brevo, place);
        await ForgetKeyRingAsync();
        await using var restarted = database.Reopen(new() { Services = services => services.AddIntegrations() });
        var view = (await restarted.Get<GetConnexion>().HandleAsync(actor, Brevo.Code, CancellationToken.None)).Require();

        var saved = await restarted.Get<SaveConnexion>().HandleAsync(
            actor, new SaveConnexionRequest(place.Reference, Brevo.Code, view.Version, view.Values, Planted.KeyFor(Brevo)), CancellationToken.None);

        Assert.Equal(ConnexionState.NeverVerified, saved.Require().View.State);
    }

    [Fact]
    public async Task Key_OfNoKnownFormatSavedFirstOfAll_IsStoredAndTheCanaryWithIt()
    {
        var actor = await database.Given.ActorAsync(place);

        var saved = await database.Get<SaveConnexion>().HandleAsync(
            actor, new SaveConnexionRequest(place.Reference, Zoho.Code, null, new Dictionary<FieldKind, string?>(), Planted.KeyFor(Zoho)), CancellationToken.None);
        await ForgetKeyRingAsync();
        await using var restarted = database.Reopen();

        Assert.Equal(ConnexionState.NeverVerified, saved.Require().View.State);
        Assert.False(await restarted.Peppers.FitsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task KeyRing_AfterRotation_StillReadsOldSecrets()
    {
        var key = Planted.KeyFor(Brevo);
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place, key);
        var manager = database.Get<IKeyManager>();
        var newest = manager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddYears(1));

        await using var restarted = database.Reopen();
        var again = await restarted.Given.ConnexionWithKeyAsync(Zoho, place);

        Assert.Equal(key.Reveal(), restarted.Vault.Unprotect(stored)!.Reveal());
        Assert.Equal(newest.KeyId, again.ApiKeyRingKeyId);
        Assert.NotEqual(stored.ApiKeyRingKeyId, again.ApiKeyRingKeyId);
    }

    [Fact]
    public async Task Key_UnderARevokedRingKey_IsUnreadable()
    {
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, place);
        database.Get<IKeyManager>().RevokeKey(stored.ApiKeyRingKeyId!.Value);

        await using var restarted = database.Reopen();

        Assert.False(restarted.KeyRing.CanRead(stored.ApiKeyRingKeyId.Value));
        Assert.Null(restarted.Vault.Unprotect(stored));
    }

    [Fact]
    public async Task Pepper_AskedForByManyServersAtOnce_IsOne()
    {
        // The ring first: two servers that start on an empty database may each make a key, and know both later.
        await database.Given.ConnexionWithKeyAsync(Zoho, place);
        await using (var db = database.Contexts.CreateUnstamped())
        {
            db.RemoveRange(await db.Set<StoredPepper>().ToListAsync());
            await db.SaveChangesAsync();
        }

        var servers = Enumerable.Range(0, 8).Select(_ => database.Reopen()).ToList();
        var peppers = await Task.WhenAll(servers.Select(server => Task.Run(() => server.Peppers.CurrentAsync(CancellationToken.None))));

        Assert.Single(peppers.Select(pepper => Convert.ToHexString(pepper.Bytes.Span)).Distinct(StringComparer.Ordinal));
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Pepper_Unreadable_IsFollowedByANewVersion()
    {
        var first = await database.Peppers.CurrentAsync(CancellationToken.None);
        await ForgetKeyRingAsync();
        await using var restarted = database.Reopen();

        var second = await restarted.Peppers.CurrentAsync(CancellationToken.None);

        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.False(await restarted.Peppers.FitsAsync(CancellationToken.None));
    }

    private static Connexion With(Connexion connexion, ProtectedSecret secret)
    {
        connexion.ReplaceKey(secret, "", fingerprint: null, ManualTime.Start.UtcDateTime);
        return connexion;
    }

    private static void SetId(Connexion connexion, Guid id) => typeof(Connexion).GetProperty(nameof(Connexion.Id))!.SetValue(connexion, id);

    /// <summary>As after a restored database whose ring was kept elsewhere.</summary>
    private async Task ForgetKeyRingAsync()
    {
        await using var db = database.Contexts.CreateUnstamped();
        db.RemoveRange(await db.Set<KeyRingElement>().ToListAsync());
        await db.SaveChangesAsync();
    }
}
