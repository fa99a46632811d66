using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Account;

/// <summary>Identity's own refusals, in the languages of the screens.</summary>
public sealed class AccountErrors(IStringLocalizer<AccountErrors> texts) : IdentityErrorDescriber
{
    public override IdentityError DefaultError() => Say(nameof(DefaultError));

    public override IdentityError ConcurrencyFailure() => Say(nameof(ConcurrencyFailure));

    public override IdentityError PasswordMismatch() => Say(nameof(PasswordMismatch));

    public override IdentityError PasswordTooShort(int length) => Say(nameof(PasswordTooShort), length);

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Say(nameof(PasswordRequiresUniqueChars), uniqueChars);

    public override IdentityError DuplicateEmail(string email) => Say(nameof(DuplicateEmail));

    public override IdentityError DuplicateUserName(string userName) => Say(nameof(DuplicateEmail));

    public override IdentityError InvalidEmail(string? email) => Say(nameof(InvalidEmail));

    public override IdentityError InvalidUserName(string? userName) => Say(nameof(InvalidEmail));

    private IdentityError Say(string code, params object[] arguments) =>
        new() { Code = code, Description = texts[code, arguments] };
}
