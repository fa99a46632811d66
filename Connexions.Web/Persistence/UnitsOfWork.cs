using System.Linq.Expressions;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>
/// The door every handler goes through: checks, in the operation's own transaction, that the person's session is
/// not over, that they still hold the membership, and that they may do this to this client. A refusal is written to the actor's
/// journal, in a transaction of its own.
/// </summary>
public sealed class UnitsOfWork(ContextFactory contexts, TimeProvider clock, KeyRing ring)
{
    private static readonly CompiledRead<HeldRead> Holds = new(() => new HeldRead(EF.CompileAsyncQuery(Held())));

    private delegate IAsyncEnumerable<Guid> HeldRead(ConnexionsDbContext db, Guid membershipId, Guid personId, Role role, Guid sessionId);

    /// <param name="client">The client the person believes to act for; null for what names no client.</param>
    /// <param name="reason">Why, where a role reads only for a reason (support).</param>
    public async Task<Result<UnitOfWork>> BeginAsync(
        Actor actor, Operation operation, ClientRef? client, CancellationToken cancellationToken, string? reason = null)
    {
        var scope = ScopeFor(actor, operation, client, reason);
        var db = contexts.Create(scope);
        var handedOver = false;
        try
        {
            if (Permissions.Writes(operation))
            {
                // Before the transaction, which takes no second connection: now and then it is read from the database.
                ring.ReadableKeys();
            }

            var transaction = Permissions.Writes(operation) ? await db.BeginWritingAsync(TurnsOf(actor, client), cancellationToken) : null;
            if (transaction is null)
            {
                // Once for all that the operation reads: each opening makes EF register its functions with SQLite anew.
                await db.Database.OpenConnectionAsync(cancellationToken);
            }

            var refusal = await RefuseAsync(db, actor, operation, client, cancellationToken);
            if (refusal is null)
            {
                handedOver = true;
                return new UnitOfWork(db, transaction, actor, Now());
            }

            if (transaction is not null)
            {
                await transaction.DisposeAsync();
            }

            await RecordRefusalAsync(actor, operation, cancellationToken);
            return refusal;
        }
        finally
        {
            if (!handedOver)
            {
                await db.DisposeAsync();
            }
        }
    }

    /// <summary>
    /// The actor's own, so that a right that was checked lasts until the commit; and that of the client whose state is decided
    /// by. Support decides nothing by what it sees.
    /// </summary>
    private static Turn[] TurnsOf(Actor actor, ClientRef? client) => actor.Role == Role.Support
        ? [Turn.OfPerson(actor.PersonId)]
        : [Turn.OfPerson(actor.PersonId), Turn.Of(client ?? actor.Client)];

    private static ActingScope ScopeFor(Actor actor, Operation operation, ClientRef? client, string? reason) => actor.Scope switch
    {
        ActingScope.Support support => support with { Reason = reason },
        ActingScope.Member { ForClient.Type: ClientType.Reseau } member
            when operation is Operation.ViewTeam or Operation.ViewSharing or Operation.EditSharing or Operation.AnswerRequest
                    or Operation.FreezeConnexion or Operation.EditConnexion or Operation.DeleteConnexion or Operation.VerifyFamily or Operation.ViewUsage
                || (operation == Operation.Invite && client != actor.Client) =>
            new ActingScope.Network(member.Person, member.Organisation, member.ForClient.Id),
        var scope => scope,
    };

    private static async Task<Error?> RefuseAsync(
        ConnexionsDbContext db, Actor actor, Operation operation, ClientRef? client, CancellationToken cancellationToken)
    {
        if (!await Holds.For(db)(db, actor.MembershipId, actor.PersonId, actor.Role, actor.SessionId).AnyAsync(cancellationToken))
        {
            return AccessErrors.Withdrawn;
        }

        var isAgency = client is { Type: ClientType.ReseauAgence, Id: var id } && db.Scope is ActingScope.Network
            && await db.Across<ReseauAgence>().AnyAsync(agence => agence.ReseauAgenceId == id, cancellationToken);
        var ownership = Permissions.OwnershipOf(actor, client, isAgency);
        if (Permissions.Allows(actor.Role, operation, ownership))
        {
            return null;
        }

        // The same answer whether the other client exists or not; only that the page is not this client's is told.
        return Permissions.Allows(actor.Role, operation, Ownership.Own) && client is not null && actor.Client is not null
            ? ConnexionErrors.ClientMismatch
            : Error.NotFound;
    }

    /// <summary>
    /// The membership the actor works under, if it is still theirs and their session is not over. Whatever is read here is
    /// changed in the person's turn: <see cref="ChangedRights"/> sees to it.
    /// </summary>
    internal static Expression<Func<ConnexionsDbContext, Guid, Guid, Role, Guid, IQueryable<Guid>>> Held() => (db, membershipId, personId, role, sessionId) =>
        db.Memberships
            .Where(membership => membership.MembershipId == membershipId
                && membership.PersonId == personId
                && membership.Role == role
                && db.Set<PersonSession>().Any(session => session.SessionId == sessionId && session.PersonId == personId && session.EndedAt == null))
            .Select(membership => membership.MembershipId);

    private async Task RecordRefusalAsync(Actor actor, Operation operation, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Job("refusal", actor.OrganisationId));
        await using var transaction = await db.BeginWritingAsync([], cancellationToken);
        var facts = new AuditFacts(actor.OrganisationId, AuditAction.Refused)
        {
            Client = actor.Client,
            Outcome = AuditOutcome.Refused,
            Subject = operation.ToString(),
        };
        db.Record(AuditEntry.Create(facts, actor.PersonId, actor.Role, Guid.CreateVersion7(), actor.Origin, Now()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
