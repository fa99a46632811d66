using System.Security.Claims;
using Connexions.Domain.Access;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Connexions.Web.Features.Sessions;

/// <summary>
/// Ties the sign-in cookie to a session: whoever signs somebody in opens one, whoever signs out ends it, and a cookie
/// whose session is over is worth nothing, wherever it was copied to. Only the cookie holds the session's token; past
/// this gate it is the session's id that says who asks.
/// </summary>
internal sealed class SessionCookie(SessionBook book, OpenSession open, EndSessions end) : CookieAuthenticationEvents
{
    /// <summary>On the sign-in page: the session that asked is over.</summary>
    public const string OverParameter = "fin";

    private const string Token = "connexions.token";

    public override async Task SigningIn(CookieSigningInContext context)
    {
        var identity = (ClaimsIdentity)context.Principal!.Identity!;
        Forget(identity);
        var personId = Guid.Parse(identity.FindFirst(ClaimTypes.NameIdentifier)!.Value);
        var origin = new Origin(context.HttpContext.Connection.RemoteIpAddress?.ToString(), context.Request.Headers.UserAgent);
        identity.AddClaim(new Claim(Token, await open.HandleAsync(personId, origin, context.HttpContext.RequestAborted)));
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            // The page for errors is for everybody, and the database may be the trouble.
            context.RejectPrincipal();
            return;
        }

        var identity = (ClaimsIdentity)context.Principal!.Identity!;
        var token = identity.FindFirst(Token);
        var session = token is null ? null : await book.FindAsync(token.Value, context.HttpContext.RequestAborted);
        if (session is null || session.PersonId.ToString() != identity.FindFirst(ClaimTypes.NameIdentifier)?.Value)
        {
            context.RejectPrincipal();
            context.HttpContext.Items[OverParameter] = true;
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        Forget(identity);
        identity.AddClaim(new Claim(CurrentSession.Claim, session.SessionId.ToString()));
    }

    /// <summary>Claims that an account has in the database would stand before ours, and name somebody else's session.</summary>
    private static void Forget(ClaimsIdentity identity)
    {
        foreach (var claim in identity.FindAll(claim => claim.Type is Token or CurrentSession.Claim).ToList())
        {
            identity.RemoveClaim(claim);
        }
    }

    /// <summary>First the session, then the cookie: where the session cannot be ended, nobody is told that it was.</summary>
    public override Task SigningOut(CookieSigningOutContext context) =>
        CurrentSession.IdOf(context.HttpContext.User) is { } sessionId
            ? end.SignOutAsync(sessionId, context.HttpContext.RequestAborted)
            : Task.CompletedTask;

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.HttpContext.Items.ContainsKey(OverParameter))
        {
            context.RedirectUri = QueryHelpers.AddQueryString(context.RedirectUri, OverParameter, "1");
        }

        return base.RedirectToLogin(context);
    }

    /// <summary>The page itself leads on. The cookie would as well, to the address as it was asked for, and fail where that fits no header.</summary>
    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) => Task.CompletedTask;
}
