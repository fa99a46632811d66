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
    public bool Fits(string[] given) => segments.Length == given.Length && segments.Zip(given).All(pair => Fits(pair.First, pair.Second));

    /// <summary>A path that fits: the pattern's literals, and the values escaped anew.</summary>
    public string Rebuild(string[] given) => string.Join('/', segments.Zip(given, (segment, value) => IsParameter(segment) ? Uri.EscapeDataString(value) : segment));

    private static bool IsParameter(string segment) => segment.StartsWith('{');

    private static bool Fits(string segment, string value) => IsParameter(segment) ? IsValue(value) : segment == value;

    /// <summary>What identifiers, addresses and models' names are made of; not dots alone, which would climb.</summary>
    private static bool IsValue(string value) =>
        value.Length is > 0 and <= ValueMaxLength
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '@' or '+' or '-')
        && value.Any(c => c != '.');
}
