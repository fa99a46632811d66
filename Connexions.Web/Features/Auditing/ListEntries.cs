using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Features.Usage;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Auditing;

/// <summary>
/// The journal of whom one works for, newest first: the client's own entries and those of its organisation as a whole.
/// What was done stands in the order of its numbers; uses by when they began, since a call is numbered when it is over.
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
        var names = await AgencyNamesAsync(actor, [.. rows.Select(row => row.AgencyId).OfType<Guid>().Distinct()], cancellationToken);
        return new JournalPage([.. rows.Take(size).Select(row => Show(row, actor, names))], rows.Count > size);
    }

    /// <summary>The network's own scope knows its agencies; that of the journal does not.</summary>
    private async Task<IReadOnlyDictionary<Guid, string>> AgencyNamesAsync(Actor actor, IReadOnlyCollection<Guid> agencies, CancellationToken cancellationToken)
    {
        if (agencies.Count == 0)
        {
            return new Dictionary<Guid, string>();
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewUsage, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return new Dictionary<Guid, string>();
        }

        await using var work = begun.Value;
        return await AgencyNames.ReadAsync(work.Db, agencies, cancellationToken);
    }

    /// <summary>
    /// Entries, what may be personal about them, and names: one query, which walks an index backwards: that of what is no
    /// use, that of uses or that of refused uses.
    /// </summary>
    internal static IQueryable<Row> Query(ConnexionsDbContext db, Actor actor, ListEntriesRequest request)
    {
        var entries = db.AuditEntries.AsNoTracking();
        entries = actor.Role switch
        {
            Role.Support => entries.Where(entry => entry.ActorId == actor.PersonId && !AccountEntries.Actions.Contains(entry.Action)),
            Role.Administrateur when request.Part == JournalPart.SignIns => entries.Where(entry => AccountEntries.Actions.Contains(entry.Action)),
            Role.Administrateur => entries.Where(entry => (entry.ActorId == actor.PersonId && !AccountEntries.Actions.Contains(entry.Action)) || Administration.Contains(entry.Action)),
            _ => entries,
        };
        entries = request.Part switch
        {
            JournalPart.RefusedActions => entries.Where(entry => entry.Operation == null && entry.Outcome == AuditOutcome.Refused),
            JournalPart.Uses => entries.Where(entry => entry.Operation != null),
            JournalPart.RefusedUses => entries.Where(entry => entry.Refusal != null),
            _ => entries.Where(entry => entry.Operation == null),
        };

        return from entry in InOrder(entries, request)
               from person in db.Set<Person>().Where(person => person.Id == entry.ActorId).DefaultIfEmpty()
               from token in db.ServiceTokens.Where(token => token.TokenId == entry.ActorId).DefaultIfEmpty()
               select new Row(entry.Sequence, entry.At, entry.Action, entry.Outcome, entry.ActorKind, person.DisplayName ?? token.Nom, entry.ActingRole,
                   entry.Provider, entry.ConnexionId, entry.Fields, entry.Detail)
               {
                   UseId = entry.CorrelationId,
                   Operation = entry.Operation,
                   UseResult = entry.UseResult,
                   Refusal = entry.Refusal,
                   Status = entry.Status,
                   BytesSent = entry.BytesSent,
                   BytesReceived = entry.BytesReceived,
                   DurationMs = entry.DurationMs,
                   Emails = entry.Emails,
                   InputTokens = entry.InputTokens,
                   OutputTokens = entry.OutputTokens,
                   AgencyId = entry.AgencyId,
               };
    }

    private static IOrderedQueryable<AuditEntry> InOrder(IQueryable<AuditEntry> entries, ListEntriesRequest request)
    {
        var byBeginning = request.Part is JournalPart.Uses or JournalPart.RefusedUses;
        if (request.Before is var (at, sequence))
        {
            // The first half alone says where the index is to be entered.
            entries = byBeginning
                ? entries.Where(entry => entry.At <= at && (entry.At < at || entry.Sequence < sequence))
                : entries.Where(entry => entry.Sequence < sequence);
        }

        return byBeginning
            ? entries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Sequence)
            : entries.OrderByDescending(entry => entry.Sequence);
    }

    internal sealed record Row(
        long Sequence, DateTime At, AuditAction Action, AuditOutcome Outcome, ActorKind ActorKind, string? ActorName, Role? ActingRole,
        string? Provider, Guid? ConnexionId, string Fields, AuditDetail? Detail)
    {
        public Guid UseId { get; init; }

        public string? Operation { get; init; }

        public UseResult? UseResult { get; init; }

        public string? Refusal { get; init; }

        public int? Status { get; init; }

        public long? BytesSent { get; init; }

        public long? BytesReceived { get; init; }

        public int? DurationMs { get; init; }

        public int? Emails { get; init; }

        public int? InputTokens { get; init; }

        public int? OutputTokens { get; init; }

        public Guid? AgencyId { get; init; }
    }

    private static JournalUse? UseOf(Row row, IReadOnlyDictionary<Guid, string> names) => row is not { Operation: { } operation, UseResult: { } result } ? null : new(row.UseId, operation, result)
    {
        Refusal = row.Refusal,
        Status = row.Status,
        BytesSent = row.BytesSent ?? 0,
        BytesReceived = row.BytesReceived ?? 0,
        DurationMs = row.DurationMs ?? 0,
        Emails = row.Emails,
        Tokens = row is { InputTokens: { } input, OutputTokens: { } output } ? new ModelTokens(input, output) : null,
        AgencyId = row.AgencyId,
        AgencyName = row.AgencyId is { } agency ? names.GetValueOrDefault(agency) : null,
    };

    private static JournalEntry Show(Row row, Actor reader, IReadOnlyDictionary<Guid, string> names) => new(row.Sequence, row.At, row.Action, row.Outcome, row.ActorKind)
    {
        ActorName = row.ActorName,
        ActingRole = row.ActingRole,
        Provider = row.Provider,
        ConnexionId = row.ConnexionId,
        Fields = [.. row.Fields.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<FieldKind>)],
        Changes = row.Detail?.ReadChanges() ?? new Dictionary<string, Change>(),
        Reason = row.Detail?.Reason,
        Subject = row.Detail?.Subject,
        Use = UseOf(row, names),
        // Where support and administrators sit is their employer's business, not their customers'.
        Address = reader.Client is null || row.ActingRole is Role.Directeur or Role.Responsable ? row.Detail?.Address : null,
    };
}
