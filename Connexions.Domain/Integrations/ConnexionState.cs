namespace Connexions.Domain.Integrations;

/// <summary>What is known of a connexion, from least to most.</summary>
public enum ConnexionState
{
    /// <summary>The client has none at this provider.</summary>
    Missing,

    /// <summary>It has no key yet.</summary>
    Incomplete,

    /// <summary>It has a key that the key ring cannot read: the key has to be entered again.</summary>
    Unreadable,

    /// <summary>It has a key that nobody tried at the provider.</summary>
    NeverVerified,
}
