using Connexions.Domain.Integrations;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>How the application calls providers: one table of times and sizes for all of them.</summary>
public sealed record ProviderClientOptions
{
    /// <summary>From the first attempt to the last byte, retries and the waits between them included.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Attempts after the first.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The wait before the first retry; it doubles for each further one, more or less by chance.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>A provider that asks for a longer wait than this is not asked again by the same call.</summary>
    public TimeSpan LongestRetryWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest answer to a refused call worth reading, in bytes.</summary>
    public int ErrorMaxBytes { get; init; } = 4 * 1024;

    /// <summary>The longest headers of an answer, in KiB.</summary>
    public int HeadersMaxKilobytes { get; init; } = 32;

    /// <summary>How long a person waits for their turn before being told when to come back.</summary>
    public TimeSpan LongestTurnWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What one organisation may ask of one provider, whichever the keys.</summary>
    public CallLimit OrganisationLimit { get; init; } = new(30, TimeSpan.FromMinutes(10));

    /// <summary>How long an account is left alone after "too many calls" without a word on when to come back.</summary>
    public TimeSpan BlockWithoutWord { get; init; } = TimeSpan.FromMinutes(1);
}
