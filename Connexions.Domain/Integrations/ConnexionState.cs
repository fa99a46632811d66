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

    /// <summary>Another client claims its key or its account, and nobody settled that yet.</summary>
    InConflict,

    /// <summary>The provider refuses the key.</summary>
    Refused,

    /// <summary>The provider refused the key once, and that alone is not believed: see <see cref="SecondLook"/>. It can be used.</summary>
    RefusedOnce,

    /// <summary>It has a key that nobody tried at the provider.</summary>
    NeverVerified,

    /// <summary>It was tried, and nothing can be said: the provider does not answer, or offers no way to ask.</summary>
    CannotTell,

    /// <summary>The provider does not let this server in.</summary>
    Blocked,

    /// <summary>The key is alive, and the account lacks credit or the key a right.</summary>
    Limited,

    /// <summary>The provider accepts the key.</summary>
    Works,
}

/// <summary>Everything that decides a connexion's state; none of it needs the key.</summary>
/// <param name="HasKey">Whether a key is stored.</param>
/// <param name="IsReadable">Whether the key ring can read it.</param>
/// <param name="RefusedOnce">Whether a refusal stands alone so far.</param>
public readonly record struct Standing(bool HasKey, bool IsReadable, bool InConflict, VerificationVerdict? Verdict, bool RefusedOnce, VerificationVerdict? LastTry)
{
    public ConnexionState State => this switch
    {
        { HasKey: false } => ConnexionState.Incomplete,
        { IsReadable: false } => ConnexionState.Unreadable,
        { InConflict: true } => ConnexionState.InConflict,
        { RefusedOnce: true } => ConnexionState.RefusedOnce,
        { Verdict: null, LastTry: null } => ConnexionState.NeverVerified,
        { Verdict: VerificationVerdict.Valid } => ConnexionState.Works,
        { Verdict: VerificationVerdict.Rejected } => ConnexionState.Refused,
        { Verdict: VerificationVerdict.IpBlocked } => ConnexionState.Blocked,
        { Verdict: VerificationVerdict.NoCredit or VerificationVerdict.InsufficientScope } => ConnexionState.Limited,
        _ => ConnexionState.CannotTell,
    };
}
