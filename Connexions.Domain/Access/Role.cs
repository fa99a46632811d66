using Connexions.Domain.Organisations;

namespace Connexions.Domain.Access;

public enum Role
{
    /// <summary>Directeur de réseau: names a network.</summary>
    Directeur,

    /// <summary>Responsable d'agence: names an agency, of a network or independent.</summary>
    Responsable,

    /// <summary>Reads across organisations, never a key, never without a reason.</summary>
    Support,

    Administrateur,
}

public static class Roles
{
    public const int MaxLength = 20;

    public static string ToText(this Role role) => role switch
    {
        Role.Directeur => "directeur",
        Role.Responsable => "responsable",
        Role.Support => "support",
        Role.Administrateur => "administrateur",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };

    /// <exception cref="FormatException">The text is no role.</exception>
    public static Role Parse(string text) =>
        Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(role => role!.Value.ToText() == text)
        ?? throw new FormatException($"'{text}' is not a role.");

    /// <summary>Whether the role can name this client; null stands for "none".</summary>
    public static bool Fits(this Role role, ClientType? client) => role switch
    {
        Role.Directeur => client == ClientType.Reseau,
        Role.Responsable => client is ClientType.ReseauAgence or ClientType.AgenceIndependante,
        _ => client is null,
    };
}
