using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Integrations;

/// <summary>Keeps the key that is about to be replaced or removed, so that it can be put back for a while.</summary>
public sealed class KeptKeys(SecretVault vault, KeyRing ring, VerificationOptions options)
{
    /// <summary>
    /// Keeps the stored key as the one before, where it is of any use: one that was refused, that is contested or that nobody
    /// can read is not. Whatever was kept so far is let go.
    /// </summary>
    /// <param name="keep">Whether the person wants it kept.</param>
    /// <returns>Whether it is kept.</returns>
    internal async Task<bool> KeepAsync(UnitOfWork work, Connexion connexion, Provider provider, bool keep, Peppers peppers, CancellationToken cancellationToken)
    {
        if (connexion.Secret is null)
        {
            return false;
        }

        if (connexion.BeforeUntil is not null)
        {
            await ClaimDesk.LetKeyBeforeGoAsync(work.Db, provider, connexion, peppers, cancellationToken);
        }

        return keep && Keep(connexion, work.Now);
    }

    /// <summary>The same, where nothing was kept so far.</summary>
    internal bool Keep(Connexion connexion, DateTime now)
    {
        if (options.KeepKeyBefore <= TimeSpan.Zero || !ring.StateOf(connexion).ToKeyCondition().IsUsable() || vault.Unprotect(connexion) is not { } key)
        {
            return false;
        }

        connexion.KeepKey(vault.ProtectBefore(connexion, key), now + options.KeepKeyBefore);
        return true;
    }
}
