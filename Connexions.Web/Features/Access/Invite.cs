using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Connexions.Web.Features.Administration;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Access;

/// <param name="Client">For whom the invited person will work; null for support and administrators.</param>
public sealed record InviteRequest(Role Role, ClientRef? Client, string? Email);

/// <param name="Link">Shown once: only a hash of its token is stored.</param>
public sealed record IssuedInvitation(Guid InvitationId, string Email, DateTime ExpiresAt, OneTimeLink Link);

/// <summary>
/// Invites someone by a one-time link. Whether the address has an account already is neither looked up nor told: the
/// invited person says so on arrival.
/// </summary>
public sealed class Invite(UnitsOfWork unitsOfWork)
{
    public async Task<Result<IssuedInvitation>> HandleAsync(Actor actor, InviteRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.Invite, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IssuedInvitation>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var errors = new List<Error>();
        var email = PlainText.Email(request.Email, nameof(request.Email));
        errors.AddRange(email is { Succeeded: true, Value: null } ? [TextErrors.Required.On(nameof(request.Email))] : email.Errors);
        if (!request.Role.Fits(request.Client?.Type))
        {
            errors.Add(InvitationErrors.RoleDoesNotFit);
        }

        if (errors.Count > 0)
        {
            return errors;
        }

        var client = request.Client is { } named ? await work.Db.FindClientAsync(named, cancellationToken) : null;
        if (request.Client is not null && client is null)
        {
            return Error.NotFound;
        }

        var address = email.Value!;
        var organisationId = client?.OrganisationId ?? Organisation.Platform;
        if (await IsMemberAsync(work.Db, request, organisationId, address, cancellationToken))
        {
            return InvitationErrors.AlreadyMember;
        }

        await WithdrawEarlierAsync(work, actor, request, organisationId, address, client, cancellationToken);
        var (invitation, token) = Invitation.Create(request.Role, organisationId, request.Client, address, work.Now);
        work.Db.Add(invitation);
        work.RecordWithPlatform(actor, new AuditFacts(organisationId, AuditAction.InvitationCreated) { Client = request.Client, Subject = address }, client?.Name);
        return await work.CommitAsync(cancellationToken)
            ? new IssuedInvitation(invitation.InvitationId, address, invitation.ExpiresAt, OneTimeLink.Invitation(token))
            : InvitationErrors.NoLongerOpen;
    }

    private static Task<bool> IsMemberAsync(
        ConnexionsDbContext db, InviteRequest request, Guid organisationId, string email, CancellationToken cancellationToken)
    {
        var (type, id, normalized) = (request.Client?.Type, request.Client?.Id, Person.Normalize(email));
        var people = db.Set<Person>().Where(person => person.NormalizedEmail == normalized);
        return db.Reach<Membership>()
            .Where(row => row.OrganisationId == organisationId && row.Role == request.Role && row.ClientType == type && row.ClientId == id)
            .AnyAsync(row => people.Any(person => person.Id == row.PersonId), cancellationToken);
    }

    /// <summary>One working link per address and right: asking again, because a link was lost, ends the lost one.</summary>
    private static async Task WithdrawEarlierAsync(
        UnitOfWork work, Actor actor, InviteRequest request, Guid organisationId, string email, NamedClient? client, CancellationToken cancellationToken)
    {
        var (type, id) = (request.Client?.Type, request.Client?.Id);
        var open = await work.Db.Reach<Invitation>()
            .Where(row => row.OrganisationId == organisationId && row.Role == request.Role && row.ClientType == type && row.ClientId == id
                && row.Email != null && row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > work.Now)
            .ToListAsync(cancellationToken);
        foreach (var earlier in open.Where(row => Person.Normalize(row.Email!) == Person.Normalize(email)))
        {
            work.Db.Attach(earlier);
            earlier.Withdraw(work.Now);
            work.RecordWithPlatform(actor, new AuditFacts(earlier.OrganisationId, AuditAction.InvitationWithdrawn)
            {
                Client = request.Client,
                Subject = earlier.Email,
            }, client?.Name);
        }
    }
}
