namespace Connexions.Domain.Integrations;

/// <summary>What is known of a connexion's key, and since when. All moments are UTC.</summary>
public sealed record KeyFacts(ConnexionState State)
{
    /// <summary>The last verdict that said something of the key.</summary>
    public VerificationVerdict? Verdict { get; init; }

    public DateTime? VerdictAt { get; init; }

    /// <summary>Why, where the provider told.</summary>
    public VerificationCause? VerdictCause { get; init; }

    /// <summary>When the provider refused the key, where that stands alone so far.</summary>
    public DateTime? RefusedOnceAt { get; init; }

    /// <summary>The last answer or lack of one: later than <see cref="VerdictAt"/> when nothing was learnt.</summary>
    public VerificationVerdict? LastTry { get; init; }

    public DateTime? LastTryAt { get; init; }

    public DateTime? InConflictSince { get; init; }

    /// <summary>The address the provider does not let in, where it told.</summary>
    public string? BlockedAddress { get; init; }

    public DateTime? FrozenAt { get; init; }

    public bool IsFrozen => FrozenAt is not null;

    /// <summary>The verdict that made the state; null where no verdict did.</summary>
    public VerificationVerdict? Decisive => State switch
    {
        ConnexionState.Works or ConnexionState.Refused or ConnexionState.Blocked or ConnexionState.Limited => Verdict,
        ConnexionState.CannotTell => Verdict ?? LastTry,
        _ => null,
    };

    /// <summary>When a verdict was given that says something of the key.</summary>
    public DateTime? VerifiedAt => IsMoot || Verdict is null or VerificationVerdict.Unverifiable ? null : VerdictAt;

    /// <summary>Since when the state is what it is, as far as somebody looked.</summary>
    public DateTime? Since => State switch
    {
        ConnexionState.InConflict => InConflictSince,
        ConnexionState.RefusedOnce => RefusedOnceAt,
        _ => IsMoot ? null : VerdictAt ?? LastTryAt,
    };

    /// <summary>Why the deciding verdict is what it is; null where the provider told no more, or no verdict decides.</summary>
    public VerificationCause? Cause => Decisive is null || Decisive != Verdict ? null : VerdictCause;

    /// <summary>The last try, where it taught nothing.</summary>
    public (VerificationVerdict Verdict, DateTime At)? Fruitless => !IsMoot && LastTry is { } verdict && LastTryAt is { } at && !verdict.IsConclusive() ? (verdict, at) : null;

    // What a provider said does not count where the key cannot be read or used.
    private bool IsMoot => State is ConnexionState.Unreadable or ConnexionState.InConflict;
}
