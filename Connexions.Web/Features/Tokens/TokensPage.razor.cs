using Connexions.Domain.Results;
using Connexions.Web.Shared;

namespace Connexions.Web.Features.Tokens;

/// <summary>With which tools of one's client call the gateway. A new token's text lies in this page alone, until it is closed or left.</summary>
public sealed partial class TokensPage(ListTokens list, CreateToken create, RevokeToken revoke, Confirmation confirmation)
{
    private PageOf<TokenRow>? tokens;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<Error> formErrors = [];
    private CreateTokenRequest? draft;
    private CreatedToken? created;
    private string? message;

    private string ClientName => Session.Current!.ClientName;

    protected override Task OnInitializedAsync() => Session.Actor?.Client is null ? Task.CompletedTask : OnceAsync(LoadAsync);

    private Task LoadAsync() => ShowAsync(tokens?.Number ?? 1);

    private async Task ShowAsync(int page)
    {
        var result = await RunAsync(ct => list.HandleAsync(Actor, page, ct));
        (tokens, errors) = (result.Value ?? tokens, result.Errors);
    }

    private void Open() => (draft, formErrors, message) = (new CreateTokenRequest(Actor.Client!.Value), [], null);

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
