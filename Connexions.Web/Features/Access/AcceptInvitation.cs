using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Access;

/// <param name="Name">Of a new person; with <paramref name="HasAccount"/> it is not asked.</param>
/// <param name="Email">Only where the invitation names nobody.</param>
/// <param name="HasAccount">The person says they have an account, and gives its password.</param>
public sealed record AcceptInvitationRequest(string? Token, bool HasAccount, string? Email, string? Name, string? Password)
{
    public string? PasswordAgain { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;

    // A record prints its members.
    public override string ToString() => "•••";
}

public sealed record AcceptedInvitation(Guid PersonId, Guid MembershipId);

/// <summary>
/// Turns a link into a right: a new account, or the one the person already has, receives the membership. Account,
/// membership, the link's end and the journal are one transaction, so of two attempts exactly one wins.
/// </summary>
public sealed class AcceptInvitation(ContextFactory contexts, PeopleManager manager, CheckPassword check, TimeProvider clock)
{
    public async Task<Result<AcceptedInvitation>> HandleAsync(AcceptInvitationRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await FindAsync(request, now, cancellationToken) is not { } found)
        {
            return InvitationErrors.Unusable;
        }

        var (email, errors) = Validate(request, found);
        if (errors.Count > 0)
        {
            return errors;
        }

        Guid? existing = null;
        if (request.HasAccount)
        {
            // As a sign-in: wrong passwords count towards the lock-out, whatever becomes of the invitation.
            if (await check.HandleAsync(email, request.Password!, request.Origin, cancellationToken) is not { } person)
            {
                return InvitationErrors.WrongPassword;
            }

            existing = person.Id;
        }

        await using var db = contexts.Create(new ActingScope.Job("invitation", found.OrganisationId));
        await using var transaction = await db.BeginWritingAsync([Turn.Of(found.Owner)], cancellationToken);
        var invitation = await db.Invitations.SingleOrDefaultAsync(row => row.InvitationId == found.InvitationId, cancellationToken);
        if (invitation?.IsOpen(now) != true)
        {
            return InvitationErrors.Unusable;
        }

        try
        {
            var person = existing ?? Guid.Empty;
            if (existing is null)
            {
                var created = await CreateAsync(db, email, request, now);
                if (!created.Succeeded)
                {
                    return Result<AcceptedInvitation>.Failure(created.Errors);
                }

                person = created.Value;
            }

            var membershipId = await GrantAsync(db, invitation, person, request.Origin, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new AcceptedInvitation(person, membershipId);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || DatabaseErrors.IsDuplicate(e))
        {
            return InvitationErrors.Unusable;
        }
    }

    private async Task<Invitation?> FindAsync(AcceptInvitationRequest request, DateTime now, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Job("invitation", Organisation.Platform));
        return await FindInvitation.OpenAsync(db, request.Token, now, cancellationToken);
    }

    private static (string Email, List<Error> Errors) Validate(AcceptInvitationRequest request, Invitation invitation)
    {
        var errors = new List<Error>();
        var email = PlainText.Email(invitation.Email ?? request.Email, nameof(request.Email));
        errors.AddRange(email is { Succeeded: true, Value: null } ? [TextErrors.Required.On(nameof(request.Email))] : email.Errors);
        if (!request.HasAccount)
        {
            errors.AddRange(PlainText.Name(request.Name, nameof(request.Name)).Errors);
        }

        if (string.IsNullOrEmpty(request.Password))
        {
            errors.Add(TextErrors.Required.On(nameof(request.Password)));
        }
        else if (!request.HasAccount && PlainText.Compose(request.Password) != PlainText.Compose(request.PasswordAgain ?? ""))
        {
            errors.Add(PasswordErrors.NotTheSame.On(nameof(request.PasswordAgain)));
        }

        return (email.Value ?? "", errors);
    }

    private Task<Result<Guid>> CreateAsync(ConnexionsDbContext db, string email, AcceptInvitationRequest request, DateTime now) =>
        manager.UseAsync<Result<Guid>>(db, async people =>
        {
            var person = Person.Create(email, PlainText.Clean(request.Name)!, now);
            var created = await people.CreateAsync(person, request.Password!);
            return created.Succeeded
                ? person.Id
                : created.Errors.Select(error => PasswordErrors.From(error, nameof(request.Password)) ?? FromAccount(error)).Distinct().ToList();
        });

    private static Error FromAccount(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) => InvitationErrors.AccountExists,
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.InvalidUserName) => TextErrors.EmailInvalid.On(nameof(AcceptInvitationRequest.Email)),
        _ => throw new InvalidOperationException($"Identity refused an account: {error.Code}."),
    };

    private static async Task<Guid> GrantAsync(
        ConnexionsDbContext db, Invitation invitation, Guid personId, Origin origin, DateTime now, CancellationToken cancellationToken)
    {
        // Somebody who already works there keeps the membership they have.
        var (type, id) = (invitation.ClientType, invitation.ClientId);
        var membershipId = await db.Memberships
            .Where(row => row.PersonId == personId && row.Role == invitation.Role && row.ClientType == type && row.ClientId == id)
            .Select(row => row.MembershipId).SingleOrDefaultAsync(cancellationToken);
        if (membershipId == Guid.Empty)
        {
            var membership = Membership.Create(personId, invitation.Role, invitation.OrganisationId, invitation.Owner, now);
            db.Add(membership);
            membershipId = membership.MembershipId;
        }

        invitation.Use(now);
        var facts = new AuditFacts(invitation.OrganisationId, AuditAction.InvitationAccepted) { Client = invitation.Owner, Subject = invitation.Email };
        db.Record(AuditEntry.Create(facts, personId, invitation.Role, Guid.CreateVersion7(), origin, now));
        return membershipId;
    }
}
