using Radzen;

namespace Connexions.Web.Shared;

/// <summary>Asks before something that cannot simply be undone. Cancel has the focus, Escape cancels.</summary>
public sealed class Confirmation(DialogService dialogs)
{
    /// <param name="title">The question.</param>
    /// <param name="verb">What the button does, as a verb: "Supprimer la connexion".</param>
    /// <param name="sentences">What will happen.</param>
    /// <param name="isDangerous">Whether something is lost by it.</param>
    /// <returns>Whether the person said yes.</returns>
    public async Task<bool> AskAsync(string title, string verb, IReadOnlyList<string> sentences, bool isDangerous = true)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ConfirmDialog.Sentences)] = sentences,
            [nameof(ConfirmDialog.Verb)] = verb,
            [nameof(ConfirmDialog.IsDangerous)] = isDangerous,
        };
        var options = new DialogOptions
        {
            ShowClose = false,
            CloseDialogOnEsc = true,
            CloseDialogOnOverlayClick = false,
            AutoFocusFirstElement = false,
            Width = "min(32rem, calc(100vw - 2rem))",
        };
        return await dialogs.OpenAsync<ConfirmDialog>(title, parameters, options) is true;
    }
}
