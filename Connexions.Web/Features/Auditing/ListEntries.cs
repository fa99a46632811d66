using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Auditing;

public sealed record ListEntriesRequest
{
    public const int DefaultPageSize = 30;

    public const int MaxPageSize = 100;

    /// <summary>Only entries older than this one; null for the newest.</summary>
    public long? Before { get; init; }

    public bool OnlyRefusals { get; init; }

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
}

/// <param name="HasOlder">Whether older ones are left.</param>
public sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, bool HasOlder);

/// <summary>
/// The journal of whom one works for, newest first: the client's own entries and those of its organisation as a whole.
/// Support and administrators read the platform's: what they did themselves and, for administrators, administration.
/// </summary>
public sealed class ListEntries(UnitsOfWork unitsOfWork)
{
    private static readonly AuditAction[] Administration =
    [
        AuditAction.OrganisationCreated, AuditAction.ReseauCreated, AuditAction.AgenceCreated, AuditAction.InvitationCreated,
        AuditAction.InvitationWithdrawn, AuditAction.InvitationAccepted, AuditAction.MembershipWithdrawn, AuditAction.AccountDisabled,
        AuditAction.AccountEnabled, AuditAction.PasswordLinkCreated, AuditAction.DemoLaidDown,
    ];

    public async Task<Result<JournalPage>> HandleAsync(Actor actor, ListEntriesRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewJournal, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<JournalPage>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var size = Math.Clamp(request.PageSize, 1, ListEntriesRequest.MaxPageSize);
        // One more than shown tells whether older ones are left: nothing is ever counted.
        var rows = await Query(work.Db, actor, request).Take(size + 1).ToListAsync(cancellationToken);
        return new JournalPage([.. rows.Take(size).Select(row => Show(row, actor))], rows.Count > size);
    }

    /// <summary>Entries, what may be personal about them, and names: one query, which walks the primary key backwards.</summary>
    internal static IQueryable<Row> Query(ConnexionsDbContext db, Actor actor, ListEntriesRequest request)
    {
        var entries = db.AuditEntries.AsNoTracking();
        entries = actor.Role switch
        {
            Role.Support => entries.Where(entry => entry.ActorId == actor.PersonId),
            Role.Administrateur => entries.Where(entry => entry.ActorId == actor.PersonId || Administration.Contains(entry.Action)),
            _ => entries,
        };
        if (request.Before is { } before)
        {
            entries = entries.Where(entry => entry.Sequence < before);
        }

        if (request.OnlyRefusals)
        {
            entries = entries.Where(entry => entry.Outcome == AuditOutcome.Refused);
        }

        return from entry in entries
               orderby entry.Sequence descending
               from person in db.Set<Person>().Where(person => person.Id == entry.ActorId).DefaultIfEmpty()
               from token in db.ServiceTokens.Where(token => token.TokenId == entry.ActorId).DefaultIfEmpty()
               select new Row(entry.Sequence, entry.At, entry.Action, entry.Outcome, entry.ActorKind, person.DisplayName ?? token.Nom, entry.ActingRole,
                   entry.Provider, entry.ConnexionId, entry.Fields, entry.Detail);
    }

    internal sealed record Row(
        long Sequence, DateTime At, AuditAction Action, AuditOutcome Outcome, ActorKind ActorKind, string? ActorName, Role? ActingRole,
        string? Provider, Guid? ConnexionId, string Fields, AuditDetail? Detail);

    private static JournalEntry Show(Row row, Actor reader) => new(row.Sequence, row.At, row.Action, row.Outcome, row.ActorKind)
    {
        ActorName = row.ActorName,
        ActingRole = row.ActingRole,
        Provider = row.Provider,
        ConnexionId = row.ConnexionId,
        Fields = [.. row.Fields.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<FieldKind>)],
        Changes = row.Detail?.ReadChanges() ?? new Dictionary<string, Change>(),
        Reason = row.Detail?.Reason,
        Subject = row.Detail?.Subject,
        // Where support and administrators sit is their employer's business, not their customers'.
        Address = reader.Client is null || row.ActingRole is Role.Directeur or Role.Responsable ? row.Detail?.Address : null,
    };
}
