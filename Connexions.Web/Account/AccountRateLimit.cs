using System.Threading.RateLimiting;

namespace Connexions.Web.Account;

/// <summary>
/// Bounds how many passwords and links one address can try: the lock-out protects each account, this all of them
/// together. Generous enough for an office behind one address.
/// </summary>
public static class AccountRateLimit
{
    /// <summary>Forms of account pages sent from one address.</summary>
    public const int PerMinute = 60;

    public static IServiceCollection AddAccountRateLimit(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/compte", StringComparison.OrdinalIgnoreCase)
                ? RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter("others"));
    });
}
