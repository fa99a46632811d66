using System.Globalization;
using System.Net;
using System.Text;

namespace Connexions.Tests.Support;

/// <summary>A way to write a key so that it can still be read: how, and how it is read again. For bytes, one character each.</summary>
public sealed record KeySpelling(string Name, Func<string, string> Write, Func<string, string> Read)
{
    public static readonly IReadOnlyList<KeySpelling> All =
    [
        new("plain", key => key, Same),
        new("upper case", key => key.ToUpperInvariant(), Same),
        new("twelve characters", key => $"({key.Substring(20, 12)})", Same),
        new("JSON, first character", key => Json(key[..1]) + key[1..], FromJson),
        new("JSON", Json, FromJson),
        new("JSON, every other character", key => string.Concat(key.Select((c, at) => at % 2 == 0 ? c.ToString() : Json(c.ToString()))), FromJson),
        new("JSON in JSON", key => Json(key).Replace("\\", "\\\\", StringComparison.Ordinal), text => FromJson(FromJson(text))),
        new("JSON of JSON", key => Json(Json(key)), text => FromJson(FromJson(text))),
        new("URL", Url, WebUtility.UrlDecode),
        new("URL, some characters", Uri.EscapeDataString, WebUtility.UrlDecode),
        new("URL twice", key => Url(key).Replace("%", "%25", StringComparison.Ordinal), text => WebUtility.UrlDecode(WebUtility.UrlDecode(text))),
        new("URL three times", key => Url(key).Replace("%", "%2525", StringComparison.Ordinal), text => WebUtility.UrlDecode(WebUtility.UrlDecode(WebUtility.UrlDecode(text)))),
        new("URL in JSON", key => Json(Url(key)), text => WebUtility.UrlDecode(FromJson(text))),
        new("page", key => string.Concat(key.Select(c => $"&#{(int)c};")), WebUtility.HtmlDecode),
        new("page, hexadecimal", key => string.Concat(key.Select(c => $"&#x{(int)c:X4};")), WebUtility.HtmlDecode),
        new("page twice", key => string.Concat(key.Select(c => $"&amp;#{(int)c};")), text => WebUtility.HtmlDecode(WebUtility.HtmlDecode(text))),
        new("page in JSON", key => Json(string.Concat(key.Select(c => $"&#{(int)c};"))), text => WebUtility.HtmlDecode(FromJson(text))),
        new("base64", key => Base64("", key), FromBase64),
        new("base64 after one", key => Base64("a", key), FromBase64),
        new("base64 after two", key => Base64("ab", key), FromBase64),
        new("base64 of URLs", key => Base64("u:", key + "\u00ff\u00fe").Replace('+', '-').Replace('/', '_'), text => FromBase64(text.Replace('-', '+').Replace('_', '/'))),
        new("base64 in JSON", key => Json(Base64("", key)), text => FromBase64(FromJson(text))),
        new("hexadecimal", key => Convert.ToHexStringLower(Encoding.Latin1.GetBytes(key)), FromHex),
        new("hexadecimal in capitals", key => Convert.ToHexString(Encoding.Latin1.GetBytes(key)), FromHex),
        new("UTF-16", key => string.Concat(key.Select(c => $"{c}\0")), text => text.Replace("\0", "", StringComparison.Ordinal)),
        new("UTF-16, high byte first", key => string.Concat(key.Select(c => $"\0{c}")), text => text.Replace("\0", "", StringComparison.Ordinal)),
        new("JSON in UTF-16", key => string.Concat(Json(key).Select(c => $"{c}\0")), text => FromJson(text.Replace("\0", "", StringComparison.Ordinal))),
    ];

    public override string ToString() => Name;

    private static string Same(string text) => text;

    private static string Json(string text) => string.Concat(text.Select(c => $"\\u{(int)c:x4}"));

    private static string FromJson(string text)
    {
        var read = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 5 < text.Length && text[at + 1] == 'u' && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                read.Append((char)code);
                at += 5;
            }
            else if (text[at] == '\\' && at + 1 < text.Length)
            {
                read.Append(text[++at]);
            }
            else
            {
                read.Append(text[at]);
            }
        }

        return read.ToString();
    }

    private static string Url(string text) => string.Concat(text.Select(c => $"%{(int)c:X2}"));

    private static string Base64(string before, string key) => Convert.ToBase64String(Encoding.Latin1.GetBytes($"{before}{key}."));

    /// <summary>Reads what may be in the middle of something else, and with parts of it overwritten.</summary>
    private static string FromBase64(string text)
    {
        var read = new StringBuilder();
        Span<byte> three = stackalloc byte[3];
        for (var start = 0; start < 4; start++)
        {
            for (var at = start; at + 4 <= text.Length; at += 4)
            {
                read.Append(Convert.TryFromBase64Chars(text.AsSpan(at, 4), three, out var count) ? Encoding.Latin1.GetString(three[..count]) : "\n");
            }
        }

        return read.ToString();
    }

    private static string FromHex(string text)
    {
        var read = new StringBuilder();
        for (var start = 0; start < 2; start++)
        {
            for (var at = start; at + 2 <= text.Length; at += 2)
            {
                read.Append(byte.TryParse(text.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) ? (char)code : '\n');
            }
        }

        return read.ToString();
    }
}
