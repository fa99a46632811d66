namespace Connexions.Domain.Gateway;

/// <summary>What became of one use of a connexion through the gateway. Stored by name: never rename one.</summary>
public enum UseResult
{
    /// <summary>The provider accepted it.</summary>
    Sent,

    /// <summary>The provider found something wrong with the call itself (4xx).</summary>
    Failed,

    /// <summary>Too many calls, says the provider.</summary>
    Throttled,

    /// <summary>The account has nothing left to spend.</summary>
    NoCredit,

    /// <summary>The provider refused the key, or the address it came from.</summary>
    KeyRefused,

    /// <summary>No answer, or one that says the provider is in trouble.</summary>
    Unavailable,

    /// <summary>The caller left before the end, or the server died and the end is not known.</summary>
    Interrupted,

    /// <summary>The gateway did not pass it on.</summary>
    Refused,
}
