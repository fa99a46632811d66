using System.Globalization;
using System.Text;

namespace Connexions.Domain.Gateway;

/// <summary>
/// An operation's path, to compare one that is given with it and to build that anew. Strict on purpose: whoever decides
/// and whoever is called must never read one path in two ways.
/// </summary>
internal sealed class GatewayPath(string pattern)
{
    /// <summary>The longest value of a parameter, in characters: an e-mail address has at most 320.</summary>
    private const int ValueMaxLength = 320;

    private readonly string[] segments = pattern.Split('/');

    /// <summary>Orders patterns of one length so that, from the left, literals come before parameters.</summary>
    public string Rank => string.Concat(segments.Select(segment => IsParameter(segment) ? '1' : '0'));

    /// <param name="given">The segments of a path.</param>
    public bool Fits(string[] given)
    {
        if (segments.Length != given.Length)
        {
            return false;
        }

        for (var index = 0; index < segments.Length; index++)
        {
            if (!Fits(segments[index], given[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same of a path whose literals may be written in other capitals.</summary>
    public bool FitsRoughly(string[] given) => segments.Length == given.Length
        && segments.Zip(given).All(pair => IsParameter(pair.First) ? IsValue(pair.Second) : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>The pattern's literals, and the values as they are.</summary>
    public IEnumerable<string> Plain(string[] given) => segments.Zip(given, (segment, value) => IsParameter(segment) ? value : segment);

    /// <summary>A path that fits: the pattern's literals, and the values escaped anew.</summary>
    public string Rebuild(string[] given) => string.Join('/', segments.Zip(given, (segment, value) => IsParameter(segment) ? Uri.EscapeDataString(value) : segment));

    private static bool IsParameter(string segment) => segment.StartsWith('{');

    private static bool Fits(string segment, string value) => IsParameter(segment) ? IsValue(value) : segment == value;

    /// <summary>
    /// Whatever providers call their things: an identifier, an e-mail address, a model's name. Not what could change the
    /// path for somebody who reads it in another way: a slash of either kind, an escape that is still one, a sign that is
    /// none of ASCII nor a letter, and dots alone, also before what some servers cut off.
    /// </summary>
    private static bool IsValue(string value) =>
        value.Length is > 0 and <= ValueMaxLength
        && value.EnumerateRunes().All(IsPlain)
        && value.TrimStart('.') is { Length: > 0 } rest && rest[0] is not (' ' or ';' or '?' or '#');

    private static bool IsPlain(Rune rune) => rune.IsAscii
        ? (char)rune.Value is >= ' ' and <= '~' and not ('/' or '\\' or '%')
        : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
