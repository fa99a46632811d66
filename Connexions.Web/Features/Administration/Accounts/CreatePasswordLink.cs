using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Accounts;

public sealed record IssuedPasswordLink(string Email, DateTime ExpiresAt, OneTimeLink Link);

/// <summary>Makes a link with which a person who forgot their password sets a new one. Nothing of the link is stored.</summary>
public sealed class CreatePasswordLink(UnitsOfWork unitsOfWork, PeopleManager manager)
{
    public async Task<Result<IssuedPasswordLink>> HandleAsync(Actor actor, Guid personId, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.Administer, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IssuedPasswordLink>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var person = await work.Db.Set<Person>().SingleOrDefaultAsync(row => row.Id == personId, cancellationToken);
        if (person is null)
        {
            return Error.NotFound;
        }

        await work.RecordAboutAsync(person, AuditAction.PasswordLinkCreated, cancellationToken);
        if (!await work.CommitAsync(cancellationToken))
        {
            return AdministrationErrors.ChangedMeanwhile;
        }

        // After the transaction: making a token may make a key of the ring, which is written in a transaction of its own.
        var token = await manager.UseAsync(work.Db, people => people.GeneratePasswordResetTokenAsync(person));
        var link = OneTimeLink.Password(person.Id, SetPassword.Encode(token));
        return new IssuedPasswordLink(person.Email ?? "", work.Now + AccessFeature.PasswordLinkLifetime, link);
    }
}
