namespace Connexions.Domain.Secrets;

/// <summary>
/// A key typed where no secret belongs: a name, a reason, a search. What is recognised is not taken over at all:
/// <see cref="Withheld"/> stands in its place, in the form as in what is kept of it, and no rule lets that pass.
/// </summary>
public static class KeyInText
{
    /// <summary>Stands for a text that was not taken over because it holds a key.</summary>
    public const string Withheld = "•••";

    /// <summary>
    /// Shortest stretch taken for a token of no published shape, in characters: ZeptoMail's have about 150, and nothing
    /// that a person writes has so many letters and digits in a row.
    /// </summary>
    public const int TokenLength = 72;

    /// <summary>So long a part of a key is no coincidence, in characters.</summary>
    private const int RunLength = 12;

    /// <summary>How often letters and digits take turns in such a stretch, at least: a path or a name is made of words.</summary>
    private const int TokenTurns = 8;

    /// <summary>Whether a text holds a key, or stands for one that did.</summary>
    public static bool IsIn(string? text) =>
        Text.PlainText.Clean(text) is { } cleaned && (cleaned == Withheld || KeyFormats.FindIn(cleaned) is not null || HoldsToken(cleaned));

    /// <summary>The text, unless it holds a key.</summary>
    /// <param name="beside">A key typed in the same form, of whatever shape; null when none is.</param>
    public static string? Withhold(string? text, SecretText? beside = null) =>
        IsIn(text) || (beside is not null && IsPartOf(text, beside)) ? Withheld : text;

    /// <summary>Whether a text holds a part of this key that is too long to be there by chance.</summary>
    public static bool IsPartOf(string? text, SecretText key) =>
        text is not null && key.Reveal() is { Length: >= RunLength } plain && new KeyRuns(plain, RunLength).In(text).Any();

    /// <summary>Whether a text holds what looks like a token of no published shape: a long run of base64 or hexadecimal.</summary>
    public static bool HoldsToken(string text)
    {
        var (length, turns, before) = (0, 0, ' ');
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '='))
            {
                (length, turns, before) = (0, 0, ' ');
                continue;
            }

            length++;
            turns += length > 1 && char.IsAsciiDigit(c) != char.IsAsciiDigit(before) ? 1 : 0;
            before = c;
            if (length >= TokenLength && turns >= TokenTurns)
            {
                return true;
            }
        }

        return false;
    }
}
