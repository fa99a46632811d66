using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Integrations;

public sealed record LetKeyBeforeGoRequest(ClientRef Client, string Provider, Guid Version);

/// <summary>Keeps the key before no longer: it has leaked, or nobody will want it back.</summary>
public sealed class LetKeyBeforeGo(UnitsOfWork unitsOfWork, ClaimDesk desk, KeyRing ring)
{
    public async Task<Result<ConnexionView>> HandleAsync(Actor actor, LetKeyBeforeGoRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var peppers = await desk.PeppersAsync(cancellationToken);
        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<ConnexionView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var connexion = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
        if (connexion is null)
        {
            return ConnexionErrors.DeletedMeanwhile;
        }

        if (connexion.BeforeUntil is null)
        {
            // Somebody was faster, or its time was over: it is gone, as was wanted.
            return await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken);
        }

        if (connexion.Version != request.Version)
        {
            return new ConnexionConflict(await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken));
        }

        await ClaimDesk.LetKeyBeforeGoAsync(work.Db, provider, connexion, peppers, cancellationToken);
        connexion.Touch(actor.PersonId, work.Now);
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.KeyBeforeLetGo) { Client = request.Client, Provider = provider.Code, ConnexionId = connexion.Id });
        return await work.CommitAsync(cancellationToken)
            ? await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken)
            : ConnexionErrors.DeletedMeanwhile;
    }
}
