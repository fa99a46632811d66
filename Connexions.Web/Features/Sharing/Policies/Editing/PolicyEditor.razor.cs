using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Features.Usage;
using Connexions.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Connexions.Web.Features.Sharing.Policies.Editing;

/// <summary>Decides what the network shares at one provider: what it will change is shown before anything is saved.</summary>
public sealed partial class PolicyEditor(
    ListPolicies list, SimulatePolicy simulate, SavePolicy save, GetRecentUse getRecentUse, RecentUseSentences useSentences, Confirmation confirmation, NavigationManager navigation)
{
    /// <summary>How many agencies a message names.</summary>
    internal const int NamesShown = 10;

    private Provider? provider;
    private PolicyView? policy;
    private Situation? standing;
    private IReadOnlyList<FamilyAgency> agencies = [];
    private PolicyInput input = PolicyInput.Empty;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<SimulatedAgency>? simulated;
    private PolicyView? conflict;
    private SavedPolicy? saved;
    private DateTime? savedFrom;
    private string? lost;
    private bool changedMeanwhile;
    private bool notFound;
    private bool answered;
    private ElementReference outcome;
    private PolicyFields? fields;

    [Parameter]
    public string? ProviderCode { get; set; }

    private bool IsDirty => policy is not null && input.Differs(policy);

    private PolicyDraft Draft => new(Actor.Client!.Value, provider!.Code, input.Decide(policy!), input.Selected, input.From);

    protected override async Task OnParametersSetAsync()
    {
        var asked = ProviderCatalogue.Find(ProviderCode);
        notFound = asked is null || Session.Actor?.Role != Role.Directeur;
        if (!notFound && asked != provider)
        {
            (provider, policy, saved) = (asked, null, null);
            await OnceAsync(LoadAsync);
        }
    }

    /// <summary>The answer to a click may stand far from the button: people are taken to it.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // What is disabled cannot take the focus; and the simulation takes it by itself.
        if (!answered || Busy)
        {
            return;
        }

        answered = false;
        if (simulated is null && fields is not null && !await fields.FocusAsync(errors.FirstOrDefault()?.Field))
        {
            await outcome.FocusAsync();
        }
    }

    private async Task LoadAsync()
    {
        var result = await RunAsync(ct => list.HandleAsync(Actor, ct));
        errors = result.Errors;
        if (!result.Succeeded)
        {
            return;
        }

        Take(result.Value);
        Show(result.Value.Policies.Single(view => view.Provider == provider));
    }

    private void Take(SharingOverview overview)
    {
        agencies = overview.Agencies;
        standing = overview.Own[provider!.Code];
    }

    private void Show(PolicyView view)
    {
        (policy, input) = (view, PolicyInput.Of(view));
        (simulated, conflict, saved, changedMeanwhile, errors) = (null, null, null, false, []);
    }

    private void Change(PolicyInput changed)
    {
        input = changed;
        Forget();
    }

    /// <summary>What was shown of the consequences holds no more.</summary>
    private void Forget() => (simulated, saved, changedMeanwhile) = (null, null, false);

    private async Task ReviewAsync()
    {
        answered = true;
        Forget();
        if (input.IsDayUnreadable)
        {
            errors = [SharingErrors.DateInvalid];
            return;
        }

        var draft = Draft;
        var result = await RunAsync(ct => simulate.HandleAsync(Actor, draft, ct));
        (simulated, errors) = (result.Value, result.Errors);
        lost = simulated is null ? null : await LostAsync([.. simulated.Where(agency => agency.Effect == PolicyEffect.Loses).Select(agency => agency.Agency.Id)]);
        await LetGoOfThoseWhoLeftAsync();
    }

    /// <summary>What those who lose the connexion used of it; one more fact beside the simulation, which stands without it.</summary>
    private async Task<string?> LostAsync(IReadOnlyCollection<Guid> losers)
    {
        var use = losers.Count == 0 ? null : await RunAsync(ct => getRecentUse.HandleAsync(Actor, ProviderCode, ct, losers));
        return use is { Succeeded: true } ? useSentences.Lost(use.Value) : null;
    }

    private async Task SaveAsync()
    {
        var shown = simulated!;
        await ReviewAsync();
        if (simulated is null)
        {
            return;
        }

        // What the director agreed to is what was shown.
        if (!simulated.Select(Outcome).SequenceEqual(shown.Select(Outcome)))
        {
            changedMeanwhile = true;
            return;
        }

        if (await AgreesAsync([.. simulated.Where(agency => agency.Effect == PolicyEffect.Loses).Select(agency => agency.Nom)]))
        {
            await StoreAsync();
        }

        static (Guid, PolicyEffect, Guid?) Outcome(SimulatedAgency agency) => (agency.Agency.Id, agency.Effect, agency.After.ConnexionId);
    }

    private async Task StoreAsync()
    {
        answered = true;
        var request = new SavePolicyRequest(Draft, policy!.Version);
        var result = await RunAsync(ct => save.HandleAsync(Actor, request, ct));
        if (!result.Succeeded)
        {
            conflict = result.Errors.OfType<PolicyConflict>().FirstOrDefault()?.Current;
            errors = conflict is null ? result.Errors : [];
            simulated = null;
            await LetGoOfThoseWhoLeftAsync();
            return;
        }

        Show(result.Value.View);
        (saved, savedFrom) = (result.Value, request.Draft.From);
    }

    private async Task<bool> AgreesAsync(List<string> losers) => losers.Count == 0 || await confirmation.AskAsync(
        L["LoseTitle"],
        L["Save", Session.Current!.ClientName],
        [L[losers.Count > 1 ? "Lose" : "Lose.One", losers.Count, provider!.Name, List(losers)], .. lost is null ? Array.Empty<string>() : [lost], L[input.From is null ? "LoseNow" : "LoseLater"]]);

    /// <summary>Agencies that left the network in mid-edit go out of the choice, which the message says; the rest stays.</summary>
    private async Task LetGoOfThoseWhoLeftAsync()
    {
        if (errors.All(error => error.Code != SharingErrors.AgencyLeft.Code))
        {
            return;
        }

        var result = await RunAsync(ct => list.HandleAsync(Actor, ct));
        if (result.Succeeded)
        {
            Take(result.Value);
            input = input.Among(agencies);
        }
    }

    private Task OverwriteAsync()
    {
        (policy, conflict) = (conflict, null);
        return ReviewAsync();
    }

    private async Task BeforeLeavingAsync(LocationChangingContext context)
    {
        if (!IsDirty)
        {
            return;
        }

        context.PreventNavigation();
        if (await confirmation.AskAsync(L["LeaveTitle"], L["Leave"], [L["LeaveWhat"]]))
        {
            Show(policy!);
            navigation.NavigateTo(context.TargetLocation);
        }
    }

    private string List(List<string> names) => NameLists.Shorten(names, NamesShown, (first, others) => L["AndOthers", first, others]);
}
