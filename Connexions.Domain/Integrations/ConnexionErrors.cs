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

    /// <summary>Someone deleted the connexion while it was being edited.</summary>
    public static readonly Error DeletedMeanwhile = new("Connexion.DeletedMeanwhile");

    /// <summary>The page was opened for another client than the one the person now acts for.</summary>
    public static readonly Error ClientMismatch = new("Connexion.ClientMismatch");
}
