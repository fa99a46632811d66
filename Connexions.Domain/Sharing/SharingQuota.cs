namespace Connexions.Domain.Sharing;

/// <summary>How much agencies may use of a shared connexion on one day, from midnight to midnight in Paris; null for no limit.</summary>
public sealed record SharingQuota
{
    public const int Max = 10_000_000;

    public static readonly SharingQuota Unlimited = new();

    public int? CallsPerAgency { get; init; }

    public int? EmailsPerAgency { get; init; }

    /// <summary>All agencies together; the network's own calls do not count.</summary>
    public int? CallsForAll { get; init; }

    /// <summary>All agencies together.</summary>
    public int? EmailsForAll { get; init; }

    /// <summary>Each of the four by its name, in the order in which screens show them.</summary>
    public IReadOnlyDictionary<string, int?> ByName => new OrderedDictionary<string, int?>
    {
        [nameof(CallsPerAgency)] = CallsPerAgency,
        [nameof(EmailsPerAgency)] = EmailsPerAgency,
        [nameof(CallsForAll)] = CallsForAll,
        [nameof(EmailsForAll)] = EmailsForAll,
    };

    public bool LimitsEmails => EmailsPerAgency is not null || EmailsForAll is not null;

    public bool Limits => this != Unlimited;
}
