using Microsoft.AspNetCore.Components.Server.Circuits;

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
        services.AddSingleton<SessionBook>();
        services.AddSingleton<SessionWatch>();
        services.AddSingleton<FailedTries>();
        services.AddSingleton<CheckPassword>();
        services.AddSingleton<OpenSession>();
        services.AddSingleton<EndSessions>();
        services.AddSingleton<GetOwnSecurity>();
        return services;
    }
}
