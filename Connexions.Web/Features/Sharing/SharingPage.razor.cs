using Connexions.Domain.Access;
using Connexions.Domain.Results;
using Connexions.Web.Shared;

namespace Connexions.Web.Features.Sharing;

/// <summary>What the network shares, provider by provider, and what its agencies ask for.</summary>
public sealed partial class SharingPage(ListPolicies list, ListRequests listRequests, CancelScheduledPolicy cancel, Confirmation confirmation)
{
    private SharingOverview? overview;
    private IReadOnlyList<OpenRequest>? requests;
    private IReadOnlyList<Error> errors = [];
    private string? message;

    protected override Task OnInitializedAsync() => Session.Actor?.Role == Role.Directeur ? OnceAsync(LoadAsync) : Task.CompletedTask;

    private async Task LoadAsync()
    {
        var policies = await RunAsync(ct => list.HandleAsync(Actor, ct));
        var open = await RunAsync(ct => listRequests.HandleAsync(Actor, ct));
        errors = policies.Succeeded ? open.Errors : policies.Errors;
        (overview, requests) = (policies.Value ?? overview, open.Value ?? requests);
    }

    private async Task CancelAsync(PolicyView policy)
    {
        var sentence = Sentences.Ahead(policy.Provider, policy.Scheduled!, overview!.Agencies);
        if (!await confirmation.AskAsync(L["CancelTitle", policy.Provider.Name], L["CancelScheduled"], [L["CancelWhat"], sentence], isDangerous: false))
        {
            return;
        }

        message = null;
        var request = new CancelScheduledPolicyRequest(Actor.Client!.Value, policy.Provider.Code, policy.Version);
        var result = await RunAsync(ct => cancel.HandleAsync(Actor, request, ct));
        await LoadAsync();
        if (result.Succeeded)
        {
            message = L["Cancelled", policy.Provider.Name];
        }
        else
        {
            // The page shows again what holds: whoever was faster is seen there.
            errors = result.Errors;
        }
    }

    private Task AnsweredAsync(AnsweredRequest answered) => OnceAsync(async () =>
    {
        await LoadAsync();
        message = L[answered.Accepted ? "Accepted" : "Declined", answered.Agency, answered.Provider.Name];
    });

    private Task TooLateAsync(IReadOnlyList<Error> failures) => OnceAsync(async () =>
    {
        await LoadAsync();
        (errors, message) = (failures, null);
    });
}
