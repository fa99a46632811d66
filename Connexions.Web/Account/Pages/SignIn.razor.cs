using System.Globalization;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Demo;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Account.Pages;

public sealed partial class SignIn(
    SignInManager<Person> signIn,
    CheckPassword check,
    DemoOptions demo,
    NavigationManager navigation,
    IStringLocalizer<SignIn> localizer)
{
    private IReadOnlyList<Error> errors = [];

    [SupplyParameterFromForm(FormName = "sign-in")]
    private Credentials Input { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "demo")]
    private string? DemoEmail { get; set; }

    [SupplyParameterFromQuery(Name = LocalUrl.Parameter)]
    private string? Return { get; set; }

    [SupplyParameterFromQuery(Name = SessionCookie.OverParameter)]
    private string? Over { get; set; }

    private IStringLocalizer L => localizer;

    private DemoOptions Demo => demo;

    protected override void OnInitialized() => Input ??= new Credentials();

    private static string NameOf(DemoAccount account) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? account.NameFr : account.NameEn;

    private async Task SignInAsync()
    {
        var email = PlainText.Clean(Input.Email);
        errors =
        [
            .. from field in new[] { (Name: nameof(Input.Email), Value: email), (Name: nameof(Input.Password), Value: Input.Password) }
               where string.IsNullOrEmpty(field.Value)
               select TextErrors.Required.On(field.Name),
        ];
        if (errors.Count == 0)
        {
            await SignInAsync(email!, Input.Password!);
        }
    }

    private Task SignInToDemoAsync() =>
        demo.Enabled && DemoAccounts.All.FirstOrDefault(account => account.Email == DemoEmail) is { } account
            ? SignInAsync(account.Email, DemoAccounts.Password)
            : Task.CompletedTask;

    private async Task SignInAsync(string email, string password)
    {
        var result = await RunAsync(ct => TryAsync(email, password, ct));
        errors = result.Errors;
        if (result.Succeeded)
        {
            navigation.NavigateTo(LocalUrl.OrHome(Return));
        }
    }

    private async Task<Result<Done>> TryAsync(string email, string password, CancellationToken cancellationToken)
    {
        if (await check.HandleAsync(email, password, Origin, cancellationToken) is not { } person)
        {
            return SignInErrors.Failed;
        }

        await signIn.SignInAsync(person, isPersistent: false);
        return new Done();
    }

    private sealed class Credentials
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
