using System.Data.Common;
using System.Security.Claims;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Connexions.Web.Account;

/// <summary>
/// Ends the sign-in of a circuit whose account was changed or deleted meanwhile, or whose membership was withdrawn:
/// a circuit makes no request that the cookie's own check would see.
/// </summary>
internal sealed class AccountRevalidation(
    ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> identity, CurrentSession session)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => AccountFeature.RevalidationInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await IsUnchangedAsync(authenticationState) && await session.StillHoldsAsync(cancellationToken);
        }
        catch (DbException)
        {
            // A database out of reach proves nothing, and every handler checks again before it does anything.
            return true;
        }
    }

    private async Task<bool> IsUnchangedAsync(AuthenticationState authenticationState)
    {
        // A scope of its own, so that it reads what is stored now.
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var person = await people.GetUserAsync(authenticationState.User);
        return person is not null
            && authenticationState.User.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType)
                == await people.GetSecurityStampAsync(person);
    }
}
