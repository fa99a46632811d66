using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Demo;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Connexions.Tests.Security;

public sealed class KeyRingCertificateTests
{
    private const string PathSetting = "KeyRing:Certificate:Path";
    private const string PasswordSetting = "KeyRing:Certificate:Password";

    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    [Fact]
    public async Task Ring_WithACertificate_IsStoredEncrypted()
    {
        await using var database = await TestDatabase.CreateAsync(options: Production(Certificates.New("mot de passe"), "mot de passe"));
        var key = Planted.KeyFor(Brevo);
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, await database.Given.IndependentAsync(), key);

        await using var db = database.Contexts.CreateUnstamped();
        var xml = Assert.Single(await db.Set<KeyRingElement>().Select(element => element.Xml).ToListAsync());
        Assert.Contains("EncryptedData", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", xml, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(key.Reveal(), database.Vault.Unprotect(stored)!.Reveal());
    }

    [Fact]
    public async Task Ring_WithoutACertificateInDevelopment_IsStoredInClear()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.Given.ConnexionWithKeyAsync(Brevo, await database.Given.IndependentAsync());

        await using var db = database.Contexts.CreateUnstamped();
        Assert.Contains("masterKey", Assert.Single(await db.Set<KeyRingElement>().Select(element => element.Xml).ToListAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ring_OpenedWithAnotherCertificate_DoesNotFit()
    {
        await using var database = await TestDatabase.CreateAsync(options: Production(Certificates.New("a"), "a"));
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, await database.Given.IndependentAsync());

        await using var stranger = database.Reopen(Production(Certificates.New("b"), "b"));

        Assert.False(stranger.KeyRing.CanRead(stored.ApiKeyRingKeyId!.Value));
        Assert.False(await stranger.Peppers.FitsAsync(CancellationToken.None));
        Assert.Null(stranger.Vault.Unprotect(stored));
    }

    [Fact]
    public async Task Ring_AfterTheCertificateWasReplaced_IsReadWithThePreviousOne()
    {
        var old = Certificates.New("a");
        await using var database = await TestDatabase.CreateAsync(options: Production(old, "a"));
        var key = Planted.KeyFor(Brevo);
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, await database.Given.IndependentAsync(), key);

        await using var renewed = database.Reopen(Production(Certificates.New("b"), "b",
            ("KeyRing:PreviousCertificates:0:Path", old), ("KeyRing:PreviousCertificates:0:Password", "a")));

        Assert.Equal(key.Reveal(), renewed.Vault.Unprotect(stored)!.Reveal());
        Assert.True(await renewed.Peppers.FitsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task CarryOver_WithoutTheCertificateOfItsKeys_IsRefusedNamingTheSettingAndDoneWithIt()
    {
        var old = Certificates.New("a");
        await using var database = await TestDatabase.CreateAsync(options: Production(old, "a"));
        var key = Planted.KeyFor(Brevo);
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, await database.Given.IndependentAsync(), key);
        await MakeOldAsync(database, stored, key);
        var renewed = Certificates.New("b");

        // The ring has a key by now that opens; those of before still do not.
        await using (var stranger = database.Reopen(Production(renewed, "b")))
        {
            stranger.Vault.MakeReady();
            var carryOver = stranger.Get<SecretCarryOver>();
            Assert.Contains("KeyRing:PreviousCertificates", (await Assert.ThrowsAsync<SettingException>(() => carryOver.RequireRingAsync(CancellationToken.None))).Message, StringComparison.Ordinal);
        }

        await using var complete = database.Reopen(Production(renewed, "b",
            ("KeyRing:PreviousCertificates:0:Path", old), ("KeyRing:PreviousCertificates:0:Password", "a")));
        await complete.Get<SecretCarryOver>().RequireRingAsync(CancellationToken.None);
        await complete.Get<SecretCarryOver>().RunAsync(CancellationToken.None);

        await using var db = database.Open(new Connexions.Domain.Access.ActingScope.Job("test", stored.OrganisationId));
        Assert.Equal(key.Reveal(), complete.Vault.Unprotect(await db.ConnexionsOf(Brevo).SingleAsync())?.Reveal());
    }

    [Fact]
    public async Task CarryOver_WithSomeKeysUnopened_IsRefusedAndLeavesTheOthersAsTheyAre()
    {
        var first = Certificates.New("a");
        await using var database = await TestDatabase.CreateAsync(options: Production(first, "a"));
        var key = Planted.KeyFor(Brevo);
        var stored = await database.Given.ConnexionWithKeyAsync(Brevo, await database.Given.IndependentAsync(), key);
        // Another key of the ring, under another certificate, and a row and the pepper that need it.
        await using var second = database.Reopen(Production(Certificates.New("b"), "b"));
        second.Get<Microsoft.AspNetCore.DataProtection.KeyManagement.IKeyManager>().CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddYears(1));
        var other = await second.Given.ConnexionWithKeyAsync(Brevo, await second.Given.IndependentAsync());
        await MakeOldAsync(database, stored, key);

        await using var start = database.Reopen(Production(first, "a"));
        var refusal = await Assert.ThrowsAsync<SettingException>(() => start.Get<SecretCarryOver>().RunAsync(CancellationToken.None));

        Assert.Contains(other.ApiKeyRingKeyId.ToString()!, refusal.Message, StringComparison.Ordinal);
        Assert.True(await start.Get<SecretCarryOver>().IsDueAsync(CancellationToken.None));
    }

    /// <summary>As a server left it that did not bind keys to their client yet.</summary>
    private static async Task MakeOldAsync(TestDatabase database, Connexion stored, SecretText key)
    {
        var protection = database.Get<IDataProtectionProvider>();
        var old = protection.CreateProtector(
            "Connexions.Secret.v1", $"organisation:{stored.OrganisationId:N}", $"connexion:{stored.Id:N}", "column:brevo_api_key").Protect(key.Reveal());
        await using var db = database.Contexts.CreateUnstamped();
        var pepper = await db.Set<StoredPepper>().SingleAsync(row => row.Version == 1);
        pepper.Protected = protection.CreateProtector("Connexions.Pepper.v1", "1").Protect(protection.CreateProtector("Connexions.Pepper.v2", "1").Unprotect(pepper.Protected));
        await db.SaveChangesAsync();
        await database.Contexts.RunSqlAsync("UPDATE brevo_connexion SET brevo_api_key = @old WHERE id = @id", ("@old", old), ("@id", stored.Id));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Start_WithoutACertificateOutsideDevelopment_IsRefusedSayingHowToMakeOne(string environment)
    {
        var refusal = await Assert.ThrowsAsync<SettingException>(() => TestDatabase.CreateAsync(options: new() { Environment = environment }));

        Assert.Contains(PathSetting, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("openssl req -x509", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("openssl pkcs12 -export", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithACertificateThatCannotBeOpened_IsRefusedNamingTheSetting()
    {
        foreach (var (path, password) in new[] { ("/nulle/part.pfx", "x"), (Certificates.New("a"), "faux") })
        {
            var refusal = await Assert.ThrowsAsync<SettingException>(() => TestDatabase.CreateAsync(options: Production(path, password)));
            Assert.Contains(PathSetting, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Production", "true", null)]
    [InlineData("Production", null, false)]
    [InlineData("Production", "false", false)]
    [InlineData("Development", null, true)]
    [InlineData("Development", "false", false)]
    [InlineData("Staging", null, false)]
    [InlineData("Staging", "true", true)]
    [InlineData("Development", "oui", null)]
    public void Demo_Asked_IsOfferedNowhereInProduction(string environment, string? setting, bool? expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            setting is null ? [] : [KeyValuePair.Create("Demo:Enabled", (string?)setting)]).Build();
        var host = new HostingEnvironment { EnvironmentName = environment };

        if (expected is { } enabled)
        {
            Assert.Equal(enabled, DemoOptions.Read(configuration, host).Enabled);
        }
        else
        {
            Assert.Throws<SettingException>(() => DemoOptions.Read(configuration, host));
        }
    }

    private static TestDatabaseOptions Production(string path, string password, params (string Key, string? Value)[] more) => new()
    {
        Environment = Environments.Production,
        Settings = more.Append((PathSetting, path)).Append((PasswordSetting, password)).ToDictionary(setting => setting.Item1, setting => setting.Item2),
    };

    private sealed class HostingEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "";

        public string ApplicationName { get; set; } = nameof(Connexions);

        public string ContentRootPath { get; set; } = "";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
