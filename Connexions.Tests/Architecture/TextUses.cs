using System.Text.RegularExpressions;

namespace Connexions.Tests.Architecture;

/// <summary>A place in the sources that asks for a text.</summary>
/// <param name="Class">Whose resources are asked.</param>
/// <param name="Asked">The key, as the source has it.</param>
/// <param name="Keys">What the key can be, each with a wildcard where a part of it is found out at run time.</param>
/// <param name="IsOpen">Whether it can be something else too.</param>
internal sealed record TextUse(string File, string Class, string Asked, IReadOnlyList<Regex> Keys, bool IsOpen);

/// <summary>Finds where texts are asked for, by the names under which a class and its page have their localizers.</summary>
internal static partial class TextUses
{
    public static IReadOnlyList<TextUse> All { get; } = [.. Repository.ProductFiles("*.cs").Concat(Repository.ProductFiles("*.razor"))
        .GroupBy(file => file.Replace(".razor.cs", "", StringComparison.Ordinal).Replace(".razor", "", StringComparison.Ordinal))
        .SelectMany(files => Find([.. files.Select(file => (file, Repository.Read(file)))]))];

    /// <summary>In a file and the page beside it.</summary>
    internal static IEnumerable<TextUse> Find(IReadOnlyList<(string File, string Text)> sources)
    {
        var classes = sources.SelectMany(source => Localizer().Matches(source.Text))
            .GroupBy(match => match.Groups["name"].Value, match => match.Groups["class"].Value, StringComparer.Ordinal).ToDictionary(names => names.Key, names => names.First(), StringComparer.Ordinal);
        foreach (var alias in sources.SelectMany(source => Alias().Matches(source.Text)).Where(alias => classes.ContainsKey(alias.Groups["of"].Value)))
        {
            classes[alias.Groups["name"].Value] = classes[alias.Groups["of"].Value];
        }

        return from source in sources
               from name in classes
               from Match match in Regex.Matches(source.Text, $@"(?<![\w.]){name.Key}\[", RegexOptions.None, TimeSpan.FromSeconds(5))
               let asked = Argument(source.Text, match.Index + match.Length).Trim()
               let keys = KeysIn(asked)
               select new TextUse(source.File, name.Value, asked, keys, keys.Count < Outcomes(asked));
    }

    /// <summary>Between a bracket and the comma or bracket that ends what is asked for.</summary>
    private static string Argument(string text, int start)
    {
        var depth = 0;
        for (var at = start; ; at++)
        {
            switch (text[at])
            {
                case '"':
                    at = StringEnd(text, at);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}' or ',' when depth == 0:
                    return text[start..at];
                case ')' or ']' or '}':
                    depth--;
                    break;
            }
        }
    }

    private static int StringEnd(string text, int start)
    {
        var isInterpolated = start > 0 && text[start - 1] == '$';
        var depth = 0;
        for (var at = start + 1; ; at++)
        {
            if (isInterpolated && text[at] is '{' or '}')
            {
                depth += text[at] == '{' ? 1 : -1;
            }
            else if (text[at] == '"' && depth == 0)
            {
                return at;
            }
        }
    }

    /// <summary>How many values an expression chooses among.</summary>
    private static int Outcomes(string asked) => Math.Max(Arm().Count(asked), Either().Count(asked) + 1);

    private static List<Regex> KeysIn(string asked) =>
    [
        .. Literal().Matches(asked).Select(literal => Key(Gaps(literal))),
        .. NameOf().Matches(asked).Select(name => Key(name.Groups["member"].Value)),
        .. Joined().Matches(asked).Select(joined => Key(string.Concat(joined.Value.Split(" + ").Select(part => Whole().Match(part) is { Success: true } literal ? Gaps(literal) : ".+")))),
    ];

    private static string Gaps(Match literal)
    {
        var text = literal.Groups["text"].Value;
        return literal.Groups["gaps"].Success ? string.Join(".+", Gap().Split(text).Select(Regex.Escape)) : Regex.Escape(text);
    }

    private static Regex Key(string pattern) => new($"^{pattern}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    [GeneratedRegex(@"IStringLocalizer<(?:\w+\.)*(?<class>\w+)>\s+(?<name>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Localizer();

    [GeneratedRegex(@"IStringLocalizer (?<name>\w+) => (?<of>\w+);", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Alias();

    // Where a value stands: alone, behind a question, or as an arm of a switch; not what a question compares with.
    [GeneratedRegex(@"(?<=^|[?:] |=> )(?<gaps>\$)?""(?<text>(\{[^}]*\}|[^""])*)""(?! \+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<=^|[?:] |=> )[^?:+]+( \+ [^?:+,}]+)+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Joined();

    [GeneratedRegex(@"^(?<gaps>\$)?""(?<text>(\{[^}]*\}|[^""])*)""$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<=^|[?:] |=> )nameof\((\w+\.)*(?<member>\w+)\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NameOf();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 5000)]
    private static partial Regex Gap();

    [GeneratedRegex(" => ", RegexOptions.None, 5000)]
    private static partial Regex Arm();

    [GeneratedRegex(@" \? ", RegexOptions.None, 5000)]
    private static partial Regex Either();
}
