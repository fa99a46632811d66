using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Sharing.Requests;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Connexions.Web.Features.Integrations.Editing;

/// <summary>The form of one provider's connexion, generated from the provider's descriptor.</summary>
public sealed partial class ConnexionEditor(
    GetConnexion get, GetEffective getEffective, ListOwnRequests listRequests, SaveConnexion save, RestoreKey restore, LetKeyBeforeGo letGo, DeleteConnexion delete, SituationSentences sentences, Drafts drafts, LiveVerdicts verdicts,
    LossSentences losses, EditorQuestions questions, NavigationManager navigation)
{
    private Provider? provider;
    private TypedConnexion? typed;
    private ConnexionView? view;
    private EffectiveView? effective;
    private OwnRequest? ownRequest;
    private IReadOnlyList<Error> errors = [];
    private ConnexionView? conflict;
    private Func<Guid?, Task>? attempt;
    private KeyPart? keyPart;
    private string? message;
    private string? advice;
    private bool notFound;
    private bool restored;
    private bool keepRemoved;
    private bool keyWasLost;

    [Parameter]
    public string? ProviderCode { get; set; }

    private bool IsDirty => typed?.IsDirty(view) is true;

    protected override async Task OnParametersSetAsync()
    {
        var asked = ProviderCatalogue.Find(ProviderCode);
        if (asked is null || Session.Actor?.Client is null)
        {
            notFound = true;
            return;
        }

        if (asked != provider)
        {
            (provider, typed, view, effective, notFound, restored, message) = (asked, new(asked), null, null, false, false, null);
            await OnceAsync(LoadAsync);
        }
    }

    private async Task LoadAsync()
    {
        var result = await RunAsync(ct => get.HandleAsync(Actor, ProviderCode, ct));
        errors = result.Errors;
        notFound = errors.Contains(Error.NotFound);
        if (result.Succeeded && await LoadEffectiveAsync())
        {
            Show(result.Value);
            await RestoreAsync();
        }
    }

    private async Task<bool> LoadEffectiveAsync()
    {
        var found = await RunAsync(ct => getEffective.HandleAsync(Actor, ProviderCode, ct));
        var asked = await RunAsync(ct => listRequests.HandleAsync(Actor, ct));
        if (!found.Succeeded || !asked.Succeeded)
        {
            errors = [.. found.Errors.Concat(asked.Errors).Distinct()];
            return false;
        }

        (effective, ownRequest) = (found.Value, asked.Value.GetValueOrDefault(found.Value.Provider.Code));
        return true;
    }

    /// <summary>One of the panels changed the row: shows it as it is now, and keeps what is typed in the form.</summary>
    private async Task RefreshAsync()
    {
        var result = await RunAsync(ct => get.HandleAsync(Actor, ProviderCode, ct));
        errors = result.Errors;
        if (!result.Succeeded || !await LoadEffectiveAsync())
        {
            return;
        }

        message = null;
        typed!.Show(result.Value, before: view!);
        (view, conflict) = (result.Value, null);
    }

    private async Task RestoreAsync()
    {
        if (await drafts.FindAsync(Actor.Client!.Value, provider!) is not { } draft)
        {
            return;
        }

        typed!.Restore(draft);
        // Someone may have saved meanwhile: the draft still belongs to the version it was typed over.
        view = view! with { Version = draft.Version };
        keyWasLost = draft.KeyWasTyped;
        restored = IsDirty || keyWasLost;
    }

    private void Show(ConnexionView shown)
    {
        (view, conflict) = (shown, null);
        typed!.Show(shown);
    }

    /// <summary>
    /// A verdict arrived from elsewhere: shows the state, and touches nothing that is typed. A row that somebody else
    /// saved meanwhile stays as it was opened, so that saving over it is still noticed.
    /// </summary>
    protected override async Task HearAsync()
    {
        if (Busy || view?.Version is null || conflict is not null)
        {
            return;
        }

        var result = await RunAsync(ct => get.HandleAsync(Actor, ProviderCode, ct));
        if (result.Succeeded && result.Value.Version == view?.Version)
        {
            view = result.Value;
            await LoadEffectiveAsync();
        }
    }

    protected override void OnInitialized() => Listen(verdicts, news => news.Client == Session.Actor?.Client && news.Provider == provider?.Code);

    private Task FillAsync(ProviderAccount account)
    {
        typed!.Fill(account);
        errors = [];
        return KeepDraftAsync();
    }

    private Task TakeNamedAsync()
    {
        typed!.TakeNamed(view!.AccountNamed!);
        return KeepDraftAsync();
    }

    private void Refused(IReadOnlyList<Error> failures)
    {
        (errors, message) = (failures, null);
        ForgetWhatIsNoKey();
    }

    /// <summary>The typed key is the network's: it is dropped, and what the network shares serves.</summary>
    private Task LeaveToNetworkAsync()
    {
        ForgetKey();
        errors = [];
        return RefreshAsync();
    }

    private Task ChangeAsync((FieldKind Kind, string? Text) field)
    {
        typed!.Type(field.Kind, field.Text);
        return KeepDraftAsync();
    }

    private Task KeyTypedAsync(string? text)
    {
        typed!.TypeKey(text);
        if (!typed.IsDoubted)
        {
            errors = [.. errors.Where(error => error.Code != ConnexionErrors.UnusualKey.Code)];
        }

        return KeepDraftAsync();
    }

    private Task KeepDraftAsync()
    {
        message = null;
        return drafts.KeepAsync(Actor.Client!.Value, provider!, typed!.ToDraft(view!.Version));
    }

    private Task SaveAsync() => SaveOverAsync(view!.Version);

    private Task SaveDoubtedAsync()
    {
        typed!.Vouch();
        return SaveAsync();
    }

    private async Task SaveOverAsync(Guid? version)
    {
        attempt = SaveOverAsync;
        var request = typed!.ToRequest(Actor.Client!.Value, version);
        var result = await RunAsync(ct => save.HandleAsync(Actor, request, ct));
        while (await questions.ConfirmAsync(request, result.Errors, TouchedAsync) is { } confirmed)
        {
            request = confirmed;
            result = await RunAsync(ct => save.HandleAsync(Actor, request, ct));
        }

        message = null;
        if (!result.Succeeded)
        {
            await FailAsync(result.Errors);
            return;
        }

        keyPart?.Show(request.Key is null ? null : new TriedKey(result.Value.Finding, AccountBefore: null) { State = result.Value.View.State });
        ForgetKey();
        Show(result.Value.View);
        await LoadEffectiveAsync();
        errors = [];
        restored = false;
        await drafts.DropAsync(Actor.Client!.Value, provider!);
        message = L["Saved", Session.Current!.ClientName];
        advice = view!.State == ConnexionState.Incomplete && effective is not { IsSenderOnly: true } ? L["SavedIncomplete"].Value : null;
    }

    /// <summary>Takes the key away and nothing else: what is typed in the other fields stays typed.</summary>
    private async Task RemoveKeyOverAsync(Guid? version)
    {
        attempt = RemoveKeyOverAsync;
        var stored = conflict ?? view!;
        var request = new SaveConnexionRequest(Actor.Client!.Value, provider!.Code, version, stored.Values, Key: null) { RemoveKey = true, KeepRemoved = keepRemoved };
        var result = await RunAsync(ct => save.HandleAsync(Actor, request, ct));
        if (!result.Succeeded)
        {
            await FailAsync(result.Errors);
            return;
        }

        keyPart?.Show(null);
        await RefreshAsync();
        // What serves from now on, as every other screen says it.
        (message, advice) = (L["Removed"], sentences.Says(effective!.Situation, Session.Current!.ClientName, effective.NetworkName));
    }

    private async Task FailAsync(IReadOnlyList<Error> failures)
    {
        conflict = failures.OfType<ConnexionConflict>().FirstOrDefault()?.Current;
        errors = conflict is null ? failures : [];
        typed!.Judge(isDoubted: errors.Any(error => error.Code == ConnexionErrors.UnusualKey.Code));
        ForgetWhatIsNoKey();
        if (errors.Contains(ConnexionErrors.DeletedMeanwhile))
        {
            // There is none to compare with any more: the next save makes it anew.
            view = new ConnexionView(provider!, ConnexionState.Missing, typed.Values.Keys.ToDictionary(kind => kind, _ => (string?)null));
            await KeepDraftAsync();
        }
    }

    private void ForgetKey()
    {
        typed!.ForgetKey();
        keyPart?.Forget();
    }

    /// <summary>A password, most likely: it does not stay in the browser's field either.</summary>
    private void ForgetWhatIsNoKey()
    {
        if (errors.Contains(ConnexionErrors.NotAKey))
        {
            ForgetKey();
        }
    }

    private async Task ReloadAsync()
    {
        ForgetKey();
        restored = false;
        errors = [];
        await drafts.DropAsync(Actor.Client!.Value, provider!);
        await LoadAsync();
    }

    /// <summary>Does again what met the conflict, over what the other person left.</summary>
    private Task OverwriteAsync() => OnceAsync(() => attempt!(conflict!.Version));

    private async Task RemoveKeyAsync()
    {
        if (await TouchedAsync(Loss.Removed) is { } touched && await questions.RemovesKeyAsync(provider!, effective!.NetworkIsReady, touched))
        {
            keepRemoved = view!.State != ConnexionState.Unreadable && await questions.KeepsRemovedAsync();
            await RemoveKeyOverAsync(view!.Version);
        }
    }

    /// <summary>The key before: tried, shown, and put back if the person says so.</summary>
    private async Task RestoreKeyAsync()
    {
        var request = new RestoreKeyRequest(Actor.Client!.Value, provider!.Code, view!.Version!.Value);
        var result = await RunAsync(ct => restore.HandleAsync(Actor, request, ct));
        if (result.Errors.OfType<KeyBeforeTried>().FirstOrDefault() is { } tried)
        {
            if (await TouchedAsync(Loss.Switched) is not { } touched || !await questions.RestoresAsync(provider, tried, touched))
            {
                return;
            }

            result = await RunAsync(ct => restore.HandleAsync(Actor, request with { Confirmed = true }, ct));
        }

        attempt = version => RestoreKeyAsync();
        if (!result.Succeeded)
        {
            await FailAsync(result.Errors);
            return;
        }

        keyPart?.Show(new TriedKey(result.Value.Finding, AccountBefore: null) { State = result.Value.View.State });
        await RefreshAsync();
        (message, advice) = (L["Restored.Key"], sentences.Says(effective!.Situation, Session.Current!.ClientName, effective.NetworkName));
    }

    private async Task LetKeyBeforeGoAsync()
    {
        if (!await questions.LetsGoAsync())
        {
            return;
        }

        var result = await RunAsync(ct => letGo.HandleAsync(Actor, new LetKeyBeforeGoRequest(Actor.Client!.Value, provider!.Code, view!.Version!.Value), ct));
        if (!result.Succeeded)
        {
            await FailAsync(result.Errors);
            return;
        }

        await RefreshAsync();
        (message, advice) = (L["LetGo.Done"], null);
    }

    /// <summary>Whom it touches when the connexion goes; null when that cannot be said.</summary>
    private async Task<IReadOnlyList<string>?> TouchedAsync(Loss loss)
    {
        var touched = await RunAsync(ct => losses.ForAsync(Actor, provider!, loss, ct));
        errors = touched.Errors;
        return touched.Value;
    }

    private async Task DeleteAsync()
    {
        if (await TouchedAsync(Loss.Removed) is not { } touched || !await questions.DeletesAsync(provider!, Session.Current!.ClientName, touched))
        {
            return;
        }

        var request = new DeleteConnexionRequest(Actor.Client!.Value, provider!.Code, view!.Version!.Value);
        var result = await RunAsync(ct => delete.HandleAsync(Actor, request, ct));
        if (!result.Succeeded)
        {
            await FailAsync(result.Errors);
            return;
        }

        ForgetKey();
        await drafts.DropAsync(Actor.Client!.Value, provider);
        await LoadAsync();
        message = L["Deleted", provider.Name];
        advice = null;
    }

    private async Task BeforeLeavingAsync(LocationChangingContext context)
    {
        if (!IsDirty)
        {
            return;
        }

        context.PreventNavigation();
        if (await questions.LeavesAsync())
        {
            await drafts.DropAsync(Actor.Client!.Value, provider!);
            ForgetKey();
            Show(view!);
            navigation.NavigateTo(context.TargetLocation);
        }
    }
}
