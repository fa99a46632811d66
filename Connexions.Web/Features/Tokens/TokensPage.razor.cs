using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Shared.Dialogs;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Connexions.Web.Features.Tokens;

/// <summary>With which tools of one's client call the gateway. A new token's text lies in this page alone, until it is closed or left.</summary>
public sealed partial class TokensPage(ListTokens list, CreateToken create, RevokeToken revoke, Confirmation confirmation, NavigationManager navigation)
{
    private PageOf<TokenRow>? tokens;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<Error> formErrors = [];
    private CreateTokenRequest? draft;
    private CreatedToken? created;
    private string? message;

    private string ClientName => Session.Current!.ClientName;

    /// <summary>Whether something is filled in that leaving would lose.</summary>
    private bool IsDirty => draft is { } typed && (typed.Providers.Count > 0 || Bare(typed) != Bare(new CreateTokenRequest(typed.Client)));

    protected override Task OnInitializedAsync() => Session.Actor?.Client is null ? Task.CompletedTask : OnceAsync(LoadAsync);

    private Task LoadAsync() => ShowAsync(tokens?.Number ?? 1);

    private async Task ShowAsync(int page)
    {
        var result = await RunAsync(ct => list.HandleAsync(Actor, page, ct));
        (tokens, errors) = (result.Value ?? tokens, result.Errors);
    }

    // The new one takes the place of the one that is shown.
    private async Task OpenAsync()
    {
        if (created is null || await IsCopiedAsync(L["New"]))
        {
            (created, draft, formErrors, message) = (null, new CreateTokenRequest(Actor.Client!.Value), [], null);
        }
    }

    private async Task CancelAsync()
    {
        if (!IsDirty || await GivesUpAsync())
        {
            Close();
        }
    }

    private void Close() => (draft, formErrors) = (null, []);

    private async Task CreateAsync()
    {
        var result = await RunAsync(ct => create.HandleAsync(Actor, draft!, ct));
        formErrors = result.Errors;
        if (result.Succeeded)
        {
            (created, message) = (result.Value, null);
            Close();
            await ShowAsync(1);
        }
    }

    private Task<bool> IsCopiedAsync(string verb) => confirmation.AskAsync(L["CopiedTitle"], verb, [L["CopiedWhat", created!.Nom], L["CopiedFirst"]]);

    private Task<bool> GivesUpAsync() => confirmation.AskAsync(L["LeaveTitle"], L["Leave"], [L["LeaveWhat"]]);

    private async Task BeforeLeavingAsync(LocationChangingContext context)
    {
        if (created is null && !IsDirty)
        {
            return;
        }

        context.PreventNavigation();
        if (await (created is null ? GivesUpAsync() : IsCopiedAsync(L["LeavePage"])))
        {
            created = null;
            Close();
            navigation.NavigateTo(context.TargetLocation);
        }
    }

    /// <summary>What makes a form another than the one that was opened; collections are compared by themselves.</summary>
    private static CreateTokenRequest Bare(CreateTokenRequest form) =>
        form with { Providers = Array.Empty<string>(), Name = PlainText.Clean(form.Name), Ranges = PlainText.Clean(form.Ranges), Day = PlainText.Clean(form.Day) };

    private async Task RevokeAsync(TokenRow row)
    {
        if (!await confirmation.AskAsync(L["RevokeTitle"], L["Revoke"], [L["RevokeWhat", row.Nom, $"{row.Hint}…", ClientName], L["RevokeForGood"]]))
        {
            return;
        }

        message = null;
        var client = Actor.Client!.Value;
        var result = await RunAsync(ct => revoke.HandleAsync(Actor, new RevokeTokenRequest(client, row.TokenId), ct));
        if (created?.TokenId == row.TokenId)
        {
            created = null;
        }

        await LoadAsync();
        if (result.Succeeded)
        {
            message = L["Revoked", row.Nom];
        }
        else
        {
            errors = result.Errors;
        }
    }
}
