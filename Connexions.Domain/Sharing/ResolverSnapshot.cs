using Connexions.Domain.Gateway;

namespace Connexions.Domain.Sharing;

/// <summary>As whom a client sends; both parts may be empty.</summary>
public sealed record Sender(string? Email, string? Name)
{
    public static readonly Sender Unstated = new(null, null);

    public bool IsStated => Email is not null;
}

/// <summary>One connexion, as the resolver sees it: never its key.</summary>
public sealed record Candidate(Guid ConnexionId, KeyCondition Key)
{
    /// <summary>Its owner wants the network's for now, without losing the key.</summary>
    public bool SetAside { get; init; }

    /// <summary>Nobody may use it until it is thawed.</summary>
    public bool Frozen { get; init; }

    public Sender Sender { get; init; } = Sender.Unstated;
}

/// <summary>What a network's policy at one provider says to one agency, on the day it is asked.</summary>
/// <param name="Mode">See <see cref="SharingMode"/>.</param>
/// <param name="IsSelected">Whether this agency stands in the selection.</param>
/// <param name="OwnAllowed">Whether a permitted agency may use its own account instead; otherwise the network's is imposed.</param>
/// <param name="OwnSenderAllowed">Whether it may send under its own sender on the network's account.</param>
public sealed record PolicyForAgency(SharingMode Mode, bool IsSelected, bool OwnAllowed, bool OwnSenderAllowed)
{
    /// <summary>What holds where a network has said nothing: nothing is shared, nothing imposed.</summary>
    public static readonly PolicyForAgency Unstated = new(SharingMode.None, IsSelected: false, OwnAllowed: true, OwnSenderAllowed: false);

    /// <summary>What the network's connexion may be used for.</summary>
    public Purposes Purposes { get; init; } = Purposes.All;

    public SharingQuota Quota { get; init; } = SharingQuota.Unlimited;

    public bool IsPermitted => Mode.Permits(IsSelected);

    public bool IsImposed => IsPermitted && !OwnAllowed;
}

/// <summary>All the resolver looks at, for one client and one provider.</summary>
/// <param name="Own">The client's own connexion; null when it has none.</param>
/// <param name="Network">The connexion of the network the client belongs to; null when it has none.</param>
/// <param name="Policy">Null for a network itself and for an independent agency, to whom no policy applies.</param>
public sealed record ResolverSnapshot(Candidate? Own, Candidate? Network, PolicyForAgency? Policy);
