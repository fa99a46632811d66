using Connexions.Domain.Access;
using Connexions.Web.Account;
using Connexions.Web.Security;
using Connexions.Web.Shared.Appearance;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Connexions.Web;

/// <summary>
/// The root of a circuit. Its parameters come from the page's own request, protected by Blazor on their way through
/// the browser, so that a circuit works under the membership its page was rendered with.
/// </summary>
public sealed partial class Routes(CurrentSession session, NavigationManager navigation)
{
    private bool isOver;
    private string next = AccountFeature.AccessWithdrawnPath;

    [Parameter]
    public Guid? MembershipId { get; set; }

    [Parameter, EditorRequired]
    public Origin Origin { get; set; } = Origin.Unknown;

    /// <summary>One of <see cref="ThemePreference.All"/>; a circuit cannot read the cookie.</summary>
    [Parameter, EditorRequired]
    public string Theme { get; set; } = ThemePreference.System;

    [CascadingParameter]
    public Task<AuthenticationState> Authentication { get; set; } = null!;

    private bool IsReady { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            session.Ended += Leave;
            var state = await Authentication;
            if (state.User.Identity is { IsAuthenticated: true })
            {
                await session.StartAsync(state.User, MembershipId, Origin);
            }
        }

        IsReady = true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (isOver)
        {
            navigation.NavigateTo(next, forceLoad: true);
        }
    }

    protected override void Dispose(bool disposing)
    {
        session.Ended -= Leave;
        base.Dispose(disposing);
    }

    /// <summary>
    /// The page goes first, and with it whatever asks before it is left: an unsaved form must not keep the tab at work.
    /// </summary>
    /// <remarks>Where a session is over, the server is asked for the page once more, and asks to sign in; unless this browser has by now.</remarks>
    private void Leave(bool isWithdrawn) => Dispatch(() =>
    {
        (isOver, next) = (true, isWithdrawn ? AccountFeature.AccessWithdrawnPath : LocalUrl.Of(navigation));
        StateHasChanged();
        return Task.CompletedTask;
    });
}
