namespace Connexions.Web.Features.Support;

public static class SupportFeature
{
    public static IServiceCollection AddSupport(this IServiceCollection services)
    {
        services.AddSingleton<SupportSittings>();
        services.AddSingleton<StartSitting>();
        services.AddSingleton<SearchConnexions>();
        services.AddSingleton<OpenConnexion>();
        services.AddSingleton<OpenDashboard>();
        services.AddScoped<LastSearch>();
        return services;
    }
}
