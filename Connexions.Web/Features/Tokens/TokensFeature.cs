namespace Connexions.Web.Features.Tokens;

/// <summary>With which an agency's tools call the gateway.</summary>
public static class TokensFeature
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddSingleton<ListTokens>();
        services.AddSingleton<CreateToken>();
        services.AddSingleton<RevokeToken>();
        return services;
    }
}
