using Connexions.Domain.Results;
using Connexions.Web.Features.Access;
using Connexions.Web.Security;
using Connexions.Web.Shared.Appearance;
using Connexions.Web.Shared.Words;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Account.Pages;

/// <summary>
/// Where an invitation's link leads. Both ways in stand there whoever is invited: the page, which the one who invited
/// could open as well, does not tell whether the address has an account.
/// </summary>
public sealed partial class InvitationPage(
    FindInvitation find, AcceptInvitation accept, SignInManager<Person> signIn, UserManager<Person> people, ErrorTexts texts,
    NavigationManager navigation, IStringLocalizer<InvitationPage> localizer)
{
    private InvitationView? view;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<Error> newcomerErrors = [];
    private IReadOnlyList<Error> memberErrors = [];

    [Parameter]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "new-account")]
    private NewcomerForm Newcomer { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "existing-account")]
    private MemberForm Member { get; set; } = null!;

    private IStringLocalizer L => localizer;

    private string? What => view is null ? null : L[$"What.{view.Role}", view.ClientName ?? ""].Value;

    protected override async Task OnInitializedAsync()
    {
        Newcomer ??= new NewcomerForm();
        Member ??= new MemberForm();
        var found = await find.HandleAsync(Token, HttpContext.RequestAborted);
        (view, errors) = (found.Value, found.Errors);
    }

    private IReadOnlyList<string> For(string field) => [.. newcomerErrors.Where(error => error.Field == field).Select(texts.For)];

    private async Task CreateAsync() => newcomerErrors = await AcceptAsync(
        new AcceptInvitationRequest(Token, HasAccount: false, Newcomer.Email, Newcomer.Name, Newcomer.Password) { PasswordAgain = Newcomer.PasswordAgain });

    private async Task JoinAsync() => memberErrors = await AcceptAsync(
        new AcceptInvitationRequest(Token, HasAccount: true, Member.Email, Name: null, Member.Password));

    private async Task<IReadOnlyList<Error>> AcceptAsync(AcceptInvitationRequest request)
    {
        var result = await RunAsync(ct => AcceptAsync(request with { Origin = Origin }, ct));
        if (!result.Succeeded)
        {
            errors = result.Errors;
            view = errors.Contains(InvitationErrors.Unusable) ? null : view;
            return errors;
        }

        HttpContext.Response.Cookies.Append(
            CurrentSession.MembershipCookie, result.Value.MembershipId.ToString(), PreferenceCookie.Options(HttpContext.Request));
        navigation.NavigateTo($"/?{MembershipPin.QueryParameter}={result.Value.MembershipId}");
        return [];
    }

    private async Task<Result<AcceptedInvitation>> AcceptAsync(AcceptInvitationRequest request, CancellationToken cancellationToken)
    {
        var result = await accept.HandleAsync(request, cancellationToken);
        if (result.Succeeded)
        {
            var person = await people.FindByIdAsync(result.Value.PersonId.ToString()) ?? throw new InvalidOperationException("An account just made is gone.");
            await signIn.SignInAsync(person, isPersistent: false);
        }

        return result;
    }

    private sealed class NewcomerForm
    {
        public string? Email { get; set; }

        public string? Name { get; set; }

        public string? Password { get; set; }

        public string? PasswordAgain { get; set; }
    }

    private sealed class MemberForm
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
