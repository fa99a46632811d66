using Connexions.Web.Account;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Connexions.Web.Features.Verifications.Checks;

public static class KeyCheckFeature
{
    /// <summary>What storing a key needs: trying it, claiming it, writing down the verdict.</summary>
    public static IServiceCollection AddKeyCheck(this IServiceCollection services)
    {
        services.TryAddSingleton<LiveNotices>();
        services.TryAddSingleton<LiveVerdicts>();
        services.TryAddSingleton<AttemptLimits>();
        services.TryAddSingleton<ClaimDesk>();
        services.TryAddSingleton<VerdictBook>();
        services.TryAddSingleton<KeyCheck>();
        services.TryAddSingleton<PeopleManager>();
        services.TryAddSingleton<OwnPassword>();
        services.TryAddSingleton<VerificationSignal>();
        services.TryAddScoped<VerdictSentences>();
        return services;
    }
}
