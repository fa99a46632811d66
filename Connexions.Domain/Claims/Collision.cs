using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;

namespace Connexions.Domain.Claims;

/// <summary>How an administrator settles a collision. Stored by name: never rename one.</summary>
public enum Settlement
{
    /// <summary>The first claim stands.</summary>
    KeepFirst,

    /// <summary>The key or the account is the second's.</summary>
    MoveToSecond,

    /// <summary>Both may use it.</summary>
    AllowBoth,

    /// <summary>Nothing to settle any more: one of the two no longer uses the key.</summary>
    Gone,
}

/// <summary>
/// A client came second with a key or an account that another client claims. Belongs to the second: it names nobody,
/// and who came first is found by the claims.
/// </summary>
public sealed class Collision : IClientOwned
{
    private Collision() { }

    public Guid CollisionId { get; private init; }

    /// <summary>Of the one who came second.</summary>
    public Guid OrganisationId { get; private init; }

    public ClientType ClientType { get; private init; }

    public Guid ClientId { get; private init; }

    public string Provider { get; private init; } = "";

    /// <summary>The claimed key, fingerprinted; null when only its account is claimed.</summary>
    public string? KeyValue { get; private init; }

    /// <summary>The claimed account, fingerprinted; null when the provider named none.</summary>
    public string? AccountValue { get; private init; }

    public int PepperVersion { get; private init; }

    /// <summary>The last characters of the key that was contested, four at most; null where they are not known.</summary>
    public string? KeySuffix { get; private set; }

    /// <summary>The account it opens, as the provider told it, by name and address.</summary>
    public string? AccountName { get; private set; }

    public string? AccountEmail { get; private set; }

    public DateTime CreatedAt { get; private init; }

    /// <summary>When the second asked for it to be settled, and why it is theirs.</summary>
    public DateTime? ContestedAt { get; private set; }

    public Guid? ContestedBy { get; private set; }

    public string? Contest { get; private set; }

    public DateTime? SettledAt { get; private set; }

    /// <summary>Null when nobody had to.</summary>
    public Guid? SettledBy { get; private set; }

    public Settlement? Settlement { get; private set; }

    public string? SettlementReason { get; private set; }

    public ClientRef Client => new(ClientType, ClientId);

    /// <summary>What is claimed by another.</summary>
    public IEnumerable<ClaimValue> ToValues() =>
    [
        .. KeyValue is { } key ? [new ClaimValue(ClaimKind.Key, key, PepperVersion)] : Array.Empty<ClaimValue>(),
        .. AccountValue is { } account ? [new ClaimValue(ClaimKind.Account, account, PepperVersion)] : Array.Empty<ClaimValue>(),
    ];

    public ClientRef? Owner => new ClientRef(ClientType, ClientId);

    public static Collision Create(
        Guid organisationId, ClientRef client, string provider, string? keyValue, string? accountValue, int pepperVersion, DateTime at) => new()
    {
        CollisionId = Guid.CreateVersion7(),
        OrganisationId = organisationId,
        ClientType = client.Type,
        ClientId = client.Id,
        Provider = provider,
        KeyValue = keyValue,
        AccountValue = accountValue,
        PepperVersion = pepperVersion,
        CreatedAt = at,
    };

    /// <summary>By what people recognise the key and the account it is about: a settlement is of these, whatever either side uses by then.</summary>
    public void BeAbout(string? keySuffix, ProviderAccount? account) => (KeySuffix, AccountName, AccountEmail) = (keySuffix, account?.Name, account?.Email);

    public void ContestBy(Guid personId, string contest, DateTime at) => (ContestedBy, Contest, ContestedAt) = (personId, contest, at);

    public void Settle(Settlement settlement, string? reason, Guid? personId, DateTime at) =>
        (Settlement, SettlementReason, SettledBy, SettledAt) = (settlement, reason, personId, at);
}
