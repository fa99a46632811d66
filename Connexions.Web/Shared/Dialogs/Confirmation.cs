using MudBlazor;

namespace Connexions.Web.Shared.Dialogs;

/// <summary>Asks before something that cannot simply be undone. Cancel has the focus, Escape cancels.</summary>
public sealed class Confirmation(IDialogService dialogs)
{
    private static readonly DialogOptions Options = Dialog.Options with { BackdropClick = false };

    /// <param name="title">The question.</param>
    /// <param name="verb">What the button does, as a verb: "Supprimer la connexion".</param>
    /// <param name="sentences">What will happen.</param>
    /// <param name="isDangerous">Whether something is lost by it.</param>
    /// <param name="otherwise">What the button says that leaves all as it is; null for "cancel".</param>
    /// <returns>Whether the person said yes.</returns>
    public async Task<bool> AskAsync(string title, string verb, IReadOnlyList<string> sentences, bool isDangerous = true, string? otherwise = null)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Sentences, sentences },
            { dialog => dialog.Verb, verb },
            { dialog => dialog.IsDangerous, isDangerous },
            { dialog => dialog.Otherwise, otherwise },
        };
        var question = await dialogs.ShowAsync<ConfirmDialog>(title, parameters, Options);
        return await question.Result is { Canceled: false };
    }
}
