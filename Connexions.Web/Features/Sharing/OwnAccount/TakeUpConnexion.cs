using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.OwnAccount;

/// <summary>Uses the own account again, with the key it kept.</summary>
public sealed class TakeUpConnexion(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<EffectiveView>> HandleAsync(Actor actor, OwnConnexionRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<EffectiveView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var found = await OwnConnexions.SeenAsync(work, ring, provider, request.Version, cancellationToken);
        if (!found.Succeeded)
        {
            return Result<EffectiveView>.Failure(found.Errors);
        }

        var connexion = found.Value;
        if (connexion.SetAsideAt is null)
        {
            return SharingErrors.NothingToSetAside;
        }

        connexion.TakeUp();
        connexion.Touch(actor.PersonId, work.Now);
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.ConnexionTakenUp)
        {
            Client = request.Client,
            Provider = provider.Code,
            ConnexionId = connexion.Id,
        });
        return await work.CommitAsync(cancellationToken)
            ? EffectiveView.From(provider, await SharingReads.FactsAsync(work.Db, provider, work.Now, cancellationToken), ring, Reader.Of(actor.Role, Ownership.Own))
            : await OwnConnexions.MeanwhileAsync(work, ring, provider, cancellationToken);
    }
}
