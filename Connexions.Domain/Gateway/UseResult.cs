namespace Connexions.Domain.Gateway;

/// <summary>How one use of a connexion through the gateway ended. Never rename one: the name is what is stored.</summary>
public enum UseResult
{
    /// <summary>The provider accepted the call.</summary>
    Sent,

    /// <summary>The provider found a mistake of the caller's (4xx but those below).</summary>
    Failed,

    /// <summary>The provider wants fewer calls (429).</summary>
    Throttled,

    /// <summary>The account has no credit left at the provider.</summary>
    NoCredit,

    /// <summary>The provider refused the key.</summary>
    KeyRefused,

    /// <summary>The provider does not let this server in; of the key it says nothing.</summary>
    ServerBlocked,

    /// <summary>No connection to the provider came about: nothing was sent.</summary>
    Unreached,

    /// <summary>The provider was sent the call, and did not answer, or answered with a failure of its own (5xx).</summary>
    Unavailable,

    /// <summary>The caller left, or the server died, before the end was known: whether the provider acted cannot be told.</summary>
    Interrupted,

    /// <summary>The gateway did not pass the call on.</summary>
    Refused,
}
