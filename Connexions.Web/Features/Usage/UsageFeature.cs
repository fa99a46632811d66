namespace Connexions.Web.Features.Usage;

/// <summary>What people see of the gateway's uses.</summary>
public static class UsageFeature
{
    public static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<GetUsage>();
        services.AddSingleton<ListBorrowers>();
        services.AddSingleton<GetRecentUse>();
        services.AddSingleton<ReachedLimits>();
        services.AddSingleton<ListTroubles>();
        services.AddScoped<UseSentences>();
        services.AddScoped<RecentUseSentences>();
        return services;
    }
}
