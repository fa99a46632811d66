using System.Globalization;
using System.Text.RegularExpressions;

namespace Connexions.Domain.Integrations;

/// <summary>How long a provider asks to wait, in the ways they write it. Never negative, never longer than <see cref="Longest"/>.</summary>
public static partial class ProviderWait
{
    /// <summary>A longer wait is taken for this one: the next day is soon enough to ask again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Retry-After: seconds, or a date (RFC 9110, 10.2.3).</summary>
    public static TimeSpan? FromRetryAfter(string? text, DateTime now) =>
        FromSeconds(text) ?? (DateTimeOffset.TryParseExact(text?.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Bound(date.UtcDateTime - now)
            : null);

    /// <summary>A number of seconds from now, as Brevo's <c>x-sib-ratelimit-reset</c>.</summary>
    public static TimeSpan? FromSeconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds)
        // "NaN" and "Infinity" are read as numbers, too.
        && !double.IsNaN(seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds))
            : null;

    /// <summary>A duration as OpenAI writes it: <c>12ms</c>, <c>1s</c>, <c>6m0s</c>, <c>1h2m3.5s</c>.</summary>
    public static TimeSpan? FromDuration(string? text)
    {
        if (text is null || text.Length > 40 || Duration().Match(text) is not { Success: true, Length: > 0 } match)
        {
            return null;
        }

        var seconds = (Part("h") * 3600) + (Part("m") * 60) + Part("s") + (Part("ms") / 1000);
        return Bound(TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)));

        double Part(string name) => match.Groups[name] is { Success: true } group ? double.Parse(group.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;
    }

    private static TimeSpan Bound(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;

    [GeneratedRegex(@"^(?:(?<h>[0-9]+)h)?(?:(?<m>[0-9]+)m(?!s))?(?:(?<s>[0-9]+(?:\.[0-9]+)?)s)?(?:(?<ms>[0-9]+(?:\.[0-9]+)?)ms)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();
}
