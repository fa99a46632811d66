using System.Collections.Frozen;

namespace Connexions.Domain.Organisations;

/// <summary>The three kinds of client a connexion can belong to.</summary>
public enum ClientType
{
    Reseau,
    ReseauAgence,
    AgenceIndependante,
}

/// <summary>The text the brief gives each client type; it is what the database stores.</summary>
public static class ClientTypes
{
    public const string Reseau = "reseau";
    public const string ReseauAgence = "reseau_agence";
    public const string AgenceIndependante = "agence_independante";
    public const int MaxLength = 20;

    private static readonly FrozenDictionary<string, ClientType> ByText = Enum.GetValues<ClientType>()
        .ToFrozenDictionary(ToText, StringComparer.Ordinal);

    public static IEnumerable<string> All => ByText.Keys;

    public static string ToText(this ClientType type) => type switch
    {
        ClientType.Reseau => Reseau,
        ClientType.ReseauAgence => ReseauAgence,
        ClientType.AgenceIndependante => AgenceIndependante,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a client type."),
    };

    /// <exception cref="FormatException">The text is none of the three.</exception>
    public static ClientType Parse(string text) =>
        ByText.TryGetValue(text, out var type) ? type : throw new FormatException($"'{text}' is not a client type.");
}
