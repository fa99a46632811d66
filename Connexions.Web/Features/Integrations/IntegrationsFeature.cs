using Connexions.Web.Features.Verifications;

namespace Connexions.Web.Features.Integrations;

public static class IntegrationsFeature
{
    public static IServiceCollection AddIntegrations(this IServiceCollection services)
    {
        services.AddKeyCheck();
        services.AddSingleton<ListConnexions>();
        services.AddSingleton<GetConnexion>();
        services.AddSingleton<SaveConnexion>();
        services.AddSingleton<VerifyKey>();
        services.AddSingleton<SendTestMail>();
        services.AddSingleton<DeleteConnexion>();
        services.AddScoped<Drafts>();
        services.AddScoped<EditorQuestions>();
        return services;
    }
}
