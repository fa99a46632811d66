using Connexions.Domain.Access;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Connexions.Web.Security;

/// <summary>
/// A page that exists for some roles only: to somebody without such a membership its address answers as an unknown one.
/// The page itself, which knows under which membership its tab works, and the handlers check again.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public class ForRoleAttribute(params Role[] roles) : Attribute
{
    public IReadOnlyList<Role> Roles { get; } = roles;
}

/// <summary>A page of networks and agencies: there is none for the platform's own people.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForClientsAttribute() : ForRoleAttribute(Role.Directeur, Role.Responsable);

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
            if (!session.Memberships.Any(membership => gate.Roles.Contains(membership.Role)))
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return;
                }

                // A page says so itself, beside the menu of what there is. Only once it is written: under this status
                // Blazor writes none, and the page for errors would take its place.
                context.Response.OnStarting(() =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                });
            }
        }

        await next(context);
    });
}
