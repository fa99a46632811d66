using MudBlazor;

namespace Connexions.Web.Shared.Dialogs;

/// <summary>What every dialog has alike.</summary>
public static class Dialog
{
    /// <summary>
    /// Escape closes, as does a click beside it. The focus goes to what the dialog marks with <c>data-first-focus</c>
    /// (start.js): MudBlazor's choices are the last button, which may be the dangerous one, or nothing that shows.
    /// </summary>
    public static DialogOptions Options { get; } = new()
    {
        CloseOnEscapeKey = true,
        BackdropClick = true,
        DefaultFocus = DefaultFocus.Element,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };
}
