namespace Connexions.Domain.Integrations;

/// <summary>Why a verdict is what it is, where the provider tells more than the verdict says. Stored by name: never rename one.</summary>
public enum VerificationCause
{
    /// <summary>With <see cref="VerificationVerdict.RateLimited"/>: this application holds back by itself; the provider was not asked.</summary>
    OwnLimit,

    /// <summary>With <see cref="VerificationVerdict.IpBlocked"/>: the provider does not serve the country this server is in.</summary>
    Location,

    /// <summary>With <see cref="VerificationVerdict.InsufficientScope"/>: the key was given fewer rights.</summary>
    MissingPermission,

    /// <summary>With <see cref="VerificationVerdict.InsufficientScope"/>: whoever made the key belongs to no organisation there.</summary>
    NoMembership,

    /// <summary>With <see cref="VerificationVerdict.InsufficientScope"/>: the provider has not confirmed the sender's address or domain.</summary>
    SenderNotConfirmed,

    /// <summary>With <see cref="VerificationVerdict.InsufficientScope"/>: the provider is still reviewing the account.</summary>
    AccountUnderReview,

    /// <summary>With <see cref="VerificationVerdict.InsufficientScope"/>: the provider has blocked the account.</summary>
    AccountBlocked,
}

public static class VerificationCauses
{
    /// <summary>Length of the longest name, in characters, as stored.</summary>
    public const int MaxLength = 30;
}
