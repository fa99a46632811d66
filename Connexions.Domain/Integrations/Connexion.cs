using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;

namespace Connexions.Domain.Integrations;

/// <summary>One client's account at one provider. Every field a person fills in is optional.</summary>
public abstract class Connexion : IClientOwned
{
    public Guid Id { get; private set; }

    public Guid OrganisationId { get; private set; }

    public ClientType ClientType { get; private set; }

    public Guid ClientId { get; private set; }

    public string? AccountEmail { get; private set; }

    /// <summary>The protected key; null while the connexion is incomplete.</summary>
    public string? ApiKey { get; private set; }

    /// <summary>The key of the ring that reads <see cref="ApiKey"/>: says without decrypting whether it can be read.</summary>
    public Guid? ApiKeyRingKeyId { get; private set; }

    /// <summary>The last characters of the key, four at most.</summary>
    public string? ApiKeySuffix { get; private set; }

    /// <summary>See <see cref="KeyFingerprint"/>; null for a key of no known format.</summary>
    public string? ApiKeyFingerprint { get; private set; }

    public int? ApiKeyPepperVersion { get; private set; }

    public DateTime? ApiKeyChangedAt { get; private set; }

    /// <summary>Account e-mail and name, folded: what a search looks through.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>
    /// The network whose family the client belongs to: the network itself, or that of a network's agency. A sender is
    /// unique within it.
    /// </summary>
    public Guid? FamilyId { get; private set; }

    /// <summary>The owner wants the network's connexion for now, and keeps this one with its key.</summary>
    public DateTime? SetAsideAt { get; private set; }

    /// <summary>Nobody may use it until it is thawed.</summary>
    public DateTime? FrozenAt { get; private set; }

    public string? FrozenReason { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>The person who changed it last.</summary>
    public Guid UpdatedBy { get; private set; }

    /// <summary>Changes with every save: tells the second of two editors that the first was faster.</summary>
    public Guid Version { get; private set; }

    public ClientRef Client => new(ClientType, ClientId);

    public ClientRef? Owner => Client;

    public ProtectedSecret? Secret =>
        ApiKey is { } ciphertext && ApiKeyRingKeyId is { } keyId ? new ProtectedSecret(ciphertext, keyId) : null;

    /// <summary>The value of a field that is not the key; null when empty or when the provider has no such field.</summary>
    public virtual string? Get(FieldKind kind) => kind == FieldKind.AccountEmail ? AccountEmail : null;

    protected virtual void Set(FieldKind kind, string? value)
    {
        if (kind == FieldKind.AccountEmail)
        {
            AccountEmail = value;
        }
    }

    /// <summary>Writes the fields that are not the key; says which of them changed.</summary>
    public IReadOnlyList<FieldKind> Fill(IReadOnlyDictionary<FieldKind, string?> values)
    {
        // Two spellings of one address are one sender: within a family it is unique.
        values = values.ToDictionary(field => field.Key, field => field.Key == FieldKind.SenderEmail ? field.Value?.ToLowerInvariant() : field.Value);
        var changed = values
            .Where(field => field.Key != FieldKind.ApiKey && !string.Equals(Get(field.Key), field.Value, StringComparison.Ordinal))
            .Select(field => field.Key)
            .ToList();
        changed.ForEach(kind => Set(kind, values[kind]));
        SearchText = FoldedText.Fold($"{AccountEmail} {Get(FieldKind.AccountName)}");
        return changed;
    }

    public void ReplaceKey(ProtectedSecret secret, string suffix, KeyFingerprint? fingerprint, DateTime at)
    {
        ApiKey = secret.Ciphertext;
        ApiKeyRingKeyId = secret.KeyId;
        ApiKeySuffix = suffix;
        ApiKeyFingerprint = fingerprint?.Value;
        ApiKeyPepperVersion = fingerprint?.PepperVersion;
        ApiKeyChangedAt = at;
    }

    public void RemoveKey(DateTime at)
    {
        ApiKey = null;
        ApiKeyRingKeyId = null;
        ApiKeySuffix = null;
        ApiKeyFingerprint = null;
        ApiKeyPepperVersion = null;
        ApiKeyChangedAt = at;
    }

    /// <summary>Says which network an agency's connexion belongs to the family of.</summary>
    public void JoinFamily(Guid reseauId) => FamilyId = reseauId;

    public void SetAside(DateTime at) => SetAsideAt = at;

    public void TakeUp() => SetAsideAt = null;

    public void Freeze(string reason, DateTime at) => (FrozenAt, FrozenReason) = (at, reason);

    public void Thaw() => (FrozenAt, FrozenReason) = (null, null);

    public void Touch(Guid personId, DateTime at)
    {
        UpdatedBy = personId;
        UpdatedAt = at;
        Version = Guid.NewGuid();
    }

    internal TConnexion BelongTo<TConnexion>(Guid organisationId, ClientRef client, DateTime at) where TConnexion : Connexion
    {
        FamilyId = client.Type == ClientType.Reseau ? client.Id : null;
        Id = Guid.CreateVersion7();
        OrganisationId = organisationId;
        ClientType = client.Type;
        ClientId = client.Id;
        CreatedAt = at;
        return (TConnexion)this;
    }
}

/// <summary>A connexion that sends e-mail: its account has a name, and it sends as somebody.</summary>
public abstract class MailConnexion : Connexion
{
    public string? AccountName { get; private set; }

    public string? SenderEmail { get; private set; }

    public string? SenderName { get; private set; }

    public override string? Get(FieldKind kind) => kind switch
    {
        FieldKind.AccountName => AccountName,
        FieldKind.SenderEmail => SenderEmail,
        FieldKind.SenderName => SenderName,
        _ => base.Get(kind),
    };

    protected override void Set(FieldKind kind, string? value)
    {
        switch (kind)
        {
            case FieldKind.AccountName:
                AccountName = value;
                break;
            case FieldKind.SenderEmail:
                SenderEmail = value;
                break;
            case FieldKind.SenderName:
                SenderName = value;
                break;
            default:
                base.Set(kind, value);
                break;
        }
    }
}
