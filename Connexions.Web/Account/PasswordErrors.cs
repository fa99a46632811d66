using Connexions.Domain.Results;
using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Account;

public static class PasswordErrors
{
    /// <summary>Argument: the shortest length, in characters.</summary>
    public static readonly Error TooShort = new("Password.TooShort");

    /// <summary>Long enough, and among the first that somebody would try.</summary>
    public static readonly Error TooEasy = new("Password.TooEasy");

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
    public static Error? From(IdentityError error, string field) => error.Code switch
    {
        nameof(IdentityErrorDescriber.PasswordTooShort) => (TooShort with { Arguments = [AccountFeature.PasswordMinLength] }).On(field),
        GuessablePassword.Code => TooEasy.On(field),
        _ => null,
    };
}
