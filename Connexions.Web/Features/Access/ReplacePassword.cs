using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Access;

public sealed record ReplacePasswordRequest(Guid PersonId, string? Current, string? New, string? Again)
{
    public Origin Origin { get; init; } = Origin.Unknown;

    // A record prints its members.
    public override string ToString() => "•••";
}

/// <summary>
/// Changes the password of whoever is signed in and knows the one before. Every session of theirs ends, the one they ask
/// from included: the browser they are at is given a new one.
/// </summary>
public sealed class ReplacePassword(ContextFactory contexts, PeopleManager manager, CheckPassword check, LiveSessions live, TimeProvider clock)
{
    public async Task<Result<Done>> HandleAsync(ReplacePasswordRequest request, CancellationToken cancellationToken)
    {
        var errors = Check(request);
        if (errors.Count > 0)
        {
            return errors;
        }

        await using var db = contexts.Create(new ActingScope.Job("password", Organisation.Platform));
        var email = await db.Set<Person>().Where(person => person.Id == request.PersonId).Select(person => person.Email).SingleOrDefaultAsync(cancellationToken);
        if (email is null)
        {
            return Error.NotFound;
        }

        // A browser left open is no place to try passwords either.
        if (await check.HandleAsync(email, request.Current!, request.Origin, cancellationToken) is null)
        {
            return await manager.UseAsync(db, async people => await people.IsLockedOutAsync(await FindAsync(people, request)))
                ? PasswordErrors.LockedOut
                : PasswordErrors.Wrong.On(nameof(request.Current));
        }

        await using var transaction = await db.BeginWritingAsync([Turn.OfPerson(request.PersonId)], cancellationToken);
        var changed = await manager.UseAsync(db, async people => await people.ChangePasswordAsync(await FindAsync(people, request), request.Current!, request.New!));
        if (!changed.Succeeded)
        {
            return changed.Errors.Select(error => PasswordErrors.From(error, nameof(request.New)) ?? PasswordErrors.ChangedMeanwhile).Distinct().ToList();
        }

        var ended = await db.ChangedPasswordAsync(request.PersonId, request.Origin, clock.GetUtcNow().UtcDateTime, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        live.EndSessions(ended);
        return new Done();
    }

    private static List<Error> Check(ReplacePasswordRequest request)
    {
        var errors = new List<Error>();
        errors.AddRange(from field in new[] { (Name: nameof(request.Current), Value: request.Current), (Name: nameof(request.New), Value: request.New) }
                        where string.IsNullOrEmpty(field.Value)
                        select TextErrors.Required.On(field.Name));
        if (request.New is { Length: > 0 } && request.New != request.Again)
        {
            errors.Add(PasswordErrors.NotTheSame.On(nameof(request.Again)));
        }

        return errors;
    }

    private static async Task<Person> FindAsync(UserManager<Person> people, ReplacePasswordRequest request) =>
        await people.FindByIdAsync(request.PersonId.ToString()) ?? throw new InvalidOperationException("An account that was there is gone.");
}
