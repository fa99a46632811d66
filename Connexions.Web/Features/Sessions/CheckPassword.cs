using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sessions;

/// <summary>
/// Whether an address and a password are an account's, on whichever page they are asked for. Failures count towards the
/// lock-out and are told in the platform's journal.
/// </summary>
public sealed class CheckPassword(ContextFactory contexts, PeopleManager manager, FailedTries tries, TimeProvider clock)
{
    /// <returns>The person; null for a wrong password, an unknown address and a suspended account: one answer, which takes as long.</returns>
    public async Task<Person?> HandleAsync(string email, string password, Origin origin, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Job("sign-in", Organisation.Platform));
        return await manager.UseAsync(db, async people =>
        {
            var person = await people.FindByEmailAsync(email);
            if (person is null)
            {
                people.PasswordHasher.HashPassword(Person.Create("", "", Now), password);
                if (await tries.NoteAsync(email, cancellationToken) is { } address)
                {
                    await RecordAsync(db, personId: null, address, origin, cancellationToken);
                }

                return null;
            }

            if (await people.IsLockedOutAsync(person))
            {
                people.PasswordHasher.HashPassword(person, password);
                if (tries.Note(person.Id))
                {
                    await RecordAsync(db, person.Id, address: null, origin, cancellationToken);
                }

                return null;
            }

            var isRight = await people.CheckPasswordAsync(person, password);
            return await CountAsync(db, people, person, isRight, origin, cancellationToken) ? person : null;
        });
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Inside a transaction, and on the row as it is by now: while the password was looked at, others may have failed, and a
    /// suspended account lets nobody in, however many ask at once.
    /// </summary>
    private async Task<bool> CountAsync(ConnexionsDbContext db, UserManager<Person> people, Person person, bool isRight, Origin origin, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWritingAsync([Turn.OfPerson(person.Id)], cancellationToken);
        await db.Entry(person).ReloadAsync(cancellationToken);
        var wasLockedOut = await people.IsLockedOutAsync(person);
        isRight &= !wasLockedOut;
        if (isRight)
        {
            if (person.AccessFailedCount > 0)
            {
                await people.ResetAccessFailedCountAsync(person);
            }
        }
        else if (!wasLockedOut)
        {
            await FailAsync(db, people, person, cancellationToken);
        }

        if (!isRight && tries.Note(person.Id))
        {
            db.RecordOfAccount(AuditAction.SignInFailed, person.Id, origin, Now);
        }

        if (!wasLockedOut && await people.IsLockedOutAsync(person))
        {
            db.RecordOfAccount(AuditAction.AccountLockedOut, person.Id, origin, Now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return isRight;
    }

    /// <summary>Until it is counted: another may be counted in between, on another server.</summary>
    private static async Task FailAsync(ConnexionsDbContext db, UserManager<Person> people, Person person, CancellationToken cancellationToken)
    {
        IdentityResult counted;
        while (!(counted = await people.AccessFailedAsync(person)).Succeeded)
        {
            if (counted.Errors.Any(error => error.Code != nameof(IdentityErrorDescriber.ConcurrencyFailure)))
            {
                throw new InvalidOperationException($"A failed try was not counted: {string.Join(", ", counted.Errors.Select(error => error.Code))}.");
            }

            await db.Entry(person).ReloadAsync(cancellationToken);
        }
    }

    private async Task RecordAsync(ConnexionsDbContext db, Guid? personId, string? address, Origin origin, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWritingAsync([], cancellationToken);
        db.RecordOfAccount(AuditAction.SignInFailed, personId, origin, Now, address);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
