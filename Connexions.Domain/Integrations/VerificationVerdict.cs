namespace Connexions.Domain.Integrations;

/// <summary>
/// What a provider's answer says of a key: a closed set. Stored by name: never rename one. Each has its sentence and its
/// next step in the resources.
/// </summary>
public enum VerificationVerdict
{
    /// <summary>The provider accepts the key.</summary>
    Valid,

    /// <summary>The provider knows no such key. The only verdict that marks a key dead.</summary>
    Rejected,

    /// <summary>The provider does not let this server's address in; of the key it says nothing.</summary>
    IpBlocked,

    /// <summary>The key is alive and may not do all that was asked.</summary>
    InsufficientScope,

    /// <summary>The key is alive and the account has nothing left to spend.</summary>
    NoCredit,

    /// <summary>The provider wants fewer calls; of the key it says nothing.</summary>
    RateLimited,

    /// <summary>The provider did not answer, or answered that it cannot.</summary>
    ProviderUnavailable,

    /// <summary>Something answered that does not speak as the provider does: a proxy, a portal, a redirect.</summary>
    UnexpectedResponse,

    /// <summary>The provider offers no way to ask without doing something.</summary>
    Unverifiable,
}

public static class VerificationVerdicts
{
    /// <summary>Length of the longest name, in characters, as stored.</summary>
    public const int MaxLength = 30;

    /// <summary>Whether it says something that lasts until the next conclusive verdict; the others only say that nothing was learnt.</summary>
    public static bool IsConclusive(this VerificationVerdict verdict) => verdict is not
        (VerificationVerdict.RateLimited or VerificationVerdict.ProviderUnavailable or VerificationVerdict.UnexpectedResponse);

    /// <summary>Whether the provider knows the key and lets it work.</summary>
    public static bool IsAlive(this VerificationVerdict verdict) => verdict is
        VerificationVerdict.Valid or VerificationVerdict.InsufficientScope or VerificationVerdict.NoCredit;
}
