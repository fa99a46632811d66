namespace Connexions.Web.Shared.Appearance;

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
}
