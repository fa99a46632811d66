using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Web.Shared;

namespace Connexions.Web.Features.Usage;

/// <summary>How much was used of what one's client owns, lends or borrows.</summary>
public sealed partial class UsagePage(GetUsage get, ListBorrowers list)
{
    private UsagePeriod period = UsagePeriod.Week;
    private string provider = "";
    private UsageView? view;
    private PageOf<Borrower>? borrowers;
    private IReadOnlyList<Error> errors = [];

    private bool IsNetwork => Actor.Role == Role.Directeur;

    private string? ProviderCode => provider.Length == 0 ? null : provider;

    protected override Task OnInitializedAsync() => Session.Actor?.Client is null ? Task.CompletedTask : OnceAsync(LoadAsync);

    /// <summary>The four figures that people ask for, by the names of their texts.</summary>
    internal static IEnumerable<(string Key, int Value)> Figures(UsageCounts counts) =>
        [("Calls", counts.Calls), ("Emails", counts.Emails), ("Refused", counts.Refused), ("Errors", counts.Errors)];

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

    private async Task ShowBorrowersAsync(int number)
    {
        var result = await RunAsync(ct => list.HandleAsync(Actor, period, ProviderCode, number, ct));
        (borrowers, errors) = (result.Value ?? borrowers, result.Errors);
    }
}
