using Connexions.Domain.Access;
using Connexions.Web.Security;
using Connexions.Web.Shared.Appearance;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Connexions.Web;

public partial class App(CurrentSession session)
{
    /// <summary>
    /// No prerendering: what is typed before the circuit is up would be lost, and a page would do its work twice.
    /// </summary>
    private static readonly IComponentRenderMode Interactive = new InteractiveServerRenderMode(prerender: false);

    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    private bool IsInteractive { get; set; }

    private bool IsSignedIn => HttpContext.User.Identity is { IsAuthenticated: true };

    private IComponentRenderMode? PageRenderMode => IsInteractive ? Interactive : null;

    private string Theme => ThemePreference.Of(HttpContext);

    private Guid? MembershipId => IsInteractive ? session.Current?.MembershipId : null;

    private Origin Origin => new(HttpContext.Connection.RemoteIpAddress?.ToString(), HttpContext.Request.Headers.UserAgent);

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        IsInteractive = HttpContext.AcceptsInteractiveRouting();

        // Before the first render, which writes the membership. Static pages work under none, and the error page
        // must not ask a database that may be the trouble.
        if (IsInteractive && IsSignedIn)
        {
            await session.StartAsync(HttpContext.User, MembershipPin.Wanted(HttpContext.Request), Origin);
        }

        await base.SetParametersAsync(ParameterView.Empty);
    }
}
