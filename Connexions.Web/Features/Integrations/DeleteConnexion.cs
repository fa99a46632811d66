using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Integrations;

/// <param name="Version">The version the person saw when they confirmed.</param>
public sealed record DeleteConnexionRequest(ClientRef Client, string Provider, Guid Version);

/// <summary>Deletes the connexion of the client one works for, its key with it. The journal keeps what was not secret.</summary>
public sealed class DeleteConnexion(UnitsOfWork unitsOfWork, KeyRing ring, LiveNotices live)
{
    public async Task<Result<Done>> HandleAsync(Actor actor, DeleteConnexionRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.DeleteConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var connexion = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
        if (connexion is null)
        {
            return ConnexionErrors.DeletedMeanwhile;
        }

        if (connexion.Version != request.Version)
        {
            return new ConnexionConflict(await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken));
        }

        var filled = provider.Fields.Select(field => field.Kind).Where(kind => connexion.Get(kind) is not null).ToList();
        await ClaimDesk.ReleaseAsync(work.Db, connexion, cancellationToken);
        await ClaimDesk.CloseCollisionAsync(work.Db, provider, request.Client, work.Now, cancellationToken);
        var told = await KeyNews.TellAsync(
            work, ring, provider, request.Client, KeyNews.IsUsable(ring, connexion) ? NoticeKind.Lost : null, cancellationToken);
        work.Db.Remove(connexion);
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.ConnexionDeleted)
        {
            Client = request.Client,
            Provider = provider.Code,
            ConnexionId = connexion.Id,
            Fields = [.. connexion.Secret is null ? [] : new[] { FieldKind.ApiKey }, .. filled],
            Changes = filled.ToDictionary(kind => kind, kind => new Change(connexion.Get(kind), null)),
        });
        if (!await work.CommitAsync(cancellationToken))
        {
            return ConnexionErrors.DeletedMeanwhile;
        }

        live.Changed(told);
        return new Done();
    }
}
