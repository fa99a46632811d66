using Connexions.Web.Shared.Appearance;
using Connexions.Web.Shared.Pages;


namespace Connexions.Web.Security;

/// <summary>
/// Keeps a tab on the membership it works under. The tab itself remembers it (<c>js/tab.js</c>); a page that was
/// rendered under another is asked for again with the tab's own in the query, so that two tabs never race for one
/// cookie. The cookie only says which membership a new tab starts with. Neither gives a right: <see cref="CurrentSession"/>
/// takes a membership only if it is the person's.
/// </summary>
public static class MembershipPin
{
    /// <summary>Also named in <c>js/tab.js</c>, which takes it out of the address again.</summary>
    public const string QueryParameter = "role";

    public static Guid? Wanted(HttpRequest request) =>
        Guid.TryParse((string?)request.Query[QueryParameter], out var asked) ? asked
        : Guid.TryParse(request.Cookies[CurrentSession.MembershipCookie], out var kept) ? kept
        : null;

    public static void MapMembershipPin(this WebApplication app) =>
        app.MapGet("/compte/role/{membershipId:guid}", SwitchAsync).RequireAuthorization();

    private static async Task<IResult> SwitchAsync(Guid membershipId, string? retour, HttpContext context, CurrentSession session)
    {
        await session.StartAsync(context.User, membershipId, Domain.Access.Origin.Unknown);
        if (session.Current?.MembershipId != membershipId)
        {
            return Results.NotFound();
        }

        context.Response.Cookies.Append(
            CurrentSession.MembershipCookie, membershipId.ToString(), PreferenceCookie.Options(context.Request));
        return Results.LocalRedirect(With(LocalUrl.OrHome(retour), membershipId));
    }

    private static string With(string url, Guid membershipId)
    {
        var parts = url.Split('#', 2);
        parts[0] += $"{(parts[0].Contains('?', StringComparison.Ordinal) ? '&' : '?')}{QueryParameter}={membershipId}";
        return string.Join('#', parts);
    }
}
