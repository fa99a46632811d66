using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Features.Access;

public sealed record ReplacePasswordRequest(Guid PersonId, string? Current, string? New, string? Again)
{
    // A record prints its members.
    public override string ToString() => "•••";
}

/// <summary>Changes the password of whoever is signed in and knows the one before.</summary>
public sealed class ReplacePassword(ContextFactory contexts, PeopleManager manager)
{
    public async Task<Result<Done>> HandleAsync(ReplacePasswordRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var errors = Check(request);
        if (errors.Count > 0)
        {
            return errors;
        }

        await using var db = contexts.CreateUnstamped();
        return await manager.UseAsync(db, people => ReplaceAsync(people, request));
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

    private static async Task<Result<Done>> ReplaceAsync(UserManager<Person> people, ReplacePasswordRequest request)
    {
        if (await people.FindByIdAsync(request.PersonId.ToString()) is not { } person)
        {
            return Error.NotFound;
        }

        if (await people.IsLockedOutAsync(person))
        {
            return PasswordErrors.LockedOut;
        }

        var changed = await people.ChangePasswordAsync(person, request.Current!, request.New!);
        if (changed.Succeeded)
        {
            return new Done();
        }

        if (changed.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch)))
        {
            // A browser left open is no place to try passwords either.
            await people.AccessFailedAsync(person);
            return PasswordErrors.Wrong.On(nameof(request.Current));
        }

        return changed.Errors.Select(error => PasswordErrors.From(error, people.Options, nameof(request.New)) ?? PasswordErrors.ChangedMeanwhile).Distinct().ToList();
    }
}
