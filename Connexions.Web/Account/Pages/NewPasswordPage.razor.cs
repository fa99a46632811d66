using Connexions.Domain.Results;
using Connexions.Web.Features.Access;
using Connexions.Web.Shared.Words;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Account.Pages;

/// <summary>Where the link for a new password leads.</summary>
public sealed partial class NewPasswordPage(SetPassword set, ErrorTexts texts, IStringLocalizer<NewPasswordPage> localizer)
{
    private string? email;
    private bool isDone;
    private IReadOnlyList<Error> errors = [];

    [Parameter]
    public Guid PersonId { get; set; }

    [Parameter]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "new-password")]
    private Passwords Input { get; set; } = null!;

    private IStringLocalizer L => localizer;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new Passwords();
        var found = await set.FindAsync(PersonId, Token, HttpContext.RequestAborted);
        (email, errors) = (found.Value, found.Errors);
    }

    private IReadOnlyList<string> For(string field) => [.. errors.Where(error => error.Field == field).Select(texts.For)];

    private async Task SetAsync()
    {
        var result = await RunAsync(ct => set.HandleAsync(new SetPasswordRequest(PersonId, Token, Input.Password, Input.PasswordAgain) { Origin = Origin }, ct));
        (isDone, errors) = (result.Succeeded, result.Errors);
        email = errors.Contains(PasswordErrors.LinkUnusable) ? null : email;
    }

    private sealed class Passwords
    {
        public string? Password { get; set; }

        public string? PasswordAgain { get; set; }
    }
}
