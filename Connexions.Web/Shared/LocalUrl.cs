using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;

namespace Connexions.Web.Shared;

/// <summary>Where to go back to: never an address of another site.</summary>
public static class LocalUrl
{
    public const string Parameter = "retour";

    /// <summary>The address when it is a path of this site, else the home page.</summary>
    public static string OrHome(string? url) => IsLocal(url) ? url! : "/";

    public static bool IsLocal(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);

    /// <summary>Path and query of the page one is on.</summary>
    public static string Of(NavigationManager navigation) => new Uri(navigation.Uri).PathAndQuery;

    /// <summary>Path and query as the browser shows them, on a static page that may stand in for another.</summary>
    public static string Of(NavigationManager navigation, HttpContext? context) =>
        context?.Features.Get<IStatusCodeReExecuteFeature>() is { } stoodIn ? stoodIn.OriginalPath + stoodIn.OriginalQueryString
        : context?.Features.Get<IExceptionHandlerPathFeature>() is { } failed ? failed.Path
        : Of(navigation);
}
