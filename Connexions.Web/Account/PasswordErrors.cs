using Connexions.Domain.Results;
using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Account;

public static class PasswordErrors
{
    /// <summary>Argument: the shortest length, in characters.</summary>
    public static readonly Error TooShort = new("Password.TooShort");

    /// <summary>Argument: how many different characters there have to be.</summary>
    public static readonly Error TooFewDifferent = new("Password.TooFewDifferent");

    public static readonly Error NotTheSame = new("Password.NotTheSame");

    /// <summary>Not the password of before.</summary>
    public static readonly Error Wrong = new("Password.Wrong");

    /// <summary>Too many wrong ones: for a while none is looked at.</summary>
    public static readonly Error LockedOut = new("Password.LockedOut");

    /// <summary>The account was changed from somewhere else at the same moment.</summary>
    public static readonly Error ChangedMeanwhile = new("Password.ChangedMeanwhile");

    /// <summary>A password link that is used, outdated or made up.</summary>
    public static readonly Error LinkUnusable = new("Password.LinkUnusable");

    /// <summary>Null when the refusal is not about the password.</summary>
    public static Error? From(IdentityError error, IdentityOptions options, string field) => error.Code switch
    {
        nameof(IdentityErrorDescriber.PasswordTooShort) => (TooShort with { Arguments = [options.Password.RequiredLength] }).On(field),
        nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => (TooFewDifferent with { Arguments = [options.Password.RequiredUniqueChars] }).On(field),
        _ => null,
    };
}
