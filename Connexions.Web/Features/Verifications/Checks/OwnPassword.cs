using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Web.Account;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Features.Verifications.Checks;

/// <summary>
/// Keeps a person's own sign-in password from being taken for a key: a password manager fills it into whatever looks
/// like a password's field, and it would be sent to the provider and stored. So that nobody finds a password out this
/// way, what could be guessed counts like a wrong password at sign-in, and before it is looked at.
/// </summary>
public sealed class OwnPassword(ContextFactory contexts, PeopleManager manager, TimeProvider clock)
{
    /// <summary>To be asked before a typed key goes anywhere; once for all the questions that one save may lead to.</summary>
    /// <returns>What stands in the key's way; null when nothing does.</returns>
    internal async Task<Error?> RefuseAsync(Actor actor, ClientRef client, Provider provider, SecretText key, CancellationToken cancellationToken)
    {
        if (provider.Recognises(key))
        {
            return null;
        }

        var refusal = await CheckAsync(actor, key, cancellationToken);
        if (refusal == ConnexionErrors.NotAKey)
        {
            await RecordAsync(actor, client, provider, cancellationToken);
        }

        return refusal;
    }

    private async Task<Error?> CheckAsync(Actor actor, SecretText key, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        return await manager.UseAsync<Error?>(db, async people =>
        {
            if (await people.FindByIdAsync(actor.PersonId.ToString()) is not { } person || !await people.HasPasswordAsync(person))
            {
                return null;
            }

            // Nobody guesses a token of that length; and whoever saves one is not to be locked out for it.
            var isGuess = !KeyInText.HoldsToken(key.Reveal());
            return (isGuess ? await CountAsync(people, person, actor.Origin, cancellationToken) : null)
                ?? (await people.CheckPasswordAsync(person, key.Reveal()) ? ConnexionErrors.NotAKey : null);
        });
    }

    /// <returns>What forbids another guess.</returns>
    private async Task<Error?> CountAsync(UserManager<Person> people, Person person, Origin origin, CancellationToken cancellationToken)
    {
        if (await people.IsLockedOutAsync(person))
        {
            var wait = person.LockoutEnd!.Value - clock.GetUtcNow();
            return ClaimErrors.TooManyTries with { Arguments = [(int)Math.Ceiling(wait.TotalMinutes)] };
        }

        // Of guesses made at the same moment, one is counted: the others are not looked at.
        if (!(await people.AccessFailedAsync(person)).Succeeded)
        {
            return DatabaseErrors.Busy;
        }

        if (await people.IsLockedOutAsync(person))
        {
            await RecordLockOutAsync(person.Id, origin, cancellationToken);
        }

        return null;
    }

    /// <summary>As one that wrong passwords at sign-in lead to.</summary>
    private async Task RecordLockOutAsync(Guid personId, Origin origin, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Job("own-password", Organisation.Platform));
        await using var transaction = await db.BeginWritingAsync([], cancellationToken);
        db.RecordOfAccount(AuditAction.AccountLockedOut, personId, origin, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task RecordAsync(Actor actor, ClientRef client, Provider provider, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Job("own-password", actor.OrganisationId));
        await using var transaction = await db.BeginWritingAsync([], cancellationToken);
        var facts = new AuditFacts(actor.OrganisationId, AuditAction.ImpossibleKeyRefused) { Client = client, Provider = provider.Code, Outcome = AuditOutcome.Refused };
        db.Record(AuditEntry.Create(facts, actor.PersonId, actor.Role, Guid.CreateVersion7(), actor.Origin, clock.GetUtcNow().UtcDateTime));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
