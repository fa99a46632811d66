using System.Threading.RateLimiting;

namespace Connexions.Web.Features.Gateway.Limits;

/// <summary>How often a token may call in any minute, to within five seconds. Counted by each server for itself.</summary>
internal sealed class TokenRates : IDisposable
{
    private const int Segments = 12;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<(Guid TokenId, int PerMinute)> limiter =
        PartitionedRateLimiter.Create<(Guid TokenId, int PerMinute), Guid>(token => RateLimitPartition.GetSlidingWindowLimiter(
            token.TokenId, _ => new SlidingWindowRateLimiterOptions { PermitLimit = token.PerMinute, Window = Window, SegmentsPerWindow = Segments }));

    /// <returns>How long to wait; null when the call may be made.</returns>
    public TimeSpan? Take(Guid tokenId, int perMinute)
    {
        using var lease = limiter.AttemptAcquire((tokenId, perMinute));
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : Window / Segments;
    }

    public void Dispose() => limiter.Dispose();
}
