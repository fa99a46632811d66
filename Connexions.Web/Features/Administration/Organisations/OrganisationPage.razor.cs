using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Administration.Organisations;

/// <summary>One organisation: its networks and agencies, and who may work for each.</summary>
public sealed partial class OrganisationPage(
    GetOrganisation get, AddClient addClient, Invite invite, WithdrawInvitation withdrawInvitation,
    WithdrawMembership withdraw, Confirmation confirmation)
{
    private static readonly ClientDraft Blank = new(ClientType.ReseauAgence, null, null);

    private OrganisationSheet? sheet;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<Error> addErrors = [];
    private IReadOnlyList<Error> inviteErrors = [];
    private IssuedInvitation? issued;
    private ClientRef? inviting;
    private ClientDraft draft = Blank;
    private string? email;
    private string? message;
    private bool isAdding;
    private bool notFound;

    [Parameter]
    public Guid OrganisationId { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (Session.Actor?.Role == Role.Administrateur && sheet?.OrganisationId != OrganisationId)
        {
            (sheet, issued, message) = (null, null, null);
            Open(null);
            CloseForm();
            await OnceAsync(LoadAsync);
        }
    }

    private async Task LoadAsync()
    {
        var result = await RunAsync(ct => get.HandleAsync(Actor, OrganisationId, ct));
        errors = result.Errors;
        notFound = errors.Contains(Error.NotFound);
        if (result.Succeeded)
        {
            sheet = result.Value;
        }
    }

    private void OpenForm() => (isAdding, errors, message) = (true, [], null);

    private void CloseForm() => (isAdding, draft, addErrors) = (false, Blank, []);

    private async Task AddAsync()
    {
        var name = draft.Nom;
        var result = await RunAsync(ct => addClient.HandleAsync(Actor, new AddClientRequest(OrganisationId, draft), ct));
        (addErrors, errors) = (result.Errors, result.Errors);
        if (result.Succeeded)
        {
            CloseForm();
            await LoadAsync();
            message = L["Added", name ?? ""];
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
        var role = client.Type == ClientType.Reseau ? Role.Directeur : Role.Responsable;
        var result = await RunAsync(ct => invite.HandleAsync(Actor, new InviteRequest(role, client, email), ct));
        (inviteErrors, errors) = (result.Errors, result.Errors);
        if (result.Succeeded)
        {
            Open(null);
            issued = result.Value;
            await LoadAsync();
        }
    }

    private async Task WithdrawInvitationAsync(ClientSheet client, OpenInvitation invitation)
    {
        if (await confirmation.AskAsync(L["InvitationTitle"], L["WithdrawInvitation"], [L["InvitationWhat", invitation.Email ?? "", client.Name]]))
        {
            var result = await RunAsync(ct => withdrawInvitation.HandleAsync(Actor, new WithdrawInvitationRequest(client.Client, invitation.InvitationId), ct));
            issued = issued?.InvitationId == invitation.InvitationId ? null : issued;
            await ShowAsync(result, L["InvitationWithdrawn", invitation.Email ?? ""]);
        }
    }

    private async Task WithdrawAsync(ClientSheet client, TeamMember member)
    {
        if (await confirmation.AskAsync(L["WithdrawTitle", member.Name], L["Withdraw"], [L["WithdrawWhat", member.Name, client.Name], L["WithdrawKept"]]))
        {
            await ShowAsync(await RunAsync(ct => withdraw.HandleAsync(Actor, member.MembershipId, ct)), L["Withdrawn", member.Name, client.Name]);
        }
    }

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
