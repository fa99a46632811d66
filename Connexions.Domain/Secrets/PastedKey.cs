using System.Buffers;

namespace Connexions.Domain.Secrets;

/// <summary>A key as it comes out of a settings file or a program: behind a name, between quotes.</summary>
internal static class PastedKey
{
    /// <summary>What an opening quote is closed by.</summary>
    private static readonly (char Open, char Close)[] Quotes = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»')];

    /// <summary>What a name of a setting is made of; the underscore in it tells it from a word.</summary>
    private static readonly SearchValues<char> OfNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static readonly string[] Commands = ["export ", "set ", "$env:"];

    /// <returns>Null where there is nothing but wrapping.</returns>
    public static string? Unwrap(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var named = AfterName(text);
        var bare = Unquote(named);
        return bare.Length == 0 ? null
            // What ends a line of a program belongs to the wrapping as well.
            : named.Length < text.Length && bare.Length == named.Length ? bare.TrimEnd(";,").ToString()
            : bare.ToString();
    }

    private static ReadOnlySpan<char> AfterName(ReadOnlySpan<char> text)
    {
        var line = text;
        foreach (var command in Commands)
        {
            line = line.StartsWith(command, StringComparison.OrdinalIgnoreCase) ? line[command.Length..].TrimStart() : line;
        }

        var end = line.IndexOfAny('=', ':');
        if (end < 0)
        {
            return text;
        }

        var written = line[..end].Trim();
        var name = Unquote(written);
        var value = line[(end + 1)..].Trim();
        var isName = name.Length < written.Length || (name.Length > 0 && char.IsAsciiLetterUpper(name[0]) && name.Contains('_') && !name.ContainsAnyExcept(OfNames));
        // A key itself may end in the equals signs of base64.
        return isName && value.Length > 0 && value[0] != '=' ? value : text;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimEnd(";, ");
        foreach (var (open, close) in Quotes)
        {
            if (trimmed.Length >= 2 && trimmed[0] == open && trimmed[^1] == close && !trimmed[1..^1].Contains(close))
            {
                return trimmed[1..^1].Trim();
            }
        }

        return text;
    }
}
