using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Shared.Forms;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Tokens;

/// <summary>What a new token is to be good for; what is typed lies with the page.</summary>
public sealed partial class TokenForm(TimeProvider clock)
{
    private ElementReference title;
    private ElementReference providers;
    private ElementReference purposes;
    private DateField? day;
    private TextField? name;
    private TextField? ranges;
    private TextField? calls;
    private IReadOnlyList<Error> told = [];

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

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            // The button that opened the form is gone.
            await title.FocusAsync();
        }
        else if (!Busy && told != Errors)
        {
            // The button stands far below what it complains of. What is disabled cannot take the focus.
            told = Errors;
            await FocusFirstErrorAsync();
        }
    }

    /// <summary>In the order the fields stand in, which is that of the errors.</summary>
    private ValueTask FocusFirstErrorAsync() => Errors.FirstOrDefault(error => error.Field is not null)?.Field switch
    {
        nameof(CreateTokenRequest.Name) => name!.FocusAsync(),
        nameof(CreateTokenRequest.Providers) => providers.FocusAsync(),
        nameof(CreateTokenRequest.Purposes) => purposes.FocusAsync(),
        nameof(CreateTokenRequest.Day) => day!.FocusAsync(),
        nameof(CreateTokenRequest.Ranges) => ranges!.FocusAsync(),
        nameof(CreateTokenRequest.CallsPerMinute) => calls!.FocusAsync(),
        _ => ValueTask.CompletedTask,
    };

    private static string Write(DateOnly day) => day.ToString(CreateTokenRequest.DayFormat, CultureInfo.InvariantCulture);

    private static Purposes Offered(CreateTokenRequest draft) =>
        draft.Chosen.Aggregate(Purposes.None, (set, provider) => set | provider.Gateway.Purposes);

    private List<Error> On(string field) => [.. Errors.Where(error => error.Field == field)];

    /// <summary>Where several providers are chosen: which of them do it.</summary>
    private string? At(Purposes purpose) => Draft.Providers.Count < 2
        ? null
        : L["At", string.Join(", ", Draft.Chosen.Where(provider => provider.Gateway.Purposes.HasFlag(purpose)).Select(provider => provider.Name))].Value;

    private Task ChangeAsync(CreateTokenRequest draft) => DraftChanged.InvokeAsync(draft);

    /// <summary>
    /// A provider brings no use along, and takes away what only it did: a tool is to be able to do what somebody meant it
    /// to, and which of a provider's uses that is nobody can guess.
    /// </summary>
    private Task ChooseAsync(Provider provider, bool chosen)
    {
        var draft = Draft with { Providers = chosen ? [.. Draft.Providers, provider.Code] : [.. Draft.Providers.Where(code => code != provider.Code)] };
        return ChangeAsync(draft with { Purposes = draft.Purposes & Offered(draft) });
    }

    private Task AllowAsync(Purposes purpose, bool allowed) =>
        ChangeAsync(Draft with { Purposes = allowed ? Draft.Purposes | purpose : Draft.Purposes & ~purpose });
}
