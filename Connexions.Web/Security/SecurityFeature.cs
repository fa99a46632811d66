using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Internal;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Connexions.Web.Security;

public static class SecurityFeature
{
    private const string PathSetting = "KeyRing:Certificate:Path";

    /// <exception cref="SettingException">The certificate is missing outside Development, or cannot be used.</exception>
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        // A ring that was changed is read again before it is used, not behind its back: the key made a moment ago is the
        // one to protect with, and what another server protected with it has to be readable here.
        AppContext.SetSwitch("Microsoft.AspNetCore.DataProtection.KeyManagement.DisableAsyncKeyRingUpdate", true);
        var protection = services.AddDataProtection().SetApplicationName(nameof(Connexions));
        services.AddSingleton<IXmlRepository, DatabaseKeyRing>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<IXmlRepository>()));

        var path = configuration[PathSetting];
        if (!string.IsNullOrWhiteSpace(path))
        {
            var current = Load(path, configuration["KeyRing:Certificate:Password"], PathSetting);
            var previous = configuration.GetSection("KeyRing:PreviousCertificates").GetChildren()
                .Select(section => Load(section["Path"] ?? "", section["Password"], section.Path + ":Path"));
            protection.ProtectKeysWithCertificate(current).UnprotectKeysWithAnyCertificate([current, .. previous]);
        }
        else if (!environment.IsDevelopment())
        {
            throw new SettingException(PathSetting, """
                Outside Development the key ring, which opens every stored API key, is encrypted by a certificate, and none is set.
                Make one, keep it out of the database's backups, and name it in the settings:
                  openssl req -x509 -newkey rsa:3072 -sha256 -days 3650 -nodes -subj "/CN=Connexions key ring" -keyout keyring.key -out keyring.crt
                  openssl pkcs12 -export -inkey keyring.key -in keyring.crt -out keyring.pfx
                  KeyRing__Certificate__Path=/path/to/keyring.pfx KeyRing__Certificate__Password=…
                """);
        }

        services.AddSingleton(provider => new RingMemory(
            new XmlKeyManager(provider.GetRequiredService<IOptions<KeyManagementOptions>>(), provider.GetRequiredService<IActivator>(), provider.GetRequiredService<ILoggerFactory>()),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IKeyManager>(provider => provider.GetRequiredService<RingMemory>());
        services.AddSingleton<KeyRing>();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<TokenSeals>();
        services.AddSingleton<PepperStore>();
        services.AddSingleton<SecretCarryOver>();
        services.AddSingleton<LiveSessions>();
        services.AddScoped<CurrentSession>();
        return services;
    }

    private static X509Certificate2 Load(string path, string? password, string setting)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException(setting, $"'{path}' cannot be opened as a PKCS#12 file (.pfx): {e.Message}");
        }

        return certificate.HasPrivateKey
            ? certificate
            : throw new SettingException(setting, $"'{path}' holds no private key.");
    }
}
