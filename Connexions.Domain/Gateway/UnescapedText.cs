using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Connexions.Domain.Gateway;

/// <summary>
/// A text as it reads once its escapes are resolved, one level deep: those of URLs (<c>%2F</c>), of JSON (<c>\u002F</c>,
/// <c>\/</c>) and of pages (<c>&amp;#47;</c>, <c>&amp;#x2F;</c>), all at once.
/// </summary>
public sealed partial class UnescapedText
{
    private readonly List<int> starts = [];

    private UnescapedText(string source)
    {
        var text = new StringBuilder(source.Length);
        var at = 0;
        foreach (var escape in Escape().EnumerateMatches(source))
        {
            CopyUntil(escape.Index);
            text.Append(Resolve(source.AsSpan(escape.Index, escape.Length)));
            starts.Add(escape.Index);
            at = escape.Index + escape.Length;
        }

        CopyUntil(source.Length);
        starts.Add(source.Length);
        Text = text.ToString();

        void CopyUntil(int end)
        {
            text.Append(source, at, end - at);
            starts.AddRange(Enumerable.Range(at, end - at));
        }
    }

    public string Text { get; }

    /// <summary>Null for a text without an escape.</summary>
    public static UnescapedText? Of(string source) => Escape().IsMatch(source) ? new UnescapedText(source) : null;

    /// <summary>Which part of the source one character was written as.</summary>
    public Range Source(int index) => starts[index]..starts[index + 1];

    // Bytes above 127 of a URL are no characters by themselves; a key has none.
    private static char Resolve(ReadOnlySpan<char> escape) => escape switch
    {
        ['%', .. var hex] => Hex(hex),
        ['\\', 'u' or 'U', .. var hex] => Hex(hex),
        ['&', '#', 'x' or 'X', .. var hex, ';'] => Hex(hex),
        ['&', '#', .. var digits, ';'] => (char)int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture),
        _ => escape[^1],
    };

    private static char Hex(ReadOnlySpan<char> digits) => (char)int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\/|&#x0{0,4}[0-9a-f]{1,4};|&#0{0,4}[0-9]{1,4};", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
