using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations;

/// <summary>A key that was replaced or removed, as far as it may be shown: it can be put back until then.</summary>
/// <param name="Suffix">Its last characters, four at most.</param>
/// <param name="Account">Whose account it opened, as the provider told it; null where it told none.</param>
/// <param name="Until">UTC.</param>
public sealed record KeyBefore(string Suffix, AccountIdentity? Account, DateTime Until);

// The key before the one that is stored.
public abstract partial class Connexion
{
    /// <summary>Protected as a key, in a place of its own: nothing that reads <see cref="ApiKey"/> opens it.</summary>
    public string? BeforeKey { get; private set; }

    public Guid? BeforeRingKeyId { get; private set; }

    public string? BeforeSuffix { get; private set; }

    public string? BeforeFingerprint { get; private set; }

    public int? BeforePepperVersion { get; private set; }

    public string? BeforeAccountId { get; private set; }

    public string? BeforeAccountEmail { get; private set; }

    public string? BeforeAccountName { get; private set; }

    /// <summary>Until when it is kept, UTC; null where none is.</summary>
    public DateTime? BeforeUntil { get; private set; }

    public ProtectedSecret? SecretBefore => BeforeKey is { } ciphertext && BeforeRingKeyId is { } keyId ? new ProtectedSecret(ciphertext, keyId) : null;

    /// <summary>The key before, as it may be shown; null where none is kept any more.</summary>
    public KeyBefore? KeptAt(DateTime now) => BeforeUntil is { } until && until > now
        ? new KeyBefore(BeforeSuffix ?? "", AccountIdentity.Of(BeforeAccountName, BeforeAccountEmail, null, null), until)
        : null;

    /// <summary>Keeps the stored key, before another takes its place or it is removed.</summary>
    /// <param name="secret">The stored key, protected for the place of the key before.</param>
    public void KeepKey(ProtectedSecret secret, DateTime until)
    {
        (BeforeKey, BeforeRingKeyId, BeforeSuffix) = (secret.Ciphertext, secret.KeyId, ApiKeySuffix);
        (BeforeFingerprint, BeforePepperVersion) = (ApiKeyFingerprint, ApiKeyPepperVersion);
        (BeforeAccountId, BeforeAccountEmail, BeforeAccountName) = (ProviderAccountId, ProviderAccountEmail, ProviderAccountName);
        BeforeUntil = until;
    }

    public void LetKeyBeforeGo()
    {
        (BeforeKey, BeforeRingKeyId, BeforeSuffix, BeforeFingerprint, BeforePepperVersion) = (null, null, null, null, null);
        (BeforeAccountId, BeforeAccountEmail, BeforeAccountName, BeforeUntil) = (null, null, null, null);
    }

    /// <summary>The same key before, protected by another key of the ring or fingerprinted under another pepper.</summary>
    public void ReprotectKeyBefore(ProtectedSecret secret, KeyFingerprint? fingerprint) =>
        (BeforeKey, BeforeRingKeyId, BeforeFingerprint, BeforePepperVersion) = (secret.Ciphertext, secret.KeyId, fingerprint?.Value, fingerprint?.PepperVersion);
}
