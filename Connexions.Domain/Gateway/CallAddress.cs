using System.Text;

namespace Connexions.Domain.Gateway;

/// <summary>
/// What a tool calls, in one normal form that is made first: what is looked at, found in the list and sent is this, and
/// nothing of the caller's spelling is left.
/// </summary>
public sealed record CallAddress
{
    /// <summary>What a query may hold beside letters, digits and the signs that are never escaped (RFC 3986, section 3.4).</summary>
    private const string Signs = "!$&'()*+,;=:@/?";

    private CallAddress(string path, string query) => (Path, Query) = (path, query);

    /// <summary>As decoded once by the server (which leaves <c>%2F</c>), without a slash in front.</summary>
    public string Path { get; }

    /// <summary>With its question mark; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>Whether anything in it may be a service token.</summary>
    public bool HoldsToken => ServiceToken.IsIn(Path) || ServiceToken.IsIn(Query);

    /// <param name="query">As it was written, with its question mark.</param>
    public static CallAddress Of(string path, string? query) => new(path, query is null or "" or "?" ? "" : "?" + Normalise(query[1..]));

    /// <summary>
    /// Letters, digits and <c>- . _ ~</c> stand for themselves and everything that has to be escaped is, in capitals (RFC
    /// 3986, section 6.2.2). A sign that may stand plainly stays as it came: escaped, it may mean something else.
    /// </summary>
    private static string Normalise(string query)
    {
        var normal = new StringBuilder(query.Length);
        var bytes = Encoding.UTF8.GetBytes(query);
        for (var at = 0; at < bytes.Length; at++)
        {
            var c = (char)bytes[at];
            if (c == '%' && at + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[at + 1]) && char.IsAsciiHexDigit((char)bytes[at + 2]))
            {
                var value = Convert.FromHexString(Encoding.ASCII.GetString(bytes, at + 1, 2))[0];
                at += 2;
                Append(normal, value, stands: IsUnreserved((char)value));
            }
            else
            {
                Append(normal, bytes[at], stands: IsUnreserved(c) || Signs.Contains(c, StringComparison.Ordinal));
            }
        }

        return normal.ToString();
    }

    private static void Append(StringBuilder normal, byte value, bool stands)
    {
        if (stands)
        {
            normal.Append((char)value);
        }
        else
        {
            normal.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
}
