using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Shared.Forms;
using Connexions.Web.Shared.Times;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Sharing.Policies.Editing;

public sealed partial class PolicyFields
{
    private ElementReference own;
    private DateField? date;
    private AgencyChooser? chooser;
    private PurposeChooser? purposes;
    private QuotaFields? quota;

    [Parameter, EditorRequired]
    public required Provider Provider { get; set; }

    [Parameter, EditorRequired]
    public required PolicyInput Input { get; set; }

    [Parameter]
    public EventCallback<PolicyInput> InputChanged { get; set; }

    /// <summary>Every agency of the network.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<FamilyAgency> Agencies { get; set; } = [];

    [Parameter]
    public IReadOnlyList<Error> Errors { get; set; } = [];

    [Parameter]
    public bool Disabled { get; set; }

    private SharingTerms Terms => Input.Terms;

    private string Tomorrow => PolicyInput.Written(ParisDay.Of(Clock.GetUtcNow().UtcDateTime).AddDays(1));

    /// <summary>Takes people to what is wrong.</summary>
    /// <param name="field">Of the error.</param>
    /// <returns>Whether it stands here.</returns>
    public async Task<bool> FocusAsync(string? field)
    {
        var take = field switch
        {
            "Agencies" when chooser is not null => chooser.FocusAsync,
            "OwnAllowed" => () => own.FocusAsync(),
            nameof(SharingTerms.Purposes) when purposes is not null => purposes.FocusAsync,
            not null when quota is not null && SharingQuota.Unlimited.ByName.ContainsKey(field) => quota.FocusAsync,
            "From" when date is not null => date.FocusAsync,
            _ => (Func<ValueTask>?)null,
        };
        if (take is not null)
        {
            await take();
        }

        return take is not null;
    }

    private List<Error> On(string field) => [.. Errors.Where(error => error.Field == field)];

    private Task ChangeAsync(SharingTerms changed) => InputChanged.InvokeAsync(Input with { Terms = changed });

    private Task ChangeDayAsync(string? typed) => InputChanged.InvokeAsync(Input with { Day = string.IsNullOrEmpty(typed) ? null : typed });
}
