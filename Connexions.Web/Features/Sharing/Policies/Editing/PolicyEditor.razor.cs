using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Features.Usage;
using Connexions.Web.Shared.Dialogs;
using Connexions.Web.Shared.Forms;
using Connexions.Web.Shared.Times;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using System.Globalization;

namespace Connexions.Web.Features.Sharing.Policies.Editing;

/// <summary>Decides what the network shares at one provider: what it will change is shown before anything is saved.</summary>
public sealed partial class PolicyEditor(
    ListPolicies list, SimulatePolicy simulate, SavePolicy save, GetRecentUse getRecentUse, RecentUseSentences useSentences, Confirmation confirmation, NavigationManager navigation, TimeProvider clock)
{
    /// <summary>How many agencies a message names.</summary>
    private const int Named = 10;

    private const string DayFormat = "yyyy-MM-dd";

    private Provider? provider;
    private PolicyView? policy;
    private Situation? standing;
    private IReadOnlyList<FamilyAgency> agencies = [];
    private SharingTerms terms = SharingTerms.Unstated;
    private QuotaInput limits = QuotaInput.From(SharingQuota.Unlimited);
    private IReadOnlySet<Guid> selected = new HashSet<Guid>();
    private string? day;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<SimulatedAgency>? simulated;
    private PolicyView? conflict;
    private string? message;
    private string? affected;
    private string? letOff;
    private string? lost;
    private bool changedMeanwhile;
    private bool notFound;
    private bool answered;
    private ElementReference outcome;
    private ElementReference own;
    private DateField? date;
    private AgencyChooser? chooser;
    private PurposeChooser? purposes;
    private QuotaFields? quota;

    [Parameter]
    public string? ProviderCode { get; set; }

    private bool IsDirty => policy is not null
        && (Decided != policy.Terms || day is not null || (terms.Mode.Selects() && !selected.SetEquals(policy.Selected)));

    /// <summary>Of what is shared with nobody the form shows neither uses nor limits: they stay as they were.</summary>
    private SharingTerms Decided => terms.Mode == SharingMode.None ? terms with { Purposes = policy!.Terms.Purposes, Quota = policy.Terms.Quota } : terms;

    private DateTime? From => DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? ParisDay.Start(date) : null;

    private string Tomorrow => ParisDay.Of(clock.GetUtcNow().UtcDateTime).AddDays(1).ToString(DayFormat, CultureInfo.InvariantCulture);

    protected override async Task OnParametersSetAsync()
    {
        var asked = ProviderCatalogue.Find(ProviderCode);
        notFound = asked is null || Session.Actor?.Role != Role.Directeur;
        if (!notFound && asked != provider)
        {
            (provider, policy, message) = (asked, null, null);
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
        if (simulated is null)
        {
            await (errors.FirstOrDefault()?.Field switch
            {
                "Agencies" when chooser is not null => chooser.FocusAsync(),
                "OwnAllowed" => own.FocusAsync(),
                nameof(SharingTerms.Purposes) when purposes is not null => purposes.FocusAsync(),
                { } limit when quota is not null && SharingQuota.Unlimited.ByName.ContainsKey(limit) => quota.FocusAsync(),
                "From" => date!.FocusAsync(),
                _ => outcome.FocusAsync(),
            });
        }
    }

    private List<Error> On(string field) => [.. errors.Where(error => error.Field == field)];

    private PolicyDraft Draft(DateTime? from) => new(Actor.Client!.Value, provider!.Code, Decided, selected, from);

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
        (policy, terms, limits, selected, day) = (view, view.Terms, QuotaInput.From(view.Terms.Quota), view.Selected, null);
        (simulated, conflict, message, changedMeanwhile, errors) = (null, null, null, false, []);
    }

    private void Change(SharingTerms changed)
    {
        terms = changed;
        Forget();
    }

    private void Type(QuotaInput typed)
    {
        limits = typed;
        Change(terms with { Quota = typed.Read() });
    }

    private void Choose(IReadOnlySet<Guid> chosen)
    {
        selected = chosen;
        Forget();
    }

    private void ChangeDay(string? typed)
    {
        day = string.IsNullOrEmpty(typed) ? null : typed;
        Forget();
    }

    /// <summary>What was shown of the consequences holds no more.</summary>
    private void Forget() => (simulated, message, changedMeanwhile) = (null, null, false);

    private async Task ReviewAsync()
    {
        answered = true;
        (simulated, message, changedMeanwhile) = (null, null, false);
        if (day is not null && From is null)
        {
            errors = [SharingErrors.DateInvalid];
            return;
        }

        var draft = Draft(From);
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
        var request = new SavePolicyRequest(Draft(From), policy!.Version);
        var result = await RunAsync(ct => save.HandleAsync(Actor, request, ct));
        if (!result.Succeeded)
        {
            conflict = result.Errors.OfType<PolicyConflict>().FirstOrDefault()?.Current;
            errors = conflict is null ? result.Errors : [];
            simulated = null;
            await LetGoOfThoseWhoLeftAsync();
            return;
        }

        var from = request.Draft.From;
        Show(result.Value.View);
        message = from is { } at ? L["SavedFrom", Session.Current!.ClientName, ParisDay.InWords(at)] : L["Saved", Session.Current!.ClientName];
        var names = result.Value.Affected.Select(agency => agency.Nom).ToList();
        affected = names.Count == 0 ? L["AffectedNone"] : L[names.Count > 1 ? "Affected" : "Affected.One", names.Count, List(names)];
        var others = result.Value.LetOff.Select(agency => agency.Nom).ToList();
        letOff = others.Count == 0 ? null : L[others.Count > 1 ? "LetOff" : "LetOff.One", others.Count, List(others)].Value;
    }

    private async Task<bool> AgreesAsync(List<string> losers) => losers.Count == 0 || await confirmation.AskAsync(
        L["LoseTitle"],
        L["Save", Session.Current!.ClientName],
        [L[losers.Count > 1 ? "Lose" : "Lose.One", losers.Count, provider!.Name, List(losers)], .. lost is null ? Array.Empty<string>() : [lost], L[From is null ? "LoseNow" : "LoseLater"]]);

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
            var known = agencies.Select(agency => agency.Client.Id).ToHashSet();
            selected = selected.Where(known.Contains).ToHashSet();
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

    private string List(List<string> names) => NameLists.Shorten(names, Named, (first, others) => L["AndOthers", first, others]);
}
