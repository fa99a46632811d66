using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;

namespace Connexions.Web.Shared.Pages;

/// <summary>Where to go back to: never an address of another site.</summary>
public static class LocalUrl
{
    public const string Parameter = "retour";

    // Any site would do: what is asked is whether an address leaves it.
    private static readonly Uri Site = new("https://site.invalid/");

    /// <summary>
    /// The address when it is a path of this site, else the home page. As it is sent: a header takes no letter beyond
    /// ASCII, and a path like <c>/.//elsewhere</c> names another site only once its dots are gone.
    /// </summary>
    public static string OrHome(string? url) =>
        url is ['/', ..] && !url.Any(char.IsControl) && Uri.TryCreate(Site, url, out var sent)
        && sent.Authority == Site.Authority && sent.PathAndQuery is not ['/', '/', ..]
            ? sent.PathAndQuery + sent.Fragment
            : "/";

    /// <summary>Path and query of the page one is on.</summary>
    public static string Of(NavigationManager navigation) => new Uri(navigation.Uri).PathAndQuery;

    /// <summary>Path and query as the browser shows them, on a static page that may stand in for another.</summary>
    public static string Of(NavigationManager navigation, HttpContext? context) =>
        context?.Features.Get<IStatusCodeReExecuteFeature>() is { } stoodIn ? Sent(stoodIn.OriginalPath) + stoodIn.OriginalQueryString
        : context?.Features.Get<IExceptionHandlerPathFeature>() is { } failed ? Sent(failed.Path)
        : Of(navigation);

    // Those paths are decoded, and a sign of an address that stands in one for itself would be read as what it means.
    private static string Sent(string path) => new PathString(path).ToUriComponent();
}
