using Connexions.Domain.Results;
using Connexions.Web.Features.Access;
using Connexions.Web.Shared.Words;
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
        var request = new ReplacePasswordRequest(Guid.Parse(people.GetUserId(HttpContext.User)!), Input.Current, Input.New, Input.Again) { Origin = Origin };
        var result = await RunAsync(ct => replace.HandleAsync(request, ct));
        (isDone, errors) = (result.Succeeded, result.Errors);
        if (isDone && await people.FindByIdAsync(request.PersonId.ToString()) is { } person)
        {
            // Every session has ended. Should this one not begin, the password is changed all the same, and the next page asks for it.
            await RunAsync<Done>(async _ =>
            {
                await signIn.SignInAsync(person, isPersistent: false);
                return new Done();
            });
        }
    }

    private sealed class Passwords
    {
        public string? Current { get; set; }

        public string? New { get; set; }

        public string? Again { get; set; }
    }
}
