using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Runs;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Connexions.Web.Features.Verifications;

public static class VerificationsFeature
{
    public static IServiceCollection AddVerifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(VerificationOptions.Read(configuration));
        services.AddVerificationJob();
        services.AddHostedService(provider => provider.GetRequiredService<VerificationJob>());
        return services;
    }

    /// <summary>The job without the host that runs it.</summary>
    internal static IServiceCollection AddVerificationJob(this IServiceCollection services)
    {
        services.AddKeyCheck();
        services.AddSingleton<JobLeases>();
        services.AddSingleton<TryConnexion>();
        services.AddSingleton<RunEnds>();
        services.TryAddSingleton<KeysBeforeEnds>();
        services.AddSingleton<VerificationJob>();
        services.AddSingleton<StartRun>();
        services.AddSingleton<GetRun>();
        services.AddSingleton<CancelRun>();
        services.AddSingleton<GetVerifications>();
        services.AddSingleton<ReprotectSecrets>();
        return services;
    }
}
