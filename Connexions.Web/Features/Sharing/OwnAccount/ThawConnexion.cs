using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.OwnAccount;

/// <summary>Ends a freeze, at once: the agencies that can use a network's connexion again are told.</summary>
public sealed class ThawConnexion(UnitsOfWork unitsOfWork, KeyRing ring, LiveNotices live)
{
    public async Task<Result<ConnexionView>> HandleAsync(Actor actor, OwnConnexionRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.FreezeConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<ConnexionView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var found = await OwnConnexions.SeenAsync(work, ring, provider, request.Version, cancellationToken);
        if (!found.Succeeded)
        {
            return Result<ConnexionView>.Failure(found.Errors);
        }

        var connexion = found.Value;
        if (connexion.FrozenAt is null)
        {
            return SharingErrors.NothingToFreeze;
        }

        var users = await ListDependents.LoadAsync(work.Db, ring, provider, work.Now, cancellationToken);
        connexion.Thaw();
        connexion.Touch(actor.PersonId, work.Now);
        FreezeConnexion.Announce(work, users, NoticeKind.Thawed, provider, text: null);
        FreezeConnexion.Record(work, actor, AuditAction.ConnexionThawed, connexion, provider, users, reason: null);
        if (!await work.CommitAsync(cancellationToken))
        {
            return await OwnConnexions.MeanwhileAsync(work, ring, provider, cancellationToken);
        }

        live.Changed(users.Select(agency => agency.Client));
        return await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken);
    }
}
