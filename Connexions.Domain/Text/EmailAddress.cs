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

    /// <summary>
    /// The one form in which addresses are kept and compared: composed (NFC), and the domain as people read it, in lower
    /// case: <c>contact@évreux.fr</c>, also where it was given as <c>contact@xn--vreux-9ra.fr</c>.
    /// </summary>
    public static string Normalize(string text)
    {
        var composed = PlainText.Compose(text);
        var domain = composed.LastIndexOf('@') + 1;
        return domain == 0 ? composed : composed[..domain] + DomainName.Read(composed[domain..]);
    }

    /// <summary>As mail servers everywhere take it: the domain in ASCII (RFC 5891).</summary>
    public static string Write(string address)
    {
        var domain = address.LastIndexOf('@') + 1;
        return domain == 0 ? address : address[..domain] + (DomainName.Write(address[domain..]) ?? address[domain..]);
    }

    /// <summary>Whether two spellings are one address. Letters of the mailbox are compared without case, as every large host does.</summary>
    public static bool Same(string one, string other) => string.Equals(Normalize(one.Trim()), Normalize(other.Trim()), StringComparison.OrdinalIgnoreCase);
}
