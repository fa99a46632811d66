namespace Connexions.Web.Features.Integrations;

public static class IntegrationsFeature
{
    public static IServiceCollection AddIntegrations(this IServiceCollection services)
    {
        services.AddSingleton<ListConnexions>();
        services.AddSingleton<GetConnexion>();
        services.AddSingleton<SaveConnexion>();
        services.AddSingleton<DeleteConnexion>();
        services.AddScoped<Drafts>();
        return services;
    }
}
