using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Account.Pages;

public sealed partial class ChangePassword(
    SignInManager<Person> signIn, UserManager<Person> people, IStringLocalizer<ChangePassword> localizer)
{
    private readonly List<string> general = [];
    private readonly List<(string Field, string Sentence)> failures = [];
    private bool isDone;

    [SupplyParameterFromForm(FormName = "change-password")]
    private Passwords Input { get; set; } = null!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private IStringLocalizer L => localizer;

    private string? Name => HttpContext.User.Identity?.Name;

    protected override void OnInitialized() => Input ??= new Passwords();

    private IReadOnlyList<string> For(string field) =>
        [.. failures.Where(failure => failure.Field == field).Select(failure => failure.Sentence)];

    private async Task ChangeAsync()
    {
        Require(nameof(Input.Current), Input.Current);
        Require(nameof(Input.New), Input.New);
        if (Input.New is { Length: > 0 } && Input.New != Input.Again)
        {
            failures.Add((nameof(Input.Again), L["NotTheSame"]));
        }

        if (failures.Count > 0)
        {
            return;
        }

        if (await people.GetUserAsync(HttpContext.User) is not { } person)
        {
            general.Add(L["Gone"]);
            return;
        }

        if (await people.IsLockedOutAsync(person))
        {
            general.Add(L["LockedOut"]);
            return;
        }

        var result = await people.ChangePasswordAsync(person, Input.Current!, Input.New!);
        if (result.Succeeded)
        {
            // The security stamp has changed: this sign-in goes on, all others end.
            await signIn.RefreshSignInAsync(person);
            isDone = true;
            return;
        }

        foreach (var error in result.Errors)
        {
            await PlaceAsync(person, error);
        }
    }

    private async Task PlaceAsync(Person person, IdentityError error)
    {
        if (error.Code == nameof(IdentityErrorDescriber.PasswordMismatch))
        {
            // A browser left open is no place to try passwords either.
            await people.AccessFailedAsync(person);
            failures.Add((nameof(Input.Current), error.Description));
        }
        else if (error.Code.StartsWith("Password", StringComparison.Ordinal))
        {
            failures.Add((nameof(Input.New), error.Description));
        }
        else
        {
            general.Add(error.Description);
        }
    }

    private void Require(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            failures.Add((field, L["Required"]));
        }
    }

    private sealed class Passwords
    {
        public string? Current { get; set; }

        public string? New { get; set; }

        public string? Again { get; set; }
    }
}
