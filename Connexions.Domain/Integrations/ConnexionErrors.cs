using Connexions.Domain.Results;

namespace Connexions.Domain.Integrations;

public static class ConnexionErrors
{
    /// <summary>Arguments: the limit, then the length that was given, in characters.</summary>
    public static readonly Error KeyTooLong = new("Connexion.KeyTooLong", nameof(FieldKind.ApiKey));

    public static readonly Error KeyHasWhiteSpace = new("Connexion.KeyHasWhiteSpace", nameof(FieldKind.ApiKey));

    public static readonly Error KeyHasForeignCharacters = new("Connexion.KeyHasForeignCharacters", nameof(FieldKind.ApiKey));

    /// <summary>Arguments: the provider the key belongs to, then the one whose form it is.</summary>
    public static readonly Error KeyOfAnotherProvider = new("Connexion.KeyOfAnotherProvider", nameof(FieldKind.ApiKey));

    public static readonly Error OpenAiAdminKey = new("Connexion.OpenAiAdminKey", nameof(FieldKind.ApiKey));

    /// <summary>What was typed can be no key; why is not told.</summary>
    public static readonly Error NotAKey = new("Connexion.NotAKey", nameof(FieldKind.ApiKey));

    /// <summary>The key has not the form that the provider's keys have: to be confirmed. Argument: the provider.</summary>
    public static readonly Error UnusualKey = new("Connexion.UnusualKey", nameof(FieldKind.ApiKey));

    /// <summary>Someone deleted the connexion while it was being edited.</summary>
    public static readonly Error NoKeyBefore = new("Connexion.NoKeyBefore");

    public static readonly Error KeyBeforeRefused = new("Connexion.KeyBeforeRefused");

    public static readonly Error DeletedMeanwhile = new("Connexion.DeletedMeanwhile");

    /// <summary>There is no key, typed or stored, to be tried.</summary>
    public static readonly Error NothingToVerify = new("Connexion.NothingToVerify", nameof(FieldKind.ApiKey));

    /// <summary>The stored key cannot be read.</summary>
    public static readonly Error Unreadable = new("Connexion.Unreadable", nameof(FieldKind.ApiKey));

    /// <summary>The provider is not verified by a mail.</summary>
    public static readonly Error NoTestMail = new("Connexion.NoTestMail");

    /// <summary>A mail needs somebody it comes from.</summary>
    public static readonly Error SenderNeeded = new("Connexion.SenderNeeded", nameof(FieldKind.SenderEmail));

    /// <summary>The page was opened for another client than the one the person now acts for.</summary>
    public static readonly Error ClientMismatch = new("Connexion.ClientMismatch");
}
