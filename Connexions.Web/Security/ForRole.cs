using Connexions.Domain.Access;

namespace Connexions.Web.Security;

/// <summary>
/// A page that exists for one role only: to somebody without such a membership its address answers as an unknown one.
/// The page itself, which knows under which membership its tab works, and the handlers check again.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForRoleAttribute(Role role) : Attribute
{
    public Role Role { get; } = role;
}

public static class RoleGate
{
    /// <summary>After authorisation: whoever is not signed in is asked to sign in first.</summary>
    public static void UseRoleGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ForRoleAttribute>() is { } gate)
        {
            // Whichever membership the request asks for: a tab may be about to ask again for its own.
            var session = context.RequestServices.GetRequiredService<CurrentSession>();
            await session.StartAsync(context.User, MembershipPin.Wanted(context.Request), Origin.Unknown);
            if (session.Memberships.All(membership => membership.Role != gate.Role))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
        }

        await next(context);
    });
}
