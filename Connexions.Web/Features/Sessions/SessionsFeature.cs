using Connexions.Web.Account;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Connexions.Web.Features.Sessions;

/// <summary>Sign-ins as rows: opened, looked after and ended, whichever server the browser speaks to.</summary>
public static class SessionsFeature
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSessionHandlers();
        services.AddScoped<SessionCookie>();
        services.AddScoped<CircuitHandler, CircuitActivity>();
        services.AddHostedService(provider => provider.GetRequiredService<SessionWatch>());
        return services;
    }

    /// <summary>Sessions without the web host around them.</summary>
    internal static IServiceCollection AddSessionHandlers(this IServiceCollection services)
    {
        services.TryAddSingleton<PeopleManager>();
        services.TryAddSingleton<SessionBook>();
        services.TryAddSingleton<SessionWatch>();
        services.TryAddSingleton<FailedTries>();
        services.TryAddSingleton<CheckPassword>();
        services.TryAddSingleton<OpenSession>();
        services.TryAddSingleton<EndSessions>();
        services.TryAddSingleton<GetOwnSecurity>();
        return services;
    }
}
