using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Features.Auditing;

/// <summary>Which entries of a journal.</summary>
public enum JournalPart
{
    /// <summary>Everything but uses through the gateway, of which there may be a thousand for each other entry.</summary>
    Actions,

    RefusedActions,

    Uses,

    /// <summary>Those that the gateway did not pass on.</summary>
    RefusedUses,

    /// <summary>Of the platform: sign-ins, those that failed, and passwords. They are many beside its other entries.</summary>
    SignIns,
}

/// <summary>Where an entry stands in a journal.</summary>
/// <param name="At">UTC.</param>
public readonly record struct JournalPlace(DateTime At, long Sequence);

public sealed record ListEntriesRequest
{
    public const int DefaultPageSize = 30;

    public const int MaxPageSize = 100;

    /// <summary>Only entries below this one; null for the newest.</summary>
    public JournalPlace? Before { get; init; }

    public JournalPart Part { get; init; }

    public int PageSize { get; init; } = DefaultPageSize;
}

/// <summary>One line of the journal, with the names that ids had when it was read.</summary>
public sealed record JournalEntry(long Sequence, DateTime At, AuditAction Action, AuditOutcome Outcome, ActorKind ActorKind)
{
    /// <summary>The person's, or the tool's token's. Null for a job, for a person who was erased since, and for another client's tool.</summary>
    public string? ActorName { get; init; }

    public Role? ActingRole { get; init; }

    /// <summary>The provider's code.</summary>
    public string? Provider { get; init; }

    public Guid? ConnexionId { get; init; }

    public IReadOnlyList<FieldKind> Fields { get; init; } = [];

    /// <summary>By the field's name; the key's value is never among them.</summary>
    public IReadOnlyDictionary<string, Change> Changes { get; init; } = new Dictionary<string, Change>();

    public string? Reason { get; init; }

    public string? Subject { get; init; }

    public string? Address { get; init; }

    /// <summary>Null on everything that is no use.</summary>
    public JournalUse? Use { get; init; }

    public JournalPlace Place => new(At, Sequence);
}

/// <param name="HasOlder">Whether older ones are left.</param>
public sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, bool HasOlder);
