using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;

namespace Connexions.Domain.Sharing;

/// <summary>What a network decided, as a person reads and edits it: equal when nothing differs.</summary>
public sealed record SharingTerms(SharingMode Mode, bool OwnAllowed, bool OwnSenderAllowed)
{
    /// <summary>What holds before a network has said anything.</summary>
    public static readonly SharingTerms Unstated = new(SharingMode.None, OwnAllowed: true, OwnSenderAllowed: false);

    /// <summary>What agencies' tools may use it for.</summary>
    public Purposes Purposes { get; init; } = Purposes.All;

    public SharingQuota Quota { get; init; } = SharingQuota.Unlimited;

    /// <summary>What they say to one agency.</summary>
    /// <param name="isSelected">Whether it stands in the selection.</param>
    public PolicyForAgency For(bool isSelected) => new(Mode, isSelected, OwnAllowed, OwnSenderAllowed) { Purposes = Purposes, Quota = Quota };
}

/// <summary>
/// What a network allows its agencies at one provider from a moment on. The latest one whose moment has come holds; one
/// that lies ahead takes effect by itself, since the effective connexion is computed when asked.
/// </summary>
public sealed class SharingPolicy : ITenantOwned
{
    private SharingPolicy() { }

    public Guid PolicyId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public Guid ReseauId { get; private init; }

    /// <summary>The provider's code.</summary>
    public string Provider { get; private init; } = "";

    public SharingMode Mode { get; private set; }

    public bool OwnAllowed { get; private set; }

    public bool OwnSenderAllowed { get; private set; }

    public Purposes Purposes { get; private set; } = Purposes.All;

    public int? CallsPerAgency { get; private set; }

    public int? EmailsPerAgency { get; private set; }

    public int? CallsForAll { get; private set; }

    public int? EmailsForAll { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime EffectiveFrom { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    public Guid UpdatedBy { get; private set; }

    /// <summary>Changes with every save, of the selection as well.</summary>
    public Guid Version { get; private set; }

    public ClientRef? Owner => new ClientRef(ClientType.Reseau, ReseauId);

    public SharingTerms Terms => new(Mode, OwnAllowed, OwnSenderAllowed) { Purposes = Purposes, Quota = Quota };

    public SharingQuota Quota => new()
    {
        CallsPerAgency = CallsPerAgency,
        EmailsPerAgency = EmailsPerAgency,
        CallsForAll = CallsForAll,
        EmailsForAll = EmailsForAll,
    };

    public static SharingPolicy Create(Guid organisationId, Guid reseauId, string provider) => new()
    {
        PolicyId = Guid.CreateVersion7(),
        OrganisationId = organisationId,
        ReseauId = reseauId,
        Provider = provider,
    };

    public void Decide(SharingTerms terms, DateTime effectiveFrom, Guid personId, DateTime at)
    {
        (Mode, OwnAllowed, OwnSenderAllowed, Purposes) = (terms.Mode, terms.OwnAllowed, terms.OwnSenderAllowed, terms.Purposes);
        (CallsPerAgency, EmailsPerAgency) = (terms.Quota.CallsPerAgency, terms.Quota.EmailsPerAgency);
        (CallsForAll, EmailsForAll) = (terms.Quota.CallsForAll, terms.Quota.EmailsForAll);
        EffectiveFrom = effectiveFrom;
        UpdatedAt = at;
        UpdatedBy = personId;
        Version = Guid.NewGuid();
    }
}

/// <summary>An agency that a policy names: as one of the few, or as an exception. It can only be the network's own.</summary>
public sealed class SharingSelection : ITenantOwned
{
    private SharingSelection() { }

    public Guid PolicyId { get; private init; }

    public Guid ReseauAgenceId { get; private init; }

    public Guid ReseauId { get; private init; }

    /// <summary>The network's organisation.</summary>
    public Guid OrganisationId { get; private init; }

    public ClientRef? Owner => new ClientRef(ClientType.Reseau, ReseauId);

    public static SharingSelection Create(SharingPolicy policy, Guid reseauAgenceId) => new()
    {
        PolicyId = policy.PolicyId,
        ReseauAgenceId = reseauAgenceId,
        ReseauId = policy.ReseauId,
        OrganisationId = policy.OrganisationId,
    };
}
