using System.Diagnostics;

namespace Connexions.Domain.Secrets;

/// <summary>
/// A secret in clear, for the length of one operation. Whatever prints, logs or serialises it gets <c>•••</c>:
/// the text leaves only through <see cref="Reveal"/>.
/// </summary>
[DebuggerDisplay("•••")]
public sealed class SecretText
{
    /// <summary>Longest key accepted, in characters; the longest known format has 164.</summary>
    public const int MaxLength = 1000;

    private readonly string text;

    private SecretText(string text) => this.text = text;

    /// <summary>
    /// The key without what a paste brings along: white space and invisible characters, quotes, and the name of the
    /// setting it stood behind (<c>BREVO_API_KEY="…"</c>); null when nothing is left, which means "no key was typed".
    /// </summary>
    public static SecretText? From(string? typed) => PastedKey.Unwrap(Text.PlainText.Clean(typed)) is { } key ? new SecretText(key) : null;

    /// <summary>The plaintext. Only the vault, the fingerprint and the call to the provider ask for it.</summary>
    public string Reveal() => text;

    /// <summary>
    /// What a screen may show to tell one key from another: the last four characters, fewer when the key is so short
    /// that four would give a large part of it away (at most a sixth of it).
    /// </summary>
    public string Suffix() => text[^Math.Min(4, text.Length / 6)..];

    public override string ToString() => "•••";
}
