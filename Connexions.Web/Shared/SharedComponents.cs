using Connexions.Web.Features.Gateway;
using Radzen;

namespace Connexions.Web.Shared;

public static class SharedComponents
{
    public static IServiceCollection AddSharedComponents(this IServiceCollection services)
    {
        services.AddRadzenComponents();
        services.AddScoped<ErrorTexts>();
        services.AddScoped<PurposeTexts>();
        services.AddScoped<Confirmation>();
        return services;
    }
}
