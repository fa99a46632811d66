using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;

namespace Connexions.Web.Features.Integrations.Editing;

/// <summary>
/// What is typed into the editor of a connexion beside what is stored: its fields, and a key, which is kept in memory
/// alone and in no field but its own.
/// </summary>
public sealed class TypedConnexion(Provider provider)
{
    private readonly Dictionary<FieldKind, string?> values = [];
    private string? doubted;
    private string? vouchedFor;

    public IReadOnlyDictionary<FieldKind, string?> Values => values;

    public string? Key { get; private set; }

    /// <summary>The typed key may be one, and has not the provider's usual form.</summary>
    public bool KeyLooksUnusual { get; private set; }

    /// <summary>The typed key was not saved, because it does not look like one; the person may say that it is.</summary>
    public bool IsDoubted => Key is not null && Key == doubted;

    /// <param name="stored">Null while nothing is shown.</param>
    public bool IsDirty(ConnexionView? stored) => Key is not null || (stored is not null && Changes(stored).Any());

    public void Show(ConnexionView stored)
    {
        values.Clear();
        foreach (var (kind, text) in stored.Values)
        {
            values[kind] = text;
        }
    }

    /// <summary>The row has changed: shows it as it is now, and keeps what was typed over what it was.</summary>
    public void Show(ConnexionView stored, ConnexionView before)
    {
        var changes = Changes(before).ToList();
        Show(stored);
        foreach (var (kind, text) in changes)
        {
            values[kind] = text;
        }
    }

    public void Restore(Draft draft)
    {
        foreach (var (kind, text) in draft.Values.Where(field => values.ContainsKey(field.Key)))
        {
            values[kind] = text;
        }
    }

    public void Type(FieldKind kind, string? text) => values[kind] = KeyInText.Withhold(text, beside: SecretText.From(Key));

    public void TypeKey(string? text)
    {
        Key = string.IsNullOrEmpty(text) ? null : text;
        foreach (var kind in values.Keys.ToList())
        {
            values[kind] = KeyInText.Withhold(values[kind], beside: SecretText.From(Key));
        }

        KeyLooksUnusual = SecretText.From(Key) is { } typed && provider.Refuse(typed) is null && !provider.LooksUsual(typed);
    }

    /// <summary>The provider named the account of the typed key: fills what is empty.</summary>
    public void Fill(ProviderAccount account)
    {
        foreach (var (kind, told) in new[] { (FieldKind.AccountEmail, account.Email), (FieldKind.AccountName, account.Name) })
        {
            if (values.TryGetValue(kind, out var typed) && PlainText.Clean(typed) is null)
            {
                values[kind] = told;
            }
        }
    }

    /// <summary>The label takes over what the provider names.</summary>
    public void TakeNamed(ProviderAccount account)
    {
        foreach (var (kind, told) in new[] { (FieldKind.AccountEmail, account.Email), (FieldKind.AccountName, account.Name) })
        {
            if (values.ContainsKey(kind) && told is not null)
            {
                values[kind] = told;
            }
        }
    }

    /// <param name="isDoubted">Whether a save doubted that the typed text is a key.</param>
    public void Judge(bool isDoubted) => doubted = isDoubted ? Key : null;

    /// <summary>Of the text that was asked about, and no other that was typed since.</summary>
    public void Vouch() => vouchedFor = doubted;

    public void ForgetKey()
    {
        Key = doubted = vouchedFor = null;
        KeyLooksUnusual = false;
    }

    /// <param name="version">Of the row that is saved over; null for a new connexion.</param>
    public SaveConnexionRequest ToRequest(ClientRef client, Guid? version) =>
        new(client, provider.Code, version, values.ToDictionary(), SecretText.From(Key)) { ThoughUnusual = Key is not null && Key == vouchedFor };

    /// <summary>Nothing of the key but that one is being typed.</summary>
    public Draft ToDraft(Guid? version) => new(version, values.ToDictionary(), KeyWasTyped: Key is not null);

    private IEnumerable<KeyValuePair<FieldKind, string?>> Changes(ConnexionView stored) =>
        values.Where(field => (field.Key.Normalize(field.Value) ?? "") != (stored.Values.GetValueOrDefault(field.Key) ?? ""));
}
