using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Account;

/// <summary>
/// Refuses what is among the first that somebody would try: known passwords in French and English, rows of keys, dates, and
/// what the account itself says. No rule that people could read: they are told to think of something else.
/// </summary>
internal sealed class GuessablePassword : IPasswordValidator<Person>
{
    public const string Code = nameof(GuessablePassword);

    /// <summary>Of zxcvbn's five marks the first that stands for more than a million seconds of guessing.</summary>
    private const int MinScore = 3;

    /// <summary>What is longer is judged by its beginning: judging takes longer with every character.</summary>
    private const int Judged = 64;

    private static readonly IdentityResult Refusal = IdentityResult.Failed(new IdentityError { Code = Code, Description = "This password is too easy to guess." });

    public Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password)
    {
        // What is too short is told so, and nothing more.
        var isTooEasy = password is { Length: >= AccountFeature.PasswordMinLength }
            && Zxcvbn.Zxcvbn.MatchPassword(Part(password), Known(user)).Score < MinScore;
        return Task.FromResult(isTooEasy ? Refusal : IdentityResult.Success);
    }

    /// <summary>What is repeated counts once: zxcvbn knows only single characters as repeated.</summary>
    private static string Part(string password)
    {
        var period = (password + password).IndexOf(password, 1, StringComparison.Ordinal);
        return password[..Math.Min(Math.Min(period, password.Length), Judged)];
    }

    private static IEnumerable<string> Known(Person user) =>
        $"{user.Email} {user.DisplayName} connexions".Split([' ', '@', '.', '-', '_', '+', '’', '\''], StringSplitOptions.RemoveEmptyEntries)
            .Append(user.Email ?? "").Where(word => word.Length > 2).Select(word => word.ToLowerInvariant()).Distinct(StringComparer.Ordinal);
}
