namespace Connexions.Web.Shared.Forms;

/// <summary>How password managers are told that a field is none of theirs; each has a mark of its own.</summary>
public static class PasswordManagers
{
    public static IReadOnlyDictionary<string, object> Ignore { get; } = new Dictionary<string, object>(StringComparer.Ordinal)
    {
        // 1Password, LastPass, Bitwarden, Dashlane, Proton Pass, Keeper.
        ["data-1p-ignore"] = "true",
        ["data-lpignore"] = "true",
        ["data-bwignore"] = "true",
        ["data-form-type"] = "other",
        ["data-protonpass-ignore"] = "true",
        ["data-keeper-ignore"] = "true",
    };
}
