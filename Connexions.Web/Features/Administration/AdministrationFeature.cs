using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Features.Administration.Organisations;

namespace Connexions.Web.Features.Administration;

/// <summary>Organisations, networks, agencies, accounts and rights: for administrators only.</summary>
public static class AdministrationFeature
{
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddSingleton<CreateOrganisation>();
        services.AddSingleton<AddClient>();
        services.AddSingleton<ListNetworks>();
        services.AddSingleton<ListOrganisations>();
        services.AddSingleton<GetOrganisation>();
        services.AddSingleton<ListPeople>();
        services.AddSingleton<WithdrawMembership>();
        services.AddSingleton<DisableAccount>();
        services.AddSingleton<EnableAccount>();
        services.AddSingleton<CreatePasswordLink>();
        return services;
    }
}
