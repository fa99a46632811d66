namespace Connexions.Web.Features.Sharing;

public static class SharingFeature
{
    public static IServiceCollection AddSharing(this IServiceCollection services)
    {
        services.AddSingleton<LiveNotices>();
        services.AddSingleton<ListEffective>();
        services.AddSingleton<GetEffective>();
        services.AddSingleton<ListPolicies>();
        services.AddSingleton<SimulatePolicy>();
        services.AddSingleton<SavePolicy>();
        services.AddScoped<TraceSentences>();
        return services;
    }
}
