using System.Threading.RateLimiting;

namespace Connexions.Web.Features.Gateway;

/// <summary>
/// How fast a token may call: so many calls at once, then as they come back, spread over the minute. Counted by each
/// server for itself.
/// </summary>
internal sealed class TokenRates : IDisposable
{
    private readonly PartitionedRateLimiter<(Guid TokenId, int PerMinute)> limiter =
        PartitionedRateLimiter.Create<(Guid TokenId, int PerMinute), Guid>(token => RateLimitPartition.GetTokenBucketLimiter(token.TokenId, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = token.PerMinute,
            TokensPerPeriod = Math.Max(1, token.PerMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(token.PerMinute >= 60 ? 1 : 60.0 / token.PerMinute),
            AutoReplenishment = true,
        }));

    /// <returns>How long to wait; null when the call may be made.</returns>
    public TimeSpan? Take(Guid tokenId, int perMinute)
    {
        using var lease = limiter.AttemptAcquire((tokenId, perMinute));
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => limiter.Dispose();
}
