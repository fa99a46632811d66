using System.Globalization;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Localization;

namespace Connexions.Web.Shared.Appearance;

/// <summary>
/// Language and theme: kept in cookies and changed by plain links, so that they work alike on static and interactive
/// pages and hold from the first paint.
/// </summary>
public static class Preferences
{
    /// <summary>The languages of the screens, the default first.</summary>
    public static IReadOnlyList<CultureInfo> Cultures { get; } =
        [CultureInfo.GetCultureInfo("fr-FR"), CultureInfo.GetCultureInfo("en-GB")];

    public static IServiceCollection AddPreferences(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Cultures[0]);
            options.SupportedCultures = [.. Cultures];
            options.SupportedUICultures = [.. Cultures];
            // French for everybody who has not chosen: the browser's own wish is not asked.
            options.RequestCultureProviders = [new CookieRequestCultureProvider()];
        });
        return services;
    }

    public static void UsePreferences(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.MapGet("/preferences/langue/{culture}", SetCulture);
        app.MapGet("/preferences/theme/{theme}", SetTheme);
    }

    private static IResult SetCulture(string culture, string? retour, HttpContext context)
    {
        if (Cultures.FirstOrDefault(c => c.TwoLetterISOLanguageName == culture) is not { } chosen)
        {
            return Results.NotFound();
        }

        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)),
            PreferenceCookie.Options(context.Request));
        return Results.LocalRedirect(LocalUrl.OrHome(retour));
    }

    private static IResult SetTheme(string theme, string? retour, HttpContext context)
    {
        if (!ThemePreference.All.Contains(theme))
        {
            return Results.NotFound();
        }

        context.Response.Cookies.Append(ThemePreference.Cookie, theme, PreferenceCookie.Options(context.Request));
        return Results.LocalRedirect(LocalUrl.OrHome(retour));
    }
}

public static class PreferenceCookie
{
    /// <summary>One year; readable by scripts, since it holds nothing that gives a right.</summary>
    public static CookieOptions Options(HttpRequest request) => new()
    {
        Path = "/",
        MaxAge = TimeSpan.FromDays(365),
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        IsEssential = true,
    };
}
