using Connexions.Web.Features.Gateway;
using Connexions.Web.Shared.Dialogs;
using Connexions.Web.Shared.Live;
using Connexions.Web.Shared.Words;
using MudBlazor;
using MudBlazor.Services;

namespace Connexions.Web.Shared;

public static class SharedComponents
{
    public static IServiceCollection AddSharedComponents(this IServiceCollection services)
    {
        services.AddMudServices();
        services.AddTransient<MudLocalizer, MudTexts>();
        services.AddScoped<ErrorTexts>();
        services.AddScoped<PurposeTexts>();
        services.AddScoped<Confirmation>();
        services.AddScoped<Messages>();
        return services;
    }
}
