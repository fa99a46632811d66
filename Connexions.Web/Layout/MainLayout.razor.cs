using Connexions.Web.Shared.Buttons;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Connexions.Web.Layout;

/// <summary>The frame of every page that people work in: header, navigation, and the page itself.</summary>
public sealed partial class MainLayout
{
    private ElementReference entries;
    private IconButton? menuButton;
    private bool isOpen;
    private bool isOpening;

    // With the page's own address, because <base> would lead a bare fragment to the home page.
    private string SkipTarget => $"{LocalUrl.Of(Navigation)}#contenu";

    // Listened to only while the navigation is open: a key typed in a form is nobody's business here.
    private EventCallback<KeyboardEventArgs> Escape =>
        isOpen ? EventCallback.Factory.Create<KeyboardEventArgs>(this, CloseAsync) : default;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (isOpening)
        {
            isOpening = false;
            await entries.FocusAsync();
        }
    }

    private void Toggle() => isOpening = isOpen = !isOpen;

    private async Task CloseAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
        {
            isOpen = false;
            await (menuButton?.FocusAsync() ?? default);
        }
    }
}
