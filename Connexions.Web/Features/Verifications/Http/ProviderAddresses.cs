using System.Collections.Concurrent;
using Connexions.Domain.Integrations;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>
/// Where each provider answers: the address in its verifier, a closed list, unless <c>Providers:…:BaseUrl</c> says
/// another outside Production. A setting with a path (<c>http://localhost:9000/v3</c>) stands in for the whole address;
/// one without (<c>http://localhost:9000</c>) for scheme, host and port, and the provider's own path is kept.
/// </summary>
public sealed class ProviderAddresses
{
    private readonly ConcurrentDictionary<string, Uri> standIns = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="SettingException">An address is set in Production, or is none that could be used.</exception>
    public static ProviderAddresses Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var addresses = new ProviderAddresses();
        foreach (var provider in ProviderCatalogue.All)
        {
            var setting = $"Providers:{provider.Name}:BaseUrl";
            if (configuration[setting] is { } text && !string.IsNullOrWhiteSpace(text))
            {
                addresses.standIns[provider.Code] = Complete(provider, Check(setting, text, provider, environment));
            }
        }

        return addresses;
    }

    public Uri Of(Provider provider) => standIns.TryGetValue(provider.Code, out var standIn) ? standIn : provider.Verifier.BaseAddress;

    /// <summary>The address of one call.</summary>
    /// <param name="relative">To the provider's own address.</param>
    /// <exception cref="InvalidOperationException">It is none that a key of this provider may be sent to.</exception>
    public Uri To(Provider provider, Uri relative)
    {
        var target = new Uri(Of(provider), relative);
        return Allows(provider, target)
            ? target
            : throw new InvalidOperationException($"A key of {provider.Name} may not be sent to {target.Host}.");
    }

    /// <summary>Whether the key of a call to this address goes where keys of this provider may go.</summary>
    public bool Allows(Provider provider, Uri address)
    {
        var own = Of(provider);
        return address.Scheme == own.Scheme && address.Port == own.Port && address.UserInfo.Length == 0
            && (standIns.ContainsKey(provider.Code) ? address.Host == own.Host : provider.Verifier.Hosts.Contains(address.Host, StringComparer.Ordinal));
    }

    /// <summary>Puts a fake of this machine in the provider's place, unless a setting has done so.</summary>
    internal void StandIn(Provider provider, Uri fake)
    {
        if (!fake.IsLoopback)
        {
            throw new ArgumentException("A fake runs on this machine.", nameof(fake));
        }

        standIns.TryAdd(provider.Code, Complete(provider, fake));
    }

    private static Uri Complete(Provider provider, Uri address)
    {
        var path = address.AbsolutePath == "/" ? provider.Verifier.BaseAddress.AbsolutePath : address.AbsolutePath;
        return new UriBuilder(address) { Path = path.TrimEnd('/') + "/" }.Uri;
    }

    private static Uri Check(string setting, string text, Provider provider, IHostEnvironment environment)
    {
        if (environment.IsProduction())
        {
            throw new SettingException(setting, $"""
                In Production the keys of {provider.Name} go to {provider.Verifier.BaseAddress.Host} only; another address is for tests.
                Remove the setting, or the environment variable {setting.Replace(":", "__", StringComparison.Ordinal)}, then start again.
                """);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new SettingException(setting, "It is no address of a provider. Write it as https://host or https://host/path.");
        }

        return address.Scheme == Uri.UriSchemeHttps || environment.IsDevelopment()
            ? address
            : throw new SettingException(setting, "Keys are sent in clear over http, so outside Development the address begins with https://.");
    }
}
