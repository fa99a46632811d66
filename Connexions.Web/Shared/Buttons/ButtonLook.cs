namespace Connexions.Web.Shared.Buttons;

/// <summary>How much a button matters among those beside it.</summary>
public enum ButtonLook
{
    /// <summary>What most people come to this screen for.</summary>
    Primary,

    /// <summary>Another thing one can do here.</summary>
    Secondary,

    /// <summary>One among many alike, as in the rows of a list.</summary>
    Quiet,

    /// <summary>Does what cannot simply be undone.</summary>
    Danger,

    /// <summary>Opens a question about something dangerous; the answer's button is the loud one.</summary>
    DangerQuiet,
}
