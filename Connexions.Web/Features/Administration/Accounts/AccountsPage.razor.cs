using Connexions.Domain.Access;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Features.Access;
using Connexions.Web.Shared.Dialogs;
using Connexions.Web.Shared.Forms;

namespace Connexions.Web.Features.Administration.Accounts;

/// <summary>All accounts: what each may do, and whether it may sign in; who joins support and administration.</summary>
public sealed partial class AccountsPage(
    ListPeople listPeople, Invite invite, WithdrawInvitation withdrawInvitation, WithdrawMembership withdraw,
    DisableAccount disable, EnableAccount enable, CreatePasswordLink createPasswordLink, Confirmation confirmation)
{
    private PeopleList? list;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<Error> searchErrors = [];
    private IReadOnlyList<Error> inviteErrors = [];
    private IssuedInvitation? issued;
    private IssuedPasswordLink? passwordLink;
    private Role role = Role.Support;
    private string? email;
    private string? search;
    private string? searched;
    private string? message;
    private bool isInviting;

    private IReadOnlyList<Choice<Role>> Roles => [.. new[] { Role.Support, Role.Administrateur }.Select(one => new Choice<Role>(one, L[$"Role.{one}"]))];

    protected override Task OnInitializedAsync() => Session.Actor?.Role == Role.Administrateur ? OnceAsync(LoadAsync) : Task.CompletedTask;

    private Task LoadAsync() => ShowAsync(list?.People.Number ?? 1);

    private async Task SearchAsync()
    {
        searched = PlainText.Clean(search);
        await ShowAsync(1);
    }

    private async Task ShowAsync(int page)
    {
        var result = await RunAsync(ct => listPeople.HandleAsync(Actor, new ListPeopleRequest(searched, page), ct));
        (errors, searchErrors) = (result.Errors, result.Errors);
        if (result.Succeeded)
        {
            list = result.Value;
        }
    }

    private void Open(bool open) => (isInviting, email, inviteErrors, message) = (open, null, [], null);

    private async Task InviteAsync()
    {
        var result = await RunAsync(ct => invite.HandleAsync(Actor, new InviteRequest(role, Client: null, email), ct));
        (inviteErrors, errors) = (result.Errors, result.Errors);
        if (result.Succeeded)
        {
            Open(false);
            (issued, passwordLink) = (result.Value, null);
            await LoadAsync();
        }
    }

    private async Task WithdrawInvitationAsync(OpenInvitation invitation)
    {
        if (await confirmation.AskAsync(L["InvitationTitle"], L["WithdrawInvitation"], [L["InvitationWhat", invitation.Email ?? ""]]))
        {
            var result = await RunAsync(ct => withdrawInvitation.HandleAsync(Actor, new WithdrawInvitationRequest(Client: null, invitation.InvitationId), ct));
            issued = issued?.InvitationId == invitation.InvitationId ? null : issued;
            await ShowAsync(result, L["InvitationWithdrawn", invitation.Email ?? ""]);
        }
    }

    private async Task WithdrawAsync(PersonRow person, PersonMembership membership)
    {
        var place = membership.ClientName ?? L["Platform"].Value;
        if (await confirmation.AskAsync(L["WithdrawTitle", person.Name], L["Withdraw"], [L["WithdrawWhat", person.Name, place], L["WithdrawKept"]]))
        {
            await ShowAsync(await RunAsync(ct => withdraw.HandleAsync(Actor, membership.MembershipId, ct)), L["Withdrawn", person.Name, place]);
        }
    }

    private async Task PasswordLinkAsync(PersonRow person)
    {
        if (await confirmation.AskAsync(L["PasswordTitle", person.Name], L["PasswordLink"], [L["PasswordWhat", person.Email], L["PasswordRecorded"]], isDangerous: false))
        {
            var result = await RunAsync(ct => createPasswordLink.HandleAsync(Actor, person.PersonId, ct));
            (errors, message) = (result.Errors, null);
            if (result.Succeeded)
            {
                (passwordLink, issued) = (result.Value, null);
            }
        }
    }

    private async Task DisableAsync(PersonRow person)
    {
        if (await confirmation.AskAsync(L["DisableTitle", person.Name], L["Disable"], [L["DisableWhat", person.Name], L["DisableKept"]]))
        {
            await ShowAsync(await RunAsync(ct => disable.HandleAsync(Actor, person.PersonId, ct)), L["Disabled", person.Name]);
        }
    }

    private async Task EnableAsync(PersonRow person) =>
        await ShowAsync(await RunAsync(ct => enable.HandleAsync(Actor, person.PersonId, ct)), L["Enabled", person.Name]);

    private async Task ShowAsync(Result<Done> result, string done)
    {
        await LoadAsync();
        message = result.Succeeded ? done : null;
        if (!result.Succeeded)
        {
            errors = result.Errors;
        }
    }
}
