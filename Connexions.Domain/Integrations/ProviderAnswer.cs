using System.Globalization;

namespace Connexions.Domain.Integrations;

/// <summary>What came back from a provider, before anybody has judged it. Its text may echo the key: never log or show it.</summary>
/// <param name="ContentType">The media type, without parameters; null when none was given.</param>
/// <param name="Body">The beginning of the body, at most as much as the caller was ready to read.</param>
public sealed record ProviderAnswer(int Status, string? ContentType, string Body)
{
    /// <summary>The headers that some verifier reads; all others are dropped at the edge.</summary>
    public static readonly IReadOnlyList<string> HeadersKept =
    [
        "retry-after",
        "sib-request-id",
        "x-request-id",
        "x-sib-ratelimit-reset",
        "x-ratelimit-reset-requests",
        "x-ratelimit-reset-tokens",
    ];

    /// <summary>The body went on after <see cref="Body"/>.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>By lower-case name, out of <see cref="HeadersKept"/>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When it came, UTC: a moment to wait for is measured from here.</summary>
    public DateTime ReceivedAt { get; init; }

    /// <summary>The status alone: the rest is the provider's own words.</summary>
    public override string ToString() => Status.ToString(CultureInfo.InvariantCulture);
}
