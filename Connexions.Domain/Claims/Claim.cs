using System.Security.Cryptography;
using System.Text;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Claims;

/// <summary>What is claimed. Stored by name: never rename one.</summary>
public enum ClaimKind
{
    /// <summary>One API key.</summary>
    Key,

    /// <summary>A provider's account, whichever of its keys opens it.</summary>
    Account,
}

/// <summary>
/// What is claimed, as it is stored and compared: a keyed fingerprint, so that whoever reads the table learns neither a
/// key nor an account.
/// </summary>
public sealed record ClaimValue(ClaimKind Kind, string Value, int PepperVersion)
{
    public static ClaimValue OfKey(KeyFingerprint fingerprint) => new(ClaimKind.Key, fingerprint.Value, fingerprint.PepperVersion);

    public static ClaimValue OfAccount(Pepper pepper, string providerCode, string accountId)
    {
        // A separator that no provider's code and no key contains keeps an account from ever looking like a key.
        var text = Encoding.UTF8.GetBytes(providerCode + "\0account\0" + accountId);
        return new ClaimValue(ClaimKind.Account, Convert.ToHexStringLower(HMACSHA256.HashData(pepper.Bytes.Span, text)), pepper.Version);
    }

    public override string ToString() => Kind.ToString();
}

/// <summary>
/// "This key, this account, is ours": by a client, for one of its connexions. The database holds it unique, across
/// organisations on purpose: it is the alarm that keeps an agency from connecting with another's key.
/// </summary>
public sealed class Claim : IClientOwned
{
    private Claim() { }

    public Guid ClaimId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public ClientType ClientType { get; private init; }

    public Guid ClientId { get; private init; }

    /// <summary>The client's connexion that it is used by; null while the client has none.</summary>
    public Guid? ConnexionId { get; private set; }

    /// <summary>While the client has no such connexion, its collision whose settlement keeps the claim for it.</summary>
    public Guid? CollisionId { get; private set; }

    public string Provider { get; private init; } = "";

    public ClaimKind Kind { get; private init; }

    public string Value { get; private init; } = "";

    public int PepperVersion { get; private init; }

    /// <summary>
    /// 0 for the one claim everybody may make. Further ones of the same value exist only where somebody decided that
    /// both may use it, and each has a number of its own.
    /// </summary>
    public int Slot { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public ClientRef? Owner => new ClientRef(ClientType, ClientId);

    public ClaimValue ToValue() => new(Kind, Value, PepperVersion);

    public static Claim Create(Integrations.Connexion connexion, string provider, ClaimValue value, int slot, DateTime at) => new()
    {
        ClaimId = Guid.CreateVersion7(),
        OrganisationId = connexion.OrganisationId,
        ClientType = connexion.ClientType,
        ClientId = connexion.ClientId,
        ConnexionId = connexion.Id,
        Provider = provider,
        Kind = value.Kind,
        Value = value.Value,
        PepperVersion = value.PepperVersion,
        Slot = slot,
        CreatedAt = at,
    };

    /// <summary>What an administrator gives to the one who came second, until they enter the key.</summary>
    public static Claim Keep(Collision collision, ClaimValue value, int slot, DateTime at) => new()
    {
        ClaimId = Guid.CreateVersion7(),
        OrganisationId = collision.OrganisationId,
        ClientType = collision.ClientType,
        ClientId = collision.ClientId,
        CollisionId = collision.CollisionId,
        Provider = collision.Provider,
        Kind = value.Kind,
        Value = value.Value,
        PepperVersion = value.PepperVersion,
        Slot = slot,
        CreatedAt = at,
    };

    /// <summary>The connexion it was kept for now uses it.</summary>
    public void BeUsedBy(Integrations.Connexion connexion) => (ConnexionId, CollisionId) = (connexion.Id, null);
}
