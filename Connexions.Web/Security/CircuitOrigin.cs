using Connexions.Web.Persistence;

namespace Connexions.Web.Security;

/// <summary>
/// Refuses a circuit to a page of another site. A circuit works with the cookies of whoever opens it, and a web socket knows
/// no rule against other sites: any page that somebody looks at while they are signed in could open one in their name.
/// Browsers say where a page comes from.
/// </summary>
public static partial class CircuitOrigin
{
    /// <summary>The address people use, as far as it is set.</summary>
    public const string SiteSetting = "Site:Url";

    /// <summary>Before routing.</summary>
    /// <exception cref="SettingException">The site's address is none.</exception>
    public static void UseCircuitOrigin(this WebApplication app)
    {
        var site = SiteOf(app.Configuration);
        // As a proxy says them: what a caller could say as well counts for nothing unless there is one.
        var hasProxy = app.Configuration.GetValue("ForwardedHeaders_Enabled", defaultValue: false);
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
                || context.Request.Headers.Origin is not [{ } origin] || IsOwn(origin, site, context.Request, hasProxy))
            {
                return next(context);
            }

            // Anybody may say anything here, and it is written: the host alone, which has no room for more.
            Refused(app.Logger, Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme is "http" or "https" ? from.IdnHost : "?", context.Request.Host.Value);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
    }

    /// <summary>What is no browser says nothing, and carries nobody's cookies but its own.</summary>
    private static bool IsOwn(string origin, Uri? site, HttpRequest request, bool hasProxy)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var from))
        {
            return false;
        }

        return (site is not null && IsSame(from, site))
            || IsSame(from, request.IsHttps, request.Host)
            || (hasProxy && request.Headers["X-Forwarded-Host"] is [{ } host, ..] && IsSame(from, request.IsHttps, new HostString(host.Split(',')[0].Trim())));
    }

    private static bool IsSame(Uri from, Uri site) => from.Scheme == site.Scheme && from.IdnHost == site.IdnHost && from.Port == site.Port;

    // Behind a proxy that does not say that it is spoken to by https, only the host can be held against.
    private static bool IsSame(Uri from, bool isHttps, HostString host) =>
        Uri.TryCreate($"{(isHttps ? Uri.UriSchemeHttps : from.Scheme)}://{host.Value}", UriKind.Absolute, out var own) && IsSame(from, own);

    private static Uri? SiteOf(IConfiguration configuration) => configuration[SiteSetting] is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var site) && site.Scheme is "http" or "https" ? site
        : throw new SettingException(SiteSetting, $"'{text}' is no address. Write it as people type it, such as https://connexions.example.");

    [LoggerMessage(LogLevel.Warning, "A page of {Origin} asked for a circuit and was refused: this site is {Host}. If people do reach it at that address, set Site:Url to it.")]
    private static partial void Refused(ILogger logger, string origin, string? host);
}
