using System.Globalization;
using System.Text;

namespace Connexions.Domain.Text;

/// <summary>
/// Characters without a width of their own. Two of them are part of how a text is written: the joiner makes one picture of
/// several (👨‍👩‍👧), and joiner and non-joiner shape the letters of Arabic and Indic scripts (Unicode, UAX 31, 2.3). Between
/// Latin letters they would only make two names of one.
/// </summary>
internal static class Joiners
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>Whether there is anything without a width, joiners where they belong included.</summary>
    public static bool AreIn(string text) => text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format);

    /// <summary>The text without what has no width, but for joiners where they belong.</summary>
    public static IEnumerable<Rune> KeepNeeded(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        for (var at = 0; at < runes.Count; at++)
        {
            if (Rune.GetUnicodeCategory(runes[at]) != UnicodeCategory.Format || IsNeeded(runes, at))
            {
                yield return runes[at];
            }
        }
    }

    private static bool IsNeeded(List<Rune> runes, int at) =>
        runes[at].Value is NonJoiner or Joiner && at > 0 && at + 1 < runes.Count
        && ((IsShaped(runes[at - 1]) && IsShaped(runes[at + 1]))
            || (runes[at].Value == Joiner && EndsPicture(runes[at - 1]) && Rune.GetUnicodeCategory(runes[at + 1]) == UnicodeCategory.OtherSymbol));

    /// <summary>A letter or sign of a script that joiners shape: Arabic, Syriac, N’Ko, the Indic ones, Mongolian.</summary>
    private static bool IsShaped(Rune rune) =>
        rune.Value is (>= 0x0600 and <= 0x0DFF) or (>= 0x0F00 and <= 0x109F) or (>= 0x1780 and <= 0x18AF) or (>= 0xA840 and <= 0xABFF)
        && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    /// <summary>A picture, its skin tone, or the sign that asks for it in colour.</summary>
    private static bool EndsPicture(Rune rune) =>
        rune.Value == 0xFE0F || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}
