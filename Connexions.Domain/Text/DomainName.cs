using System.Globalization;
using System.Text.RegularExpressions;

namespace Connexions.Domain.Text;

/// <summary>Domain names in other letters than ASCII (IDNA, RFC 5890): <c>évreux.fr</c> is <c>xn--vreux-9ra.fr</c>.</summary>
public static partial class DomainName
{
    private static readonly IdnMapping Mapping = new();

    /// <summary>As people read it, in lower case. What is no domain name, or has no form to be read in, only loses its capitals.</summary>
    public static string Read(string domain)
    {
        // Nothing in it that has two spellings.
        var plain = domain.ToLowerInvariant();
        if (System.Text.Ascii.IsValid(plain) && !plain.Contains("xn--", StringComparison.Ordinal))
        {
            return plain;
        }

        if (Write(plain) is not { } written || Unicode(written) is not { } read)
        {
            return plain;
        }

        // What would be read as another name, or holds signs that nobody sees, is better seen as it is written.
        return PlainText.Clean(read) == read && !Joiners.AreIn(read) && Write(read) == written ? read : written;
    }

    /// <summary>In ASCII; null for what is no domain name.</summary>
    public static string? Write(string domain)
    {
        try
        {
            return Mapping.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A text in which every part of a domain name that is written in ASCII is as people read it.</summary>
    public static string ReadAllIn(string text) =>
        text.Contains("xn--", StringComparison.OrdinalIgnoreCase) ? Label().Replace(text, label => Read(label.Value)) : text;

    private static string? Unicode(string domain)
    {
        try
        {
            return Mapping.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("xn--[a-z0-9-]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}
