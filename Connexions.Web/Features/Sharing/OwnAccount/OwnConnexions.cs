using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.OwnAccount;

/// <param name="Client">The client the page was opened for, and its button names.</param>
/// <param name="Version">The version the person saw.</param>
public sealed record OwnConnexionRequest(ClientRef Client, string Provider, Guid Version);

/// <summary>What the handlers that change one's own connexion without touching its key have in common.</summary>
internal static class OwnConnexions
{
    /// <summary>The own connexion in the version that was seen; else what stands in the way.</summary>
    public static async Task<Result<Connexion>> SeenAsync(UnitOfWork work, KeyRing ring, Provider provider, Guid version, CancellationToken cancellationToken) =>
        await GetConnexion.FindAsync(work.Db, provider, cancellationToken) is { } stored && stored.Version == version
            ? stored
            : await MeanwhileAsync(work, ring, provider, cancellationToken);

    /// <summary>Somebody was faster: shows what they left.</summary>
    public static async Task<Error> MeanwhileAsync(UnitOfWork work, KeyRing ring, Provider provider, CancellationToken cancellationToken) =>
        await GetConnexion.FindAsync(work.Db, provider, cancellationToken) is { } stored
            ? new ConnexionConflict(await GetConnexion.ViewAsync(work.Db, ring, provider, stored, work.Now, cancellationToken))
            : ConnexionErrors.DeletedMeanwhile;
}
