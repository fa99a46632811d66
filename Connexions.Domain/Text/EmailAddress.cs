namespace Connexions.Domain.Text;

public static class EmailAddress
{
    /// <summary>
    /// The shape of an address a person can receive at: something, one @, a domain with a dot. Deliberately no
    /// stricter: whether the mailbox exists is for the provider to say.
    /// </summary>
    public static bool IsValid(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at != text.LastIndexOf('@') || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';'))
        {
            return false;
        }

        var labels = text[(at + 1)..].Split('.');
        return labels.Length > 1 && labels.All(label => label.Length > 0 && label[0] != '-' && label[^1] != '-');
    }
}
