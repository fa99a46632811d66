using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Security;

/// <summary>Keys that were stored before they were bound to their client: carried over once, and refused for good afterwards.</summary>
public abstract class SecretCarryOverTests(DatabaseProvider on) : DatabaseTests(on)
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private readonly CapturedLog log = new();

    private Place place = null!;
    private Place sibling = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        place = await Given.IndependentAsync();
        sibling = await Given.IndependentAsync(sibling: place);
    }

    [DatabaseFact]
    public async Task Keys_OfBefore_AreReadableAfterwardsAndStayAsTheyAre()
    {
        var keys = new List<(Connexion Stored, SecretText Key)>();
        foreach (var provider in ProviderCatalogue.All)
        {
            keys.Add(await GivenOldKeyAsync(provider, place));
        }

        await Database.Peppers.CurrentAsync(CancellationToken.None);
        await MakeOldAsync();

        Assert.True(await IsDueAsync());
        foreach (var (stored, _) in keys)
        {
            Assert.Null(Database.Vault.Unprotect(await ReadAsync(stored)));
        }

        await StartAsync();

        Assert.False(await IsDueAsync());
        var after = new List<string?>();
        foreach (var (stored, key) in keys)
        {
            var row = await ReadAsync(stored);
            after.Add(row.ApiKey);
            Assert.Equal(key.Reveal(), Database.Vault.Unprotect(row)?.Reveal());
            Assert.Equal(Database.Vault.CurrentKey(), row.ApiKeyRingKeyId);
        }

        await StartAsync();
        Assert.Equal(after, await Task.WhenAll(keys.Select(async key => (await ReadAsync(key.Stored)).ApiKey)));
    }

    [DatabaseFact]
    public async Task Pepper_OfBefore_IsTheSameAfterwards()
    {
        await GivenOldKeyAsync(Brevo, place);
        var before = await Database.Peppers.CurrentAsync(CancellationToken.None);
        await MakeOldAsync();

        await StartAsync();

        await using var restarted = Database.Reopen();
        Assert.Equal(Convert.ToHexString(before.Bytes.Span), Convert.ToHexString((await restarted.Peppers.CurrentAsync(CancellationToken.None)).Bytes.Span));
        Assert.True(await restarted.Peppers.FitsAsync(CancellationToken.None));
    }

    [DatabaseFact]
    public async Task Ciphertext_OfBeforePutBackAfterwards_IsRefusedForGood()
    {
        var (stored, _) = await GivenOldKeyAsync(Brevo, place);
        await MakeOldAsync();
        await StartAsync();

        await HandOverAsync(stored, sibling, stored.ApiKey!);
        await StartAsync();

        Assert.Equal(stored.ApiKey, (await ReadAsync(stored)).ApiKey);
        Assert.Null(Database.Vault.Unprotect(await ReadAsync(stored)));
    }

    [DatabaseFact]
    public async Task Ciphertext_OfBeforePutBackAndThePeppersDeleted_IsRefusedForGood()
    {
        var (stored, _) = await GivenOldKeyAsync(Brevo, place);
        await MakeOldAsync();
        await StartAsync();

        await RunAsync("DELETE FROM fingerprint_peppers");
        await HandOverAsync(stored, sibling, stored.ApiKey!);
        await StartAsync();

        Assert.Equal(stored.ApiKey, (await ReadAsync(stored)).ApiKey);
        Assert.Null(Database.Vault.Unprotect(await ReadAsync(stored)));
    }

    [DatabaseFact]
    public async Task Ciphertext_OfBeforePutBackWithThePepperOfBefore_IsRefusedWhileAnyKeyIsOfNow()
    {
        var (stored, _) = await GivenOldKeyAsync(Brevo, place);
        var (other, key) = await GivenOldKeyAsync(ProviderCatalogue.Find("openai")!, place);
        var before = await MakeOldAsync();
        await StartAsync();

        await RunAsync("UPDATE fingerprint_peppers SET protected = @old", ("@old", before));
        await HandOverAsync(stored, sibling, stored.ApiKey!);
        Assert.True(await IsDueAsync());
        await StartAsync();

        Assert.Equal(stored.ApiKey, (await ReadAsync(stored)).ApiKey);
        Assert.Equal(key.Reveal(), Database.Vault.Unprotect(await ReadAsync(other))?.Reveal());
        Assert.Contains(log.Lines, line => line.Contains("older peppers back", StringComparison.Ordinal));
        // And what was put back says nothing any more.
        Assert.False(await IsDueAsync());
    }

    [DatabaseFact]
    public async Task CarryOver_KilledInTheMiddle_GoesOnWhereItWas()
    {
        var (first, firstKey) = await GivenOldKeyAsync(Brevo, place);
        var (second, secondKey) = await GivenOldKeyAsync(Brevo, sibling);
        await MakeOldAsync();
        Assert.True(await Database.Peppers.RestateAsync(await Database.Peppers.TestifyAsync(CancellationToken.None), SecretForm.BeingCarried, CancellationToken.None));
        var done = Database.Vault.Protect(first, firstKey);
        await RunAsync("UPDATE brevo_connexion SET brevo_api_key = @new WHERE id = @id", ("@new", done.Ciphertext), ("@id", first.Id));

        await StartAsync();

        Assert.Equal(done.Ciphertext, (await ReadAsync(first)).ApiKey);
        Assert.Equal(secondKey.Reveal(), Database.Vault.Unprotect(await ReadAsync(second))?.Reveal());
        Assert.False(await IsDueAsync());
    }

    [DatabaseFact]
    public async Task CarryOver_OfServersThatStartAtOnce_LosesNoKey()
    {
        var keys = new List<(Connexion Stored, SecretText Key)>();
        for (var number = 0; number < 40; number++)
        {
            keys.Add(await GivenOldKeyAsync(Brevo, await Given.IndependentAsync(sibling: place)));
        }

        await MakeOldAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(StartAsync)));

        foreach (var (stored, key) in keys)
        {
            Assert.Equal(key.Reveal(), Database.Vault.Unprotect(await ReadAsync(stored))?.Reveal());
        }

        Assert.False(await IsDueAsync());
    }

    [DatabaseFact]
    public async Task Keys_ThatCannotBeRead_AreLeftAndNamed()
    {
        var (good, key) = await GivenOldKeyAsync(Brevo, place);
        var (broken, _) = await GivenOldKeyAsync(Brevo, sibling);
        var lost = await Given.ConnexionWithKeyAsync(Brevo, await Given.IndependentAsync());
        await MakeOldAsync();
        await RunAsync("UPDATE brevo_connexion SET brevo_api_key = @broken WHERE id = @id", ("@broken", broken.ApiKey![..^4]), ("@id", broken.Id));
        await RunAsync("UPDATE brevo_connexion SET brevo_api_key = @lost, api_key_ring_key_id = @key WHERE id = @id",
            ("@lost", Protect(new EphemeralDataProtectionProvider(), lost, Planted.KeyFor(Brevo))), ("@key", Guid.NewGuid()), ("@id", lost.Id));

        await StartAsync();

        Assert.Equal(key.Reveal(), Database.Vault.Unprotect(await ReadAsync(good))?.Reveal());
        Assert.Equal(broken.ApiKey[..^4], (await ReadAsync(broken)).ApiKey);
        Assert.All([broken, lost], row => Assert.Contains(log.Lines, line => line.Contains(row.Id.ToString(), StringComparison.Ordinal)));
        Assert.DoesNotContain(log.Lines, line => line.Contains(good.Id.ToString(), StringComparison.Ordinal));
        Assert.False(await IsDueAsync());
    }

    [DatabaseFact]
    public async Task Database_ThatIsNew_IsBornInTheNewForm()
    {
        await StartAsync();
        Assert.Null((await Database.Peppers.TestifyAsync(CancellationToken.None)).Form);

        await Database.Peppers.CurrentAsync(CancellationToken.None);

        Assert.Equal(SecretForm.WithClient, (await Database.Peppers.TestifyAsync(CancellationToken.None)).Form);
    }

    [DatabaseFact]
    public async Task Tokens_OfBefore_AreSealedOnceAndNoOthersLater()
    {
        var (token, _) = await Given.TokenAsync(place);
        var (revoked, _) = await Given.TokenAsync(place);
        await RunAsync("UPDATE service_tokens SET seal = NULL");
        await RunAsync("UPDATE service_tokens SET revoked_at = @at WHERE token_id = @id", ("@at", Database.Clock.UtcNow), ("@id", revoked.TokenId));
        await Database.Peppers.CurrentAsync(CancellationToken.None);
        await MakeOldAsync();

        await StartAsync();
        Assert.True(Seals.IsGenuine(await ReadAsync(token)));
        Assert.Null((await ReadAsync(revoked)).Seal);

        await RunAsync("UPDATE service_tokens SET seal = NULL");
        await StartAsync();
        Assert.False(Seals.IsGenuine(await ReadAsync(token)));
    }

    private TokenSeals Seals => Database.Get<TokenSeals>();

    private Task<bool> IsDueAsync() => Database.Get<SecretCarryOver>().IsDueAsync(CancellationToken.None);

    /// <summary>What a start of a server that may migrate does, in a process of its own.</summary>
    private async Task StartAsync()
    {
        await using var server = Database.Reopen(new() { Clock = Database.Clock, Services = services => services.AddLogging(logging => logging.AddProvider(log)) });
        await server.Get<SecretCarryOver>().RunAsync(CancellationToken.None);
    }

    /// <summary>A key as it was stored before; <see cref="Connexion.ApiKey"/> of what is returned is that ciphertext.</summary>
    private async Task<(Connexion Stored, SecretText Key)> GivenOldKeyAsync(Provider provider, Place owner)
    {
        var key = Planted.KeyFor(provider);
        var stored = await Given.ConnexionWithKeyAsync(provider, owner, key);
        stored.Reprotect(new ProtectedSecret(Protect(Database.Get<IDataProtectionProvider>(), stored, key), stored.ApiKeyRingKeyId!.Value), null);
        await RunAsync($"UPDATE {provider.Table} SET {ColumnOf(provider)} = @old WHERE id = @id", ("@old", stored.ApiKey), ("@id", stored.Id));
        return (stored, key);
    }

    private static string Protect(IDataProtectionProvider protection, Connexion connexion, SecretText key) => protection.CreateProtector(
        "Connexions.Secret.v1", $"organisation:{connexion.OrganisationId:N}", $"connexion:{connexion.Id:N}", $"column:{ColumnOf(ProviderCatalogue.Of(connexion))}").Protect(key.Reveal());

    private static string ColumnOf(Provider provider) => provider.Fields.Single(field => field.Kind == FieldKind.ApiKey).Column;

    /// <summary>The pepper as it was protected before.</summary>
    /// <returns>What is stored of it.</returns>
    private async Task<string> MakeOldAsync()
    {
        var pepper = Assert.Single(await Database.Peppers.AllAsync(CancellationToken.None));
        var old = Database.Get<IDataProtectionProvider>().CreateProtector("Connexions.Pepper.v1", pepper.Version.ToString(CultureInfo.InvariantCulture))
            .Protect(Convert.ToBase64String(pepper.Bytes.Span));
        await RunAsync("UPDATE fingerprint_peppers SET protected = @old", ("@old", old));
        return old;
    }

    private Task<int> HandOverAsync(Connexion connexion, Place to, string ciphertext) => RunAsync(
        "UPDATE brevo_connexion SET client_id = @client, brevo_api_key = @key WHERE id = @id",
        ("@client", to.Reference.Id), ("@key", ciphertext), ("@id", connexion.Id));

    private async Task<Connexion> ReadAsync(Connexion connexion)
    {
        await using var db = Database.Open(place.JobScope with { Organisation = connexion.OrganisationId });
        return await db.ConnexionsOf(ProviderCatalogue.Of(connexion)).AsNoTracking().SingleAsync(row => row.Id == connexion.Id);
    }

    private async Task<ServiceToken> ReadAsync(ServiceToken token)
    {
        await using var db = Database.Open(place.JobScope);
        return await db.ServiceTokens.AsNoTracking().SingleAsync(row => row.TokenId == token.TokenId);
    }
}

public sealed class SecretCarryOverOnSqlite() : SecretCarryOverTests(DatabaseProvider.Sqlite);

public sealed class SecretCarryOverOnSqlServer() : SecretCarryOverTests(DatabaseProvider.SqlServer), IOnSqlServer;
