using System.Text;
using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Connexions.Web.Features.Access;

public sealed record SetPasswordRequest(Guid PersonId, string? Token, string? Password, string? PasswordAgain)
{
    public Origin Origin { get; init; } = Origin.Unknown;

    // A record prints its members.
    public override string ToString() => "•••";
}

/// <summary>
/// Sets a new password by the link an administrator made. The new password changes the account's security stamp, which
/// the link carries: so it works once. Every session there is ends with it.
/// </summary>
public sealed class SetPassword(ContextFactory contexts, PeopleManager manager, LiveSessions live, TimeProvider clock)
{
    /// <summary>Whose password the link sets.</summary>
    public async Task<Result<string>> FindAsync(Guid personId, string? token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var db = contexts.CreateUnstamped();
        return await manager.UseAsync<Result<string>>(db, async people =>
            await FindAsync(people, personId, token) is { } person ? person.Email ?? "" : PasswordErrors.LinkUnusable);
    }

    public async Task<Result<Done>> HandleAsync(SetPasswordRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (string.IsNullOrEmpty(request.Password))
        {
            return TextErrors.Required.On(nameof(request.Password));
        }

        if (PlainText.Compose(request.Password) != PlainText.Compose(request.PasswordAgain ?? ""))
        {
            return PasswordErrors.NotTheSame.On(nameof(request.PasswordAgain));
        }

        // Before the transaction as well: reading a token may make a key of the ring, which is written in one of its own.
        var found = await FindAsync(request.PersonId, request.Token, cancellationToken);
        if (!found.Succeeded)
        {
            return Result<Done>.Failure(found.Errors);
        }

        await using var db = contexts.Create(new ActingScope.Job("password", Organisation.Platform));
        await using var transaction = await db.BeginWritingAsync([Turn.OfPerson(request.PersonId)], cancellationToken);
        var outcome = await manager.UseAsync(db, people => SetAsync(people, request));
        if (!outcome.Succeeded)
        {
            return outcome;
        }

        var ended = await db.ChangedPasswordAsync(request.PersonId, request.Origin, clock.GetUtcNow().UtcDateTime, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        live.EndSessions(ended);
        return outcome;
    }

    internal static string Encode(string identityToken) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(identityToken));

    private static async Task<Result<Done>> SetAsync(UserManager<Person> people, SetPasswordRequest request)
    {
        if (await FindAsync(people, request.PersonId, request.Token) is not { } person)
        {
            return PasswordErrors.LinkUnusable;
        }

        if (!person.IsDisabled)
        {
            // Whoever was locked out by wrong passwords is let in with the new one.
            person.Enable();
        }

        var set = await people.ResetPasswordAsync(person, Decode(request.Token)!, request.Password!);
        return set.Succeeded
            ? new Done()
            : set.Errors.Select(error => PasswordErrors.From(error, nameof(request.Password)) ?? PasswordErrors.LinkUnusable).Distinct().ToList();
    }

    private static async Task<Person?> FindAsync(UserManager<Person> people, Guid personId, string? token) =>
        Decode(token) is { } decoded
        && await people.FindByIdAsync(personId.ToString()) is { } person
        && await people.VerifyUserTokenAsync(person, people.Options.Tokens.PasswordResetTokenProvider, UserManager<Person>.ResetPasswordTokenPurpose, decoded)
            ? person
            : null;

    private static string? Decode(string? token)
    {
        try
        {
            return string.IsNullOrEmpty(token) ? null : Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
