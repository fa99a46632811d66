using Connexions.Domain.Integrations;

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

    /// <summary>The provider refused it once, which alone is not believed: usable, with a warning.</summary>
    RefusedOnce,

    /// <summary>Nobody tried it: usable, with a warning.</summary>
    NeverVerified,

    /// <summary>It was tried, and whether it works cannot be told: usable, with a warning.</summary>
    Unproven,

    /// <summary>The provider accepted it.</summary>
    Works,
}

public static class KeyConditions
{
    /// <summary>How a connexion's state weighs when one is chosen.</summary>
    public static KeyCondition ToKeyCondition(this ConnexionState state) => state switch
    {
        ConnexionState.Missing or ConnexionState.Incomplete => KeyCondition.None,
        ConnexionState.Unreadable => KeyCondition.Unreadable,
        ConnexionState.InConflict => KeyCondition.InConflict,
        ConnexionState.Refused => KeyCondition.Rejected,
        ConnexionState.RefusedOnce => KeyCondition.RefusedOnce,
        ConnexionState.NeverVerified => KeyCondition.NeverVerified,
        ConnexionState.Works or ConnexionState.Limited => KeyCondition.Works,
        _ => KeyCondition.Unproven,
    };

    /// <summary>Whether work may go out with such a key.</summary>
    public static bool IsUsable(this KeyCondition key) =>
        key is KeyCondition.Works or KeyCondition.RefusedOnce or KeyCondition.NeverVerified or KeyCondition.Unproven;
}
