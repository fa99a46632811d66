using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Verifications.Http;

public static class ProviderClientFeature
{
    /// <exception cref="SettingException">An address of a provider is set in Production, or is none.</exception>
    public static IServiceCollection AddProviderClient(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment) =>
        services.AddProviderClient(ProviderAddresses.Read(configuration, environment), new ProviderClientOptions());

    internal static IServiceCollection AddProviderClient(this IServiceCollection services, ProviderAddresses addresses, ProviderClientOptions options)
    {
        services.AddSingleton(addresses);
        services.AddSingleton(options);
        services.AddSingleton<ProviderLimits>();
        services.AddSingleton<ProviderClient>();
        return services;
    }
}
