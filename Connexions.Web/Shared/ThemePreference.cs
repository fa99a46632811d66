namespace Connexions.Web.Shared;

/// <summary>Light, dark, or as the system says.</summary>
public static class ThemePreference
{
    public const string Cookie = "connexions.theme";
    public const string System = "system";
    public const string Light = "light";
    public const string Dark = "dark";

    /// <summary>The name under which components are given the theme in force.</summary>
    public const string Cascade = "Theme";

    public static IReadOnlyList<string> All { get; } = [System, Light, Dark];

    public static string Of(HttpContext context) =>
        context.Request.Cookies[Cookie] is { } kept && All.Contains(kept) ? kept : System;

    /// <summary>
    /// Radzen's style sheets. For <see cref="System"/> both themes are named, each under its media query, so that the
    /// first paint is right without a script.
    /// </summary>
    public static IEnumerable<(string Path, string? Media)> Sheets(string theme)
    {
        const string folder = "_content/Radzen.Blazor/css/";
        var (light, dark) = theme == System
            ? ("(prefers-color-scheme: light)", "(prefers-color-scheme: dark)")
            : ((string?)null, (string?)null);

        if (theme != Dark)
        {
            yield return (folder + "material.css", light);
            yield return (folder + "material-wcag.css", light);
        }

        if (theme != Light)
        {
            yield return (folder + "material-dark.css", dark);
            yield return (folder + "material-dark-wcag.css", dark);
        }
    }
}
