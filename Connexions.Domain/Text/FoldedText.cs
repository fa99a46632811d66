using System.Globalization;
using System.Text;

namespace Connexions.Domain.Text;

/// <summary>
/// Text as people search and sort it: lower case, no accents, ligatures spelt out, white space single, domain names as they are read. Stored beside
/// the original, because SQLite compares "Évreux" byte by byte and SQL Server by a collation.
/// </summary>
public static class FoldedText
{
    public static string Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        // Half a pair of surrogates is a letter of no name, and nothing that can be normalised.
        var readable = DomainName.ReadAllIn(string.Concat(text.EnumerateRunes()));
        var folded = new StringBuilder(readable.Length);
        foreach (var c in readable.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            {
                continue;
            }

            switch (char.ToLowerInvariant(c))
            {
                case 'œ':
                    folded.Append("oe");
                    break;
                case 'æ':
                    folded.Append("ae");
                    break;
                case 'ß':
                    folded.Append("ss");
                    break;
                case '’':
                    folded.Append('\'');
                    break;
                case var space when char.IsWhiteSpace(space):
                    if (folded.Length > 0 && folded[^1] != ' ')
                    {
                        folded.Append(' ');
                    }

                    break;
                case var other:
                    folded.Append(other);
                    break;
            }
        }

        // Some compatibility characters unfold to whole words; the columns are twice as long as the original.
        return folded.ToString(0, Math.Min(folded.Length, 2 * text.Length)).TrimEnd();
    }
}
