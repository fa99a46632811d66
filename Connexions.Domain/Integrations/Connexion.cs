using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;

namespace Connexions.Domain.Integrations;

/// <summary>One client's account at one provider. Every field a person fills in is optional.</summary>
public abstract partial class Connexion : IClientOwned
{
    /// <summary>Longest list of senders kept, in characters: some two hundred addresses.</summary>
    public const int ProviderSendersMaxLength = 8000;

    /// <summary>Longest blocked address, in characters: an IPv6 address with a zone.</summary>
    public const int BlockedAddressMaxLength = 60;

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

    /// <summary>Another client claims this key or its account, and nobody settled that yet: nobody may use it.</summary>
    public DateTime? InConflictSince { get; private set; }

    /// <summary>The last verdict that said something of the key; null while there was none.</summary>
    public VerificationVerdict? Verdict { get; private set; }

    public DateTime? VerdictAt { get; private set; }

    /// <summary>Why <see cref="Verdict"/> is what it is, where the provider tells more than the verdict says.</summary>
    public VerificationCause? VerdictCause { get; private set; }

    /// <summary>When the provider refused the key, where that stands alone: see <see cref="SecondLook"/>. Then <see cref="Verdict"/> is the one before.</summary>
    public DateTime? RefusedOnceAt { get; private set; }

    /// <summary>The last answer or lack of one: later than <see cref="Verdict"/> when nothing was learnt.</summary>
    public VerificationVerdict? LastTry { get; private set; }

    public DateTime? LastTryAt { get; private set; }

    /// <summary>How many tries in a row taught nothing.</summary>
    public int FruitlessTries { get; private set; }

    /// <summary>When the key is to be tried again; null when there is nothing to try.</summary>
    public DateTime? NextCheckAt { get; private set; }

    /// <summary>The provider's own id of the account the key opens.</summary>
    public string? ProviderAccountId { get; private set; }

    /// <summary>The account's e-mail as the provider tells it; what a person typed is <see cref="AccountEmail"/>.</summary>
    public string? ProviderAccountEmail { get; private set; }

    public string? ProviderAccountName { get; private set; }

    /// <summary>The addresses the account may send as, folded to lower case, one a line; null while that is not known.</summary>
    public string? ProviderSenders { get; private set; }

    /// <summary>With <see cref="VerificationVerdict.IpBlocked"/>: the address the provider does not let in.</summary>
    public string? BlockedAddress { get; private set; }

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
        values = values.ToDictionary(field => field.Key, field => field.Key.Normalize(field.Value));
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
        Forget();
        NextCheckAt = at;
    }

    public void RemoveKey(DateTime at)
    {
        ApiKey = null;
        ApiKeyRingKeyId = null;
        ApiKeySuffix = null;
        ApiKeyFingerprint = null;
        ApiKeyPepperVersion = null;
        ApiKeyChangedAt = at;
        Forget();
    }

    /// <summary>The same key as before, protected by another key of the ring or fingerprinted under another pepper.</summary>
    public void Reprotect(ProtectedSecret secret, KeyFingerprint? fingerprint)
    {
        ApiKey = secret.Ciphertext;
        ApiKeyRingKeyId = secret.KeyId;
        ApiKeyFingerprint = fingerprint?.Value;
        ApiKeyPepperVersion = fingerprint?.PepperVersion;
    }

    /// <summary>
    /// Keeps what was learnt of the key. What taught nothing leaves the last verdict as it is, and of a key that was
    /// refused only a success makes anything else.
    /// </summary>
    /// <returns>Whether anything was kept: an answer older than the last one that was written down is old news.</returns>
    public bool Learn(Verification learnt, DateTime now)
    {
        var at = learnt.AnsweredAt ?? now;
        if (LastTryAt > at)
        {
            return false;
        }

        (LastTry, LastTryAt) = (learnt.Verdict, at);
        var verdict = learnt.Verdict;
        if (verdict == VerificationVerdict.Rejected)
        {
            LearnRefusal(at);
        }
        else if (verdict.IsAlive() || (verdict == VerificationVerdict.IpBlocked && Verdict != VerificationVerdict.Rejected) || (verdict.IsConclusive() && Verdict is null))
        {
            (Verdict, VerdictAt, VerdictCause, BlockedAddress) = (verdict, at, learnt.Cause, learnt.BlockedAddress);
            RefusedOnceAt = verdict.IsAlive() ? null : RefusedOnceAt;
        }

        // A key that was refused once waits for a word of the key itself.
        FruitlessTries = verdict.IsConclusive() && (RefusedOnceAt is null || verdict == VerificationVerdict.Rejected) ? 0 : FruitlessTries + 1;
        if (learnt.Account is { } account)
        {
            (ProviderAccountId, ProviderAccountEmail, ProviderAccountName) = (account.Id, account.Email, account.Name);
        }

        if (learnt.Senders is { } senders)
        {
            ProviderSenders = JoinSenders(senders);
        }

        return true;
    }

    private void LearnRefusal(DateTime at)
    {
        if (Verdict == VerificationVerdict.Rejected || SecondLook.Confirms(RefusedOnceAt, at))
        {
            (Verdict, VerdictAt, VerdictCause, BlockedAddress, RefusedOnceAt) = (VerificationVerdict.Rejected, at, null, null, null);
        }
        else
        {
            RefusedOnceAt ??= at;
        }
    }

    /// <summary>The key turned out to be one, though it has not the provider's published shape.</summary>
    public void Recognise(KeyFingerprint fingerprint) => (ApiKeyFingerprint, ApiKeyPepperVersion) = (fingerprint.Value, fingerprint.PepperVersion);

    /// <summary>Fills the account's e-mail and name where nobody typed any; says which of them it filled.</summary>
    public List<FieldKind> FillFromAccount()
    {
        var told = new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = ProviderAccountEmail, [FieldKind.AccountName] = ProviderAccountName };
        return [.. Fill(told.Where(field => field.Value is not null && Get(field.Key) is null).ToDictionary()).Where(kind => Get(kind) is not null)];
    }

    /// <summary>Tries the key again then.</summary>
    /// <param name="at">Null for what cannot be tried without a person.</param>
    public void AskAgain(DateTime? at) => NextCheckAt = Secret is null ? null : at;

    public void EnterConflict(DateTime at) => InConflictSince ??= at;

    public void LeaveConflict() => InConflictSince = null;

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

    // What was known was known of the key before.
    private void Forget()
    {
        (InConflictSince, Verdict, VerdictAt, LastTry, LastTryAt, FruitlessTries, NextCheckAt) = (null, null, null, null, null, 0, null);
        (ProviderAccountId, ProviderAccountEmail, ProviderAccountName, ProviderSenders, BlockedAddress) = (null, null, null, null, null);
        (VerdictCause, RefusedOnceAt) = (null, null);
    }

    // An account with more senders than fit is one whose senders are not known.
    private static string? JoinSenders(IReadOnlyList<ProviderSender> senders)
    {
        var joined = string.Join('\n', senders.Where(sender => sender.IsActive).Select(sender => sender.Email.ToLowerInvariant()).Distinct(StringComparer.Ordinal));
        return joined.Length <= ProviderSendersMaxLength ? joined : null;
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
