namespace Connexions.Web.Security;

/// <summary>What browsers are told on every answer. Pages run without an inline script, so that none is ever allowed.</summary>
public static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>One year, for every host of the domain: no page of the site, and none beside it, is asked for by plain http again.</summary>
    public const string TransportSecurity = "max-age=31536000; includeSubDomains";

    private const string PermissionsPolicy =
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

    /// <summary>Before everything that answers. Blazor must not add a policy of its own (see <c>MapRazorComponents</c>).</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        // A browser that has learnt it in Development would ask everything on that machine by https.
        var isPublic = !app.Environment.IsDevelopment();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Write(context.Response.Headers, isPublic && context.Request is { IsHttps: true, Host.Host: not ("localhost" or "127.0.0.1" or "[::1]") });
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Write(IHeaderDictionary headers, bool isSecure)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        // The antiforgery token brings SAMEORIGIN along; browsers that know no frame-ancestors are told the same as others.
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = PermissionsPolicy;

        // Static files say themselves how long they keep; whatever else is answered belongs to one person.
        if (headers.ETag.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        if (isSecure)
        {
            headers.StrictTransportSecurity = TransportSecurity;
        }
    }
}
