using Connexions.Domain.Results;
using Connexions.Web.Features.Access;
using Connexions.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Account.Pages;

public sealed partial class ChangePassword(
    ReplacePassword replace, SignInManager<Person> signIn, UserManager<Person> people, ErrorTexts texts, IStringLocalizer<ChangePassword> localizer)
{
    private IReadOnlyList<Error> errors = [];
    private bool isDone;

    [SupplyParameterFromForm(FormName = "change-password")]
    private Passwords Input { get; set; } = null!;

    private IStringLocalizer L => localizer;

    private string? Name => HttpContext.User.Identity?.Name;

    protected override void OnInitialized() => Input ??= new Passwords();

    private IReadOnlyList<string> For(string field) => [.. errors.Where(error => error.Field == field).Select(texts.For)];

    private async Task ChangeAsync()
    {
        var result = await RunAsync(ChangeAsync);
        (isDone, errors) = (result.Succeeded, result.Errors);
    }

    private async Task<Result<Done>> ChangeAsync(CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(people.GetUserId(HttpContext.User), out var personId))
        {
            return Error.NotFound;
        }

        var result = await replace.HandleAsync(new ReplacePasswordRequest(personId, Input.Current, Input.New, Input.Again), cancellationToken);
        if (result.Succeeded && await people.FindByIdAsync(personId.ToString()) is { } person)
        {
            // The security stamp has changed: this sign-in goes on, all others end.
            await signIn.RefreshSignInAsync(person);
        }

        return result;
    }

    private sealed class Passwords
    {
        public string? Current { get; set; }

        public string? New { get; set; }

        public string? Again { get; set; }
    }
}
