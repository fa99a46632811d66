namespace Connexions.Domain.Sharing;

/// <summary>Which agencies of a network its connexion at one provider is for.</summary>
public enum SharingMode
{
    /// <summary>No agency.</summary>
    None,

    /// <summary>Every agency, those that join later included.</summary>
    All,

    /// <summary>Every agency but the selected ones; those that join later included.</summary>
    AllExcept,

    /// <summary>The selected agencies only.</summary>
    Selected,
}

public static class SharingModes
{
    public const int MaxLength = 20;

    public static string ToText(this SharingMode mode) => mode switch
    {
        SharingMode.None => "none",
        SharingMode.All => "all",
        SharingMode.AllExcept => "all_except",
        SharingMode.Selected => "selected",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a sharing mode."),
    };

    /// <exception cref="FormatException">The text is no mode.</exception>
    public static SharingMode Parse(string text) =>
        Enum.GetValues<SharingMode>().Cast<SharingMode?>().FirstOrDefault(mode => mode!.Value.ToText() == text)
        ?? throw new FormatException($"'{text}' is not a sharing mode.");

    /// <summary>Whether an agency may use the network's connexion; <paramref name="selected"/> says whether it stands in the selection.</summary>
    public static bool Permits(this SharingMode mode, bool selected) => mode switch
    {
        SharingMode.All => true,
        SharingMode.AllExcept => !selected,
        SharingMode.Selected => selected,
        _ => false,
    };

    /// <summary>Whether the mode has a selection at all.</summary>
    public static bool Selects(this SharingMode mode) => mode is SharingMode.AllExcept or SharingMode.Selected;
}
