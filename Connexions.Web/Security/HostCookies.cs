using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Connexions.Web.Security;

/// <summary>
/// Over https every cookie is called <c>__Host-…</c> and is secure, whoever writes it: neither another host of the domain
/// nor a page over plain http can set one for the site. The prefix comes and goes at the edge; inside, a cookie has one name.
/// Over plain http, which is for the machine itself, names stay plain: browsers refuse the prefix there.
/// </summary>
public static class HostCookies
{
    public const string Prefix = "__Host-";

    /// <summary>Before all that reads a cookie.</summary>
    public static void UseHostCookies(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.IsHttps)
        {
            context.Request.Headers.Cookie = Received(context.Request.Headers.Cookie);
            // The first to ask is the last to be called: whatever else sets a cookie at the last moment has done so by then.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.SetCookie = Array.ConvertAll(context.Response.Headers.SetCookie.ToArray(), cookie => Sent(cookie!));
                return Task.CompletedTask;
            });
        }

        return next(context);
    });

    /// <summary>A cookie without the prefix may come from anywhere: over https there is none.</summary>
    private static StringValues Received(StringValues header)
    {
        var own = header.SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries)).Where(cookie => cookie.StartsWith(Prefix, StringComparison.Ordinal));
        var cookies = string.Join("; ", own.Select(cookie => cookie[Prefix.Length..]));
        return cookies.Length == 0 ? StringValues.Empty : cookies;
    }

    private static string Sent(string cookie)
    {
        var sent = SetCookieHeaderValue.Parse(cookie);
        (sent.Name, sent.Secure, sent.Path, sent.Domain) = (Prefix + sent.Name, true, "/", null);
        return sent.ToString();
    }
}
