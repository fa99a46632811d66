using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.OwnAccount;

/// <summary>Uses the network's account for now; the own one stays as it is, its key included.</summary>
public sealed class SetAsideConnexion(UnitsOfWork unitsOfWork, KeyRing ring)
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
        var before = EffectiveView.From(provider, await SharingReads.FactsAsync(work.Db, provider, work.Now, cancellationToken), ring, Reader.Of(actor.Role, Ownership.Own));
        if (!before.MaySetAside)
        {
            return before is { HasOwnKey: true, OwnIsSetAside: false, NetworkIsReady: false } ? SharingErrors.NetworkUnusable : SharingErrors.NothingToSetAside;
        }

        connexion.SetAside(work.Now);
        connexion.Touch(actor.PersonId, work.Now);
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.ConnexionSetAside)
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
