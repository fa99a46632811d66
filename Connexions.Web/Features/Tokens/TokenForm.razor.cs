using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Gateway;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Tokens;

/// <summary>What a new token is to be good for; what is typed lies with the page.</summary>
public sealed partial class TokenForm(TimeProvider clock)
{
    private ElementReference title;

    [Parameter, EditorRequired]
    public CreateTokenRequest Draft { get; set; } = null!;

    [Parameter]
    public EventCallback<CreateTokenRequest> DraftChanged { get; set; }

    /// <summary>The button names whom the token is made for.</summary>
    [Parameter, EditorRequired]
    public string ClientName { get; set; } = "";

    [Parameter]
    public IReadOnlyList<Error> Errors { get; set; } = [];

    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback OnCreate { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string FirstDay => Write(CreateTokenRequest.Days(clock.GetUtcNow().UtcDateTime).First);

    private string LastDay => Write(CreateTokenRequest.Days(clock.GetUtcNow().UtcDateTime).Last);

    // The button that opened the form is gone.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await title.FocusAsync();
        }
    }

    private static string Write(DateOnly day) => day.ToString(CreateTokenRequest.DayFormat, CultureInfo.InvariantCulture);

    private static Purposes Offered(CreateTokenRequest draft) =>
        draft.Chosen.Aggregate(Purposes.None, (set, provider) => set | provider.Gateway.Purposes);

    private List<Error> On(string field) => [.. Errors.Where(error => error.Field == field)];

    /// <summary>Where several providers are chosen: which of them do it.</summary>
    private string? At(Purposes purpose) => Draft.Providers.Count < 2
        ? null
        : L["At", string.Join(", ", Draft.Chosen.Where(provider => provider.Gateway.Purposes.HasFlag(purpose)).Select(provider => provider.Name))].Value;

    private Task ChangeAsync(CreateTokenRequest draft) => DraftChanged.InvokeAsync(draft);

    /// <summary>A provider comes with everything it does, and takes away what only it did.</summary>
    private Task ChooseAsync(Provider provider, bool chosen)
    {
        var draft = Draft with { Providers = chosen ? [.. Draft.Providers, provider.Code] : [.. Draft.Providers.Where(code => code != provider.Code)] };
        return ChangeAsync(draft with { Purposes = (chosen ? draft.Purposes | provider.Gateway.Purposes : draft.Purposes) & Offered(draft) });
    }

    private Task AllowAsync(Purposes purpose, bool allowed) =>
        ChangeAsync(Draft with { Purposes = allowed ? Draft.Purposes | purpose : Draft.Purposes & ~purpose });
}
