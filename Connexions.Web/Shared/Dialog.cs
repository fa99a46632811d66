using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Connexions.Web.Shared;

/// <summary>What every dialog has alike.</summary>
public static class Dialog
{
    /// <summary>
    /// Escape closes, as does a click beside it. The focus is the dialog's own business (<see cref="FocusAsync"/>):
    /// MudBlazor's choices are the last button, which may be the dangerous one, or nothing that shows.
    /// </summary>
    public static DialogOptions Options { get; } = new()
    {
        CloseOnEscapeKey = true,
        BackdropClick = true,
        DefaultFocus = DefaultFocus.Element,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };

    /// <summary>Gives a control of the dialog the focus: after the dialog's focus trap, which takes it once it is drawn.</summary>
    public static async Task FocusAsync(ElementReference control)
    {
        await Task.Delay(50);
        try
        {
            await control.FocusAsync();
        }
        catch (JSException)
        {
            // The dialog was closed meanwhile: there is nothing left to have the focus.
        }
    }
}
