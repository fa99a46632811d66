using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;

namespace Connexions.Domain.Auditing;

/// <summary>
/// One line of an organisation's journal (design section 10). Insert-only. It names people by id alone; what may be
/// personal lies in <see cref="AuditDetail"/>, which can be erased, and whose salted hash stays here.
/// </summary>
public sealed class AuditEntry : IClientOwned
{
    /// <summary>Longest list of field names, in characters.</summary>
    public const int FieldsMaxLength = 200;

    private AuditEntry() { }

    public Guid OrganisationId { get; private init; }

    /// <summary>Counts from 1 within the organisation; taken inside the transaction of what the entry tells of.</summary>
    public long Sequence { get; private set; }

    public DateTime At { get; private init; }

    public ActorKind ActorKind { get; private init; }

    /// <summary>The person; null for a job.</summary>
    public Guid? ActorId { get; private init; }

    public Role? ActingRole { get; private init; }

    /// <summary>The client it is about; null for what concerns the whole organisation.</summary>
    public ClientType? ClientType { get; private init; }

    public Guid? ClientId { get; private init; }

    public string? Provider { get; private init; }

    public Guid? ConnexionId { get; private init; }

    public AuditAction Action { get; private init; }

    public AuditOutcome Outcome { get; private init; }

    /// <summary>Names of the changed fields, separated by commas. Never a value.</summary>
    public string Fields { get; private init; } = "";

    public Guid CorrelationId { get; private init; }

    /// <summary>Empty until the chain exists.</summary>
    public string? PreviousHash { get; private init; }

    /// <summary>Empty until the chain exists.</summary>
    public string? Hash { get; private init; }

    public string? DetailHash { get; private init; }

    public AuditDetail? Detail { get; private init; }

    public ClientRef? Owner => ClientRef.From(ClientType, ClientId);

    public IEnumerable<FieldKind> ChangedFields =>
        Fields.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<FieldKind>);

    public static AuditEntry Create(AuditFacts facts, Guid? personId, Role? role, Guid correlationId, Origin origin, DateTime at)
    {
        var detail = AuditDetail.Create(facts, origin);
        return new AuditEntry
        {
            OrganisationId = facts.OrganisationId,
            At = at,
            ActorKind = personId is null ? ActorKind.Job : ActorKind.Person,
            ActorId = personId,
            ActingRole = role,
            ClientType = facts.Client?.Type,
            ClientId = facts.Client?.Id,
            Provider = facts.Provider,
            ConnexionId = facts.ConnexionId,
            Action = facts.Action,
            Outcome = facts.Outcome,
            Fields = string.Join(',', facts.Fields),
            CorrelationId = correlationId,
            DetailHash = detail?.Hash(),
            Detail = detail,
        };
    }

    /// <summary>Called once, by the context, in the transaction that stores the entry.</summary>
    public void Number(long sequence)
    {
        Sequence = sequence;
        Detail?.Number(sequence);
    }
}

/// <summary>What a handler knows when it records something; the rest (who, when, from where) the context adds.</summary>
public sealed record AuditFacts(Guid OrganisationId, AuditAction Action)
{
    public ClientRef? Client { get; init; }

    public string? Provider { get; init; }

    public Guid? ConnexionId { get; init; }

    public AuditOutcome Outcome { get; init; }

    public IReadOnlyCollection<FieldKind> Fields { get; init; } = [];

    /// <summary>Values of fields that are not secret, before and after.</summary>
    public IReadOnlyDictionary<FieldKind, Change> Changes { get; init; } = new Dictionary<FieldKind, Change>();

    /// <summary>What changed beside a connexion's fields: a policy's terms, the agencies it concerns.</summary>
    public IReadOnlyDictionary<string, Change> OtherChanges { get; init; } = new Dictionary<string, Change>();

    public string? Reason { get; init; }

    /// <summary>What else names a person or a thing, for example the address that was invited.</summary>
    public string? Subject { get; init; }
}

public sealed record Change(string? Before, string? After);
