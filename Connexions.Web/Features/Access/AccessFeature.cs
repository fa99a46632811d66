using Connexions.Web.Account;
using Connexions.Web.Features.Sessions;
using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Features.Access;

/// <summary>Invitations, and the accounts and rights that come of them.</summary>
public static class AccessFeature
{
    /// <summary>How long a link to set a new password works.</summary>
    public static readonly TimeSpan PasswordLinkLifetime = TimeSpan.FromHours(1);

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = PasswordLinkLifetime);
        services.AddSessionHandlers();
        services.AddScoped<IPasswordValidator<Person>, GuessablePassword>();
        services.AddSingleton<Invite>();
        services.AddSingleton<WithdrawInvitation>();
        services.AddSingleton<ListTeam>();
        services.AddSingleton<FindInvitation>();
        services.AddSingleton<AcceptInvitation>();
        services.AddSingleton<FirstAdministrator>();
        services.AddSingleton<SetPassword>();
        services.AddSingleton<ReplacePassword>();
        return services;
    }
}
