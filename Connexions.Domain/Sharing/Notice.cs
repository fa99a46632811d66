using Connexions.Domain.Organisations;

namespace Connexions.Domain.Sharing;

/// <summary>What a notice tells a client. Stored by name: never rename one. Each has its sentence in the resources.</summary>
public enum NoticeKind
{
    /// <summary>The network's account can be used from now on.</summary>
    Gained,

    /// <summary>The network's account can no longer be used, and there is no other.</summary>
    Lost,

    /// <summary>Work goes out with another account than before.</summary>
    Switched,

    /// <summary>The network's account may be used for other purposes than before.</summary>
    PurposesChanged,

    /// <summary>The network's account may be used within other limits a day than before.</summary>
    LimitsChanged,

    /// <summary>A change has been decided for a day to come.</summary>
    Announced,

    /// <summary>What had been decided for a day to come will not be.</summary>
    CalledOff,

    Frozen,
    Thawed,
    /// <summary>The provider refuses the client's own key.</summary>
    KeyRefused,

    /// <summary>The provider accepts the client's own key again.</summary>
    KeyRecovered,

    /// <summary>The provider refuses the key that the network shares.</summary>
    NetworkKeyRefused,

    /// <summary>The provider accepts the key that the network shares again.</summary>
    NetworkKeyRecovered,

    /// <summary>The client's key, or its account, is claimed by another: unusable until that is settled.</summary>
    ConflictFound,

    /// <summary>The client's key can be used: the conflict is settled.</summary>
    ConflictOver,

    /// <summary>Another client tried to use a key or an account that this one claims.</summary>
    ClaimAttempted,

    /// <summary>An administrator settled a contest for the client: the key may be entered.</summary>
    ContestAccepted,

    /// <summary>An administrator settled a contest against the client.</summary>
    ContestDeclined,

    /// <summary>An administrator allowed somebody else to use what the client claims as well.</summary>
    ClaimShared,
    RequestAccepted,
    RequestDeclined,
}

/// <summary>Tells a client's people of a change that concerns them. Insert-only.</summary>
public sealed class Notice : IClientOwned
{
    private Notice() { }

    public Guid NoticeId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public ClientType ClientType { get; private init; }

    public Guid ClientId { get; private init; }

    public NoticeKind Kind { get; private init; }

    public string Provider { get; private init; } = "";

    /// <summary>
    /// A reason or an answer, in the words of the person who gave it; of a policy, how the terms change, as
    /// <see cref="TermsChange.ToText"/> writes it.
    /// </summary>
    public string? Text { get; private init; }

    /// <summary>When the change holds, where that is not at once. UTC.</summary>
    public DateTime? EffectiveFrom { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public ClientRef? Owner => new ClientRef(ClientType, ClientId);

    public static Notice Create(Guid organisationId, ClientRef client, NoticeKind kind, string provider, DateTime at, string? text = null, DateTime? effectiveFrom = null) => new()
    {
        NoticeId = Guid.CreateVersion7(),
        OrganisationId = organisationId,
        ClientType = client.Type,
        ClientId = client.Id,
        Kind = kind,
        Provider = provider,
        Text = text,
        EffectiveFrom = effectiveFrom,
        CreatedAt = at,
    };
}

/// <summary>One person has seen one notice.</summary>
public sealed class NoticeRead : IClientOwned
{
    private NoticeRead() { }

    public Guid NoticeId { get; private init; }

    public Guid PersonId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public ClientType ClientType { get; private init; }

    public Guid ClientId { get; private init; }

    public ClientRef? Owner => new ClientRef(ClientType, ClientId);

    public static NoticeRead Create(Notice notice, Guid personId) => new()
    {
        NoticeId = notice.NoticeId,
        PersonId = personId,
        OrganisationId = notice.OrganisationId,
        ClientType = notice.ClientType,
        ClientId = notice.ClientId,
    };
}
