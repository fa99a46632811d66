namespace Connexions.Domain.Sharing;

/// <summary>What is known of a connexion's key, as far as it decides whether the connexion can be used.</summary>
public enum KeyCondition
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>There is one that the key ring cannot read.</summary>
    Unreadable,

    /// <summary>The provider refused it.</summary>
    Rejected,

    /// <summary>Another client claims it, and nobody settled that yet.</summary>
    InConflict,

    /// <summary>Nobody tried it: usable, with a warning.</summary>
    NeverVerified,

    /// <summary>The provider accepted it.</summary>
    Works,
}
