using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Shared.Dialogs;

namespace Connexions.Web.Features.Access;

/// <summary>Colleagues of one's agency; for a director, the managers of the network's agencies.</summary>
public sealed partial class TeamPage(ListTeam list, Invite invite, WithdrawInvitation withdraw, Confirmation confirmation)
{
    private Team? team;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<Error> searchErrors = [];
    private IReadOnlyList<Error> inviteErrors = [];
    private IssuedInvitation? issued;
    private ClientRef? inviting;
    private string? email;
    private string? search;
    private string? searched;
    private string? message;

    private bool IsDirector => Actor.Role == Role.Directeur;

    protected override Task OnInitializedAsync() => Session.Actor?.Client is null ? Task.CompletedTask : OnceAsync(LoadAsync);

    private Task LoadAsync() => ShowAsync(team?.Agencies?.Number ?? 1);

    private async Task SearchAsync()
    {
        searched = PlainText.Clean(search);
        await ShowAsync(1);
    }

    private async Task ShowAsync(int page)
    {
        var result = await RunAsync(ct => list.HandleAsync(Actor, new ListTeamRequest(searched, page), ct));
        searchErrors = result.Errors;
        errors = result.Errors;
        if (result.Succeeded)
        {
            team = result.Value;
        }
    }

    private void Open(ClientRef? client)
    {
        (inviting, inviteErrors, message) = (client, [], null);
        if (client is null)
        {
            email = null;
        }
    }

    private async Task InviteAsync(ClientRef client)
    {
        var result = await RunAsync(ct => invite.HandleAsync(Actor, new InviteRequest(Role.Responsable, client, email), ct));
        if (!result.Succeeded)
        {
            (inviteErrors, errors) = (result.Errors, result.Errors);
            return;
        }

        Open(null);
        issued = result.Value;
        await LoadAsync();
    }

    private async Task WithdrawAsync(ClientTeam shown, OpenInvitation invitation)
    {
        if (!await confirmation.AskAsync(L["WithdrawTitle"], L["Withdraw"], [L["WithdrawWhat", invitation.Email ?? "", shown.Name]]))
        {
            return;
        }

        message = null;
        var result = await RunAsync(ct => withdraw.HandleAsync(Actor, new WithdrawInvitationRequest(shown.Client, invitation.InvitationId), ct));
        if (issued?.InvitationId == invitation.InvitationId)
        {
            issued = null;
        }

        await LoadAsync();
        if (result.Succeeded)
        {
            message = L["Withdrawn", invitation.Email ?? ""];
        }
        else
        {
            errors = result.Errors;
        }
    }
}
