using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Connexions.Web;

internal static class HealthFeature
{
    private const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddDbContextCheck<ConnexionsDbContext>("database", tags: [Ready])
            .AddCheck<IdentityCheck>("database identity", tags: [Ready])
            .AddCheck<KeyRingCheck>("key ring", tags: [Ready])
            .AddCheck<ReceiptsCheck>("receipts", tags: [Ready]);
        return services;
    }

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the database answers and is the one of the start, the key ring fits it, receipts can be written.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }

    private sealed class IdentityCheck(DatabaseIdentity identity, ConnexionsDbContext db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            identity.IsThere && await PepperStore.FindMarkAsync(db, cancellationToken) == identity.Mark
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database is not the one this server began with.");
    }

    /// <summary>Degraded, not down: everything but the unreadable keys works.</summary>
    private sealed class KeyRingCheck(PepperStore peppers) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await peppers.FitsAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded("The key ring does not fit the database.");
    }

    /// <summary>Degraded, not down: everything but the gateway works.</summary>
    private sealed class ReceiptsCheck(ReceiptSpool spool) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            spool.IsRefusing ? HealthCheckResult.Degraded("Receipts cannot be written: the gateway refuses calls.") : HealthCheckResult.Healthy());
    }
}
