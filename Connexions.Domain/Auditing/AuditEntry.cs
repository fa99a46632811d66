using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
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

    /// <summary>Longest code of a refusal's reason, in characters.</summary>
    public const int RefusalMaxLength = 60;

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

    /// <summary>Of a use through the gateway: the operation's code; null on every other entry.</summary>
    public string? Operation { get; private init; }

    /// <summary>Of a use: what became of it.</summary>
    public UseResult? UseResult { get; private init; }

    /// <summary>Of a refused use: the code of the reason.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Of a use: the HTTP status of the provider's answer; null when none came.</summary>
    public int? Status { get; private init; }

    /// <summary>Of a use: the body's size on its way to the provider, bytes.</summary>
    public long? BytesSent { get; private init; }

    public long? BytesReceived { get; private init; }

    public int? DurationMs { get; private init; }

    /// <summary>Of a use: how many e-mails it made, where that can be counted.</summary>
    public int? Emails { get; private init; }

    /// <summary>Of a use: what a language model read, where its answer says so.</summary>
    public int? InputTokens { get; private init; }

    /// <summary>Of a use: what a language model wrote, where its answer says so.</summary>
    public int? OutputTokens { get; private init; }

    /// <summary>Of a use, in the journal of the network that lent the key: the agency that used it.</summary>
    public Guid? AgencyId { get; private init; }

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

    /// <summary>A use through the gateway.</summary>
    /// <param name="useId">The correlation id: the same in both journals where the key is a network's.</param>
    /// <param name="tokenId">Null for a person's own use, who is then <paramref name="personId"/>.</param>
    public static AuditEntry ForUse(AuditFacts facts, UseFacts use, Guid useId, Guid? tokenId, Guid? personId, DateTime at) => new()
    {
        OrganisationId = facts.OrganisationId,
        At = at,
        ActorKind = tokenId is null ? ActorKind.Person : ActorKind.Tool,
        ActorId = tokenId ?? personId,
        ClientType = facts.Client?.Type,
        ClientId = facts.Client?.Id,
        Provider = facts.Provider,
        ConnexionId = facts.ConnexionId,
        Action = AuditAction.ConnexionUsed,
        Outcome = use.Result == Gateway.UseResult.Refused ? AuditOutcome.Refused : AuditOutcome.Done,
        CorrelationId = useId,
        Operation = use.Operation,
        UseResult = use.Result,
        Refusal = use.Refusal,
        Status = use.Status,
        BytesSent = use.BytesSent,
        BytesReceived = use.BytesReceived,
        DurationMs = use.DurationMs,
        Emails = use.Emails,
        InputTokens = use.Tokens?.Input,
        OutputTokens = use.Tokens?.Output,
        AgencyId = use.AgencyId,
    };

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

/// <summary>What an entry keeps of one use: see the members of <see cref="AuditEntry"/> of the same names.</summary>
public sealed record UseFacts(string Operation, UseResult Result)
{
    public string? Refusal { get; init; }

    public int? Status { get; init; }

    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }

    public int DurationMs { get; init; }

    public int? Emails { get; init; }

    /// <summary>Null where the answer did not tell.</summary>
    public ModelTokens? Tokens { get; init; }

    /// <summary>Whether an answer to this operation may tell: not kept, only counted.</summary>
    public bool TellsTokens { get; init; }

    public Guid? AgencyId { get; init; }
}

public sealed record Change(string? Before, string? After);
