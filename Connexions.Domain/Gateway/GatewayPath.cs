namespace Connexions.Domain.Gateway;

/// <summary>
/// Compares a path with an operation's and builds it anew. Strict on purpose: whoever decides and whoever is called must
/// never read one path in two ways.
/// </summary>
internal static class GatewayPath
{
    /// <summary>The longest value of a parameter, in characters: an e-mail address has at most 320.</summary>
    private const int ValueMaxLength = 320;

    /// <summary>Orders patterns of one length so that, from the left, literals come before parameters.</summary>
    public static string Rank(string pattern) => string.Concat(pattern.Split('/').Select(segment => IsParameter(segment) ? '1' : '0'));

    /// <summary>The path, from the pattern's literals and the values escaped anew; null when it does not fit.</summary>
    public static string? Rebuild(string pattern, string path)
    {
        var expected = pattern.Split('/');
        var given = path.Split('/');
        return expected.Length == given.Length && expected.Zip(given).All(pair => Fits(pair.First, pair.Second))
            ? string.Join('/', expected.Zip(given, (segment, value) => IsParameter(segment) ? Uri.EscapeDataString(value) : segment))
            : null;
    }

    private static bool IsParameter(string segment) => segment.StartsWith('{');

    private static bool Fits(string segment, string value) => IsParameter(segment) ? IsValue(value) : segment == value;

    /// <summary>What identifiers, addresses and models' names are made of; not dots alone, which would climb.</summary>
    private static bool IsValue(string value) =>
        value.Length is > 0 and <= ValueMaxLength
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '@' or '+' or '-')
        && value.Any(c => c != '.');
}
