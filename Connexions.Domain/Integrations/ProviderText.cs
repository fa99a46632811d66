using System.Net;
using Connexions.Domain.Gateway;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;

namespace Connexions.Domain.Integrations;

/// <summary>Texts from a provider, cleaned before they are kept: what cannot be kept as it should be is null.</summary>
public static class ProviderText
{
    public static string? Email(string? text) => PlainText.Email(text, nameof(Email)).Value;

    public static string? Name(string? text) =>
        text is null ? null : PlainText.Name(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)), nameof(Name)).Value;

    /// <summary>An account's id, or the provider's name for a call: letters, digits, <c>- _ . :</c>.</summary>
    public static string? Id(string? text) =>
        text is { Length: > 0 and <= ProviderAccount.IdMaxLength }
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
        && KeyFormats.FindIn(text) is null
            ? text
            : null;

    /// <summary>An IP address in its usual spelling; null for what is only nearly one.</summary>
    public static string? Address(string? text) =>
        text is not null
        && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3)
        && !text.Contains('%', StringComparison.Ordinal)
        && IPAddress.TryParse(text, out var address)
            ? address.ToString()
            : null;

    /// <summary>The verification without the texts that give a part of the key back, in whatever spelling.</summary>
    public static Verification WithoutEcho(Verification verification, SecretText key)
    {
        var spellings = new KeySpellings(key);
        return verification with
        {
            Account = verification.Account is { } account ? new ProviderAccount(Keep(account.Id), Keep(account.Email), Keep(account.Name)) : null,
            Senders = verification.Senders?.Where(sender => Keep(sender.Email) is not null).Select(sender => sender with { Name = Keep(sender.Name) }).ToList(),
            RequestId = Keep(verification.RequestId),
        };

        // What came as UTF-16 has blanks between its characters by now.
        string? Keep(string? text) => text is null || spellings.AreIn(text) || spellings.AreIn(string.Concat(text.Where(c => !char.IsWhiteSpace(c)))) ? null : text;
    }
}
