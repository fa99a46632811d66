namespace Connexions.Domain.Integrations;

/// <summary>Whose account a key opens, as the provider tells it. Every part may be missing.</summary>
/// <param name="Id">The provider's own stable id of the account.</param>
public sealed record ProviderAccount(string? Id, string? Email, string? Name)
{
    /// <summary>Longest id kept, in characters; a longer one is taken for none.</summary>
    public const int IdMaxLength = 100;
}

/// <summary>An address the account may send as.</summary>
/// <param name="IsActive">Whether the provider has confirmed it.</param>
public sealed record ProviderSender(string Email, string? Name, bool IsActive);

/// <summary>What was learnt from asking a provider about a key. Holds nothing of the provider's answer in its own words.</summary>
public sealed record Verification(VerificationVerdict Verdict)
{
    /// <summary>Null where the provider tells no more than the verdict says.</summary>
    public VerificationCause? Cause { get; init; }

    /// <summary>Null where the provider names no account.</summary>
    public ProviderAccount? Account { get; init; }

    /// <summary>Null where the provider was not asked or lists none.</summary>
    public IReadOnlyList<ProviderSender>? Senders { get; init; }

    /// <summary>With <see cref="VerificationVerdict.IpBlocked"/>: the address to authorise, where the provider tells it.</summary>
    public string? BlockedAddress { get; init; }

    /// <summary>When the answer came, UTC; null where none came. What is learnt counts from then, whenever it is written down.</summary>
    public DateTime? AnsweredAt { get; init; }

    /// <summary>The provider's name for this call, for its own support.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long to wait before the next call: as the provider asked, or as this application holds back.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
