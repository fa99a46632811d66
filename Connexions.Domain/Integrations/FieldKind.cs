using Connexions.Domain.Text;

namespace Connexions.Domain.Integrations;

/// <summary>What a field of a connexion means, whichever the provider.</summary>
public enum FieldKind
{
    ApiKey,

    /// <summary>Whose account it is: its e-mail address.</summary>
    AccountEmail,

    /// <summary>Whose account it is: its name.</summary>
    AccountName,

    /// <summary>As whom the client sends: the address.</summary>
    SenderEmail,

    /// <summary>As whom the client sends: the name.</summary>
    SenderName,
}

public static class FieldKinds
{
    public static bool IsEmail(this FieldKind kind) => kind is FieldKind.AccountEmail or FieldKind.SenderEmail;

    /// <summary>The one form in which a field that is not the key is kept and compared; null when nothing is left.</summary>
    public static string? Normalize(this FieldKind kind, string? text) => (kind, PlainText.Clean(text)) switch
    {
        // Two spellings of one address are one sender: within a family it is unique.
        (FieldKind.SenderEmail, { } email) => EmailAddress.Normalize(email).ToLowerInvariant(),
        (FieldKind.AccountEmail, { } email) => EmailAddress.Normalize(email),
        (_, var cleaned) => cleaned,
    };
}
