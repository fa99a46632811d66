using System.Data.Common;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Connexions.Web.Account;

/// <summary>
/// Ends the work of a circuit whose session is over or whose membership was withdrawn, should nobody have told it: a
/// circuit makes no request that the cookie's own check would see.
/// </summary>
internal sealed class AccountRevalidation(ILoggerFactory loggers, SessionBook book, CurrentSession session)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => AccountFeature.RevalidationInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            if (CurrentSession.IdOf(authenticationState.User) is { } sessionId && !await book.IsOpenAsync(sessionId, cancellationToken))
            {
                session.Leave();
                return false;
            }

            return await session.StillHoldsAsync(cancellationToken);
        }
        catch (DbException)
        {
            // A database out of reach proves nothing, and every handler checks again before it does anything.
            return true;
        }
    }
}
