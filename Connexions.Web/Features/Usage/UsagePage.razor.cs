using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Shared.Forms;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Usage;

/// <summary>How much was used of what one's client owns, lends or borrows.</summary>
/// <remarks>What is chosen stands in the address, so that a view can be sent to somebody, and come back to.</remarks>
public sealed partial class UsagePage(GetUsage get, ListBorrowers list, NavigationManager navigation)
{
    private UsagePeriod period = UsagePeriods.Usual;
    private string provider = "";
    private (UsagePeriod, string)? loaded;
    private UsageView? view;
    private PageOf<Borrower>? borrowers;
    private IReadOnlyList<Error> errors = [];

    [SupplyParameterFromQuery(Name = UsageCsv.PeriodParameter)]
    private string? AskedPeriod { get; set; }

    [SupplyParameterFromQuery(Name = UsageCsv.ProviderParameter)]
    private string? AskedProvider { get; set; }

    private bool IsNetwork => Actor.Role == Role.Directeur;

    private IReadOnlyList<Choice<UsagePeriod>> Periods => [.. Enum.GetValues<UsagePeriod>().Select(one => new Choice<UsagePeriod>(one, L[$"Period.{one}"]))];

    private IReadOnlyList<Choice<string>> Providers => [new("", L["Provider.All"]), .. ProviderCatalogue.All.Select(one => new Choice<string>(one.Code, one.Name))];

    private string? ProviderCode => provider.Length == 0 ? null : provider;

    /// <summary>What the address does not name, or names wrongly, is what it usually is.</summary>
    protected override async Task OnParametersSetAsync()
    {
        period = UsagePeriods.Find(AskedPeriod) ?? UsagePeriods.Usual;
        provider = ProviderCatalogue.Find(AskedProvider)?.Code ?? "";
        if (Session.Actor?.Client is not null && loaded != (period, provider))
        {
            await OnceAsync(LoadAsync);
        }
    }

    /// <summary>The four figures that people ask for, by the names of their texts.</summary>
    internal static IEnumerable<(string Key, int Value)> Figures(UsageCounts counts) =>
        [("Calls", counts.Calls), ("Emails", counts.Emails), ("Refused", counts.Refused), ("Errors", counts.Errors)];

    /// <summary>Tokens as a figure; where answers could have told, and none did, that is said, and not a nought.</summary>
    internal static string Tokens(UsageCounts counts, IStringLocalizer texts) =>
        counts.IsUntold ? texts["Tokens.Untold"] : texts["Number", counts.InputTokens + counts.OutputTokens];

    /// <summary>What the others used of it is not told: only that there is such a limit.</summary>
    private static IEnumerable<(string Key, int Limit)> ForAll(QuotaToday today) =>
        from one in new[] { (Key: "Calls", Limit: today.Quota.CallsForAll), (Key: "Emails", Limit: today.Quota.EmailsForAll) }
        where one.Limit is not null
        select (one.Key, one.Limit.GetValueOrDefault());

    /// <summary>The figures follow the address.</summary>
    private void Choose() => navigation.NavigateTo(navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        [UsageCsv.PeriodParameter] = period == UsagePeriods.Usual ? null : period.ToString(),
        [UsageCsv.ProviderParameter] = ProviderCode,
    }));

    /// <summary>What is chosen while figures are on their way is loaded after them: the page never shows others than it says.</summary>
    private async Task LoadAsync()
    {
        (UsagePeriod, string) asked;
        do
        {
            asked = (period, provider);
            await LoadChosenAsync();
        }
        while (asked != (period, provider));
        loaded = asked;
    }

    private async Task LoadChosenAsync()
    {
        var result = await RunAsync(ct => get.HandleAsync(Actor, period, ProviderCode, ct));
        (view, borrowers, errors) = (result.Value, null, result.Errors);
        if (result.Succeeded && IsNetwork && !result.Value.IsEmpty)
        {
            await ShowBorrowersAsync(1);
        }
    }

    private async Task TurnToAsync(int number)
    {
        await ShowBorrowersAsync(number);
        if (loaded != (period, provider))
        {
            await LoadAsync();
        }
    }

    private async Task ShowBorrowersAsync(int number)
    {
        var result = await RunAsync(ct => list.HandleAsync(Actor, period, ProviderCode, number, ct));
        (borrowers, errors) = (result.Value ?? borrowers, result.Errors);
    }
}
