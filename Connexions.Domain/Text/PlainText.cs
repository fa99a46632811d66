using System.Text;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Text;

/// <summary>What a person may type into a field that is not a secret.</summary>
public static class PlainText
{
    /// <summary>Longest name of an organisation, network, agency, person or account, in characters.</summary>
    public const int NameMaxLength = 120;

    /// <summary>Longest e-mail address, in characters (RFC 5321, 4.5.3.1.3).</summary>
    public const int EmailMaxLength = 254;

    /// <summary>Longest reason, in characters.</summary>
    public const int ReasonMaxLength = 500;

    /// <summary>Longest search, in characters.</summary>
    public const int SearchMaxLength = 100;

    /// <summary>
    /// What of a text is compared and kept: composed (NFC: "É" is one letter, however it was typed), trimmed, without the
    /// zero-width characters that a paste brings along; null when nothing is left.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var cleaned = string.Concat(Joiners.KeepNeeded(text)).Normalize(NormalizationForm.FormC).Trim();
        return cleaned.Length == 0 ? null : cleaned;
    }

    /// <summary>The text composed (NFC); half a pair of surrogates is the sign for what cannot be read.</summary>
    public static string Compose(string text) =>
        Ascii.IsValid(text) ? text : string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormC);

    /// <summary>Whether two texts are the same name: without case, and however each letter was typed.</summary>
    public static bool SameName(string one, string other) => string.Equals(Compose(one.Trim()), Compose(other.Trim()), StringComparison.OrdinalIgnoreCase);

    public static Result<string> Name(string? text, string field) => Required(text, field, NameMaxLength);

    public static Result<string> Reason(string? text, string field) => Required(text, field, ReasonMaxLength);

    /// <summary>A text that may be left empty, which is null.</summary>
    public static Result<string?> Optional(string? text, string field, int maxLength) =>
        Clean(text) is { } cleaned
            ? Check(cleaned, field, maxLength).Map<string?>(valid => valid)
            : Result<string?>.Success(null);

    /// <summary>An e-mail address that may be left empty, which is null; in the form of <see cref="EmailAddress.Normalize"/>.</summary>
    public static Result<string?> Email(string? text, string field)
    {
        var result = Optional(text, field, EmailMaxLength);
        if (result is not { Succeeded: true, Value: { } typed })
        {
            return result;
        }

        var email = EmailAddress.Normalize(typed);
        return EmailAddress.IsValid(email) ? email : TextErrors.EmailInvalid.On(field);
    }

    private static Result<string> Required(string? text, string field, int maxLength) =>
        Clean(text) is { } cleaned ? Check(cleaned, field, maxLength) : TextErrors.Required.On(field);

    private static Result<string> Check(string text, string field, int maxLength)
    {
        if (text.Length > maxLength)
        {
            return (TextErrors.TooLong with { Arguments = [maxLength, text.Length] }).On(field);
        }

        if (text.Any(char.IsControl))
        {
            return TextErrors.ControlCharacters.On(field);
        }

        return KeyInText.IsIn(text) ? TextErrors.LooksLikeKey.On(field) : text;
    }
}
