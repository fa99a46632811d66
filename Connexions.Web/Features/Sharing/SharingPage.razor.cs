using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Requests;
using Connexions.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Sharing;

/// <summary>What the network shares, provider by provider, and what its agencies ask for.</summary>
public sealed partial class SharingPage(ListPolicies list, ListRequests listRequests, CancelScheduledPolicy cancel, Confirmation confirmation)
{
    private SharingOverview? overview;
    private IReadOnlyList<OpenRequest>? requests;
    private IReadOnlyList<Error> errors = [];
    private string? message;
    private bool answered;
    private ElementReference outcome;

    protected override Task OnInitializedAsync() => Session.Actor?.Role == Role.Directeur ? OnceAsync(LoadAsync) : Task.CompletedTask;

    /// <summary>What was clicked may be gone or far below: people are taken to the answer.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (answered && !Busy)
        {
            answered = false;
            await outcome.FocusAsync();
        }
    }

    private async Task LoadAsync()
    {
        var policies = await RunAsync(ct => list.HandleAsync(Actor, ct));
        var open = await RunAsync(ct => listRequests.HandleAsync(Actor, ct));
        errors = policies.Succeeded ? open.Errors : policies.Errors;
        (overview, requests) = (policies.Value ?? overview, open.Value ?? requests);
    }

    private bool IsUsable(Provider provider) => overview!.Own[provider.Code].InEffect == Source.Own;

    private async Task CancelAsync(PolicyView policy)
    {
        var sentence = Sentences.Ahead(policy.Provider, policy.Scheduled!, overview!.Agencies);
        if (!await confirmation.AskAsync(L["CancelTitle", policy.Provider.Name], L["CancelScheduled"], [L["CancelWhat"], sentence], isDangerous: false))
        {
            return;
        }

        (message, answered) = (null, true);
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

    private Task AnsweredAsync(AnsweredRequest reply) => OnceAsync(async () =>
    {
        await LoadAsync();
        var said = !reply.Accepted ? "Declined" : IsUsable(reply.Provider) ? "Accepted" : "Accepted.Later";
        (message, answered) = (L[said, reply.Agency, reply.Provider.Name], true);
    });

    private Task TooLateAsync(IReadOnlyList<Error> failures) => OnceAsync(async () =>
    {
        await LoadAsync();
        (errors, message, answered) = (failures, null, true);
    });
}
