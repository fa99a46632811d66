using Connexions.Domain.Gateway;

namespace Connexions.Domain.Sharing;

/// <summary>Where a connexion, or one of its fields, comes from.</summary>
public enum Source
{
    None,
    Own,
    Network,
}

/// <summary>Why a candidate was taken or not. Each has its plain sentence in the resources.</summary>
public enum TraceReason
{
    /// <summary>Taken.</summary>
    Usable,

    /// <summary>Taken, though nobody tried it at the provider.</summary>
    UsableNeverVerified,

    /// <summary>Taken, though whether it works cannot be told.</summary>
    UsableUnproven,

    /// <summary>Taken, though the provider refused its key once.</summary>
    UsableRefusedOnce,

    /// <summary>The client has no connexion there.</summary>
    Missing,

    /// <summary>It holds a sender and no key, on purpose: the key is the network's.</summary>
    SenderOnly,

    NoKey,
    Unreadable,
    Rejected,
    InConflict,
    Frozen,
    SetAside,

    /// <summary>The network imposes its own.</summary>
    Imposed,

    /// <summary>The network shares nothing at this provider.</summary>
    NotShared,

    /// <summary>The network shares with every agency but some, this one among them.</summary>
    Excepted,

    /// <summary>The network shares with selected agencies, this one not among them.</summary>
    NotSelected,

    /// <summary>The client's own was taken, so the network's is not needed.</summary>
    OwnComesFirst,
}

/// <param name="Source">Whose connexion was considered.</param>
public sealed record TraceStep(Source Source, TraceReason Reason)
{
    /// <summary>What the candidate may be used for: of a network's connexion, what its policy says.</summary>
    public Purposes Purposes { get; init; } = Purposes.All;

    public bool IsTaken => Reason.IsUsable();
}

public static class TraceReasons
{
    /// <summary>Whether a candidate judged so can be used.</summary>
    public static bool IsUsable(this TraceReason reason) =>
        reason is TraceReason.Usable or TraceReason.UsableNeverVerified or TraceReason.UsableUnproven or TraceReason.UsableRefusedOnce;
}

/// <summary>What a client's work goes out with at one provider, and why.</summary>
public sealed record EffectiveConnexion(Source Source, Guid? ConnexionId, IReadOnlyList<TraceStep> Trace)
{
    /// <summary>The network leaves no choice.</summary>
    public bool IsImposed { get; init; }

    /// <summary>Usable, but nobody tried the key, the provider could not tell, or it refused it once.</summary>
    public bool IsUnproven { get; init; }

    public Sender Sender { get; init; } = Sender.Unstated;

    public Source SenderSource { get; init; }

    /// <summary>What it may be used for: everything, for a client's own; what the policy says, for the network's.</summary>
    public Purposes Purposes { get; init; } = Purposes.All;

    /// <summary>How much of it may be used a day: no limit to a client's own; what the policy says, for the network's.</summary>
    public SharingQuota Quota { get; init; } = SharingQuota.Unlimited;
}
