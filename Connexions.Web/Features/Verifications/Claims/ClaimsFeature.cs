using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Background;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Connexions.Web.Features.Verifications.Claims;

public static class ClaimsFeature
{
    /// <summary>Contesting a claimed key, and settling whose it is.</summary>
    public static IServiceCollection AddClaims(this IServiceCollection services)
    {
        services.AddKeyCheck();
        services.TryAddSingleton<LiveCollisions>();
        services.TryAddSingleton<CollisionReads>();
        services.TryAddSingleton<ContestClaim>();
        services.TryAddSingleton<GetOwnCollision>();
        services.TryAddSingleton<ListCollisions>();
        services.TryAddSingleton<CountCollisions>();
        services.TryAddSingleton<KeysBeforeEnds>();
        services.TryAddSingleton<SettleCollision>();
        return services;
    }
}
