using Connexions.Web.Features.Integrations.Editing;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications.Checks;


namespace Connexions.Web.Features.Integrations;

public static class IntegrationsFeature
{
    public static IServiceCollection AddIntegrations(this IServiceCollection services)
    {
        services.AddKeyCheck();
        services.AddSingleton<ListConnexions>();
        services.AddSingleton<GetConnexion>();
        services.AddSingleton<SaveConnexion>();
        services.AddSingleton<KeptKeys>();
        services.AddSingleton<RestoreKey>();
        services.AddSingleton<LetKeyBeforeGo>();
        services.AddSingleton<VerifyKey>();
        services.AddSingleton<SendTestMail>();
        services.AddSingleton<DeleteConnexion>();
        services.AddScoped<Drafts>();
        services.AddScoped<EditorQuestions>();
        return services;
    }
}
