using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Sharing.OwnAccount;

/// <param name="Reason">Why; those who use the connexion will read it.</param>
public sealed record FreezeConnexionRequest(ClientRef Client, string Provider, Guid Version, string? Reason)
{
    // A record prints its members, and somebody may have typed a key there.
    public override string ToString() => $"{Provider} {Client}";
}

/// <summary>
/// Freezes one's own client's connexion, at once and for everybody: the agencies that used a network's are told why.
/// </summary>
public sealed class FreezeConnexion(UnitsOfWork unitsOfWork, KeyRing ring, LiveNotices live)
{
    public async Task<Result<ConnexionView>> HandleAsync(Actor actor, FreezeConnexionRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var reason = PlainText.Reason(request.Reason, nameof(request.Reason));
        if (!reason.Succeeded)
        {
            return Result<ConnexionView>.Failure(reason.Errors);
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
        if (connexion.Secret is null || connexion.FrozenAt is not null)
        {
            return SharingErrors.NothingToFreeze;
        }

        var users = await ListDependents.LoadAsync(work.Db, ring, provider, work.Now, cancellationToken);
        connexion.Freeze(reason.Value, work.Now);
        connexion.Touch(actor.PersonId, work.Now);
        Announce(work, users, NoticeKind.Frozen, provider, reason.Value);
        Record(work, actor, AuditAction.ConnexionFrozen, connexion, provider, users, reason.Value);
        if (!await work.CommitAsync(cancellationToken))
        {
            return await OwnConnexions.MeanwhileAsync(work, ring, provider, cancellationToken);
        }

        live.Changed(users.Select(agency => agency.Client));
        return await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken);
    }

    internal static void Announce(UnitOfWork work, IReadOnlyList<FamilyAgency> users, NoticeKind kind, Provider provider, string? text) =>
        work.Db.AddRange(users.Select(agency => Notice.Create(agency.OrganisationId, agency.Client, kind, provider.Code, work.Now, text)));

    internal static void Record(
        UnitOfWork work, Actor actor, AuditAction action, Connexion connexion, Provider provider, IReadOnlyList<FamilyAgency> users, string? reason) =>
        work.Record(new AuditFacts(actor.OrganisationId, action)
        {
            Client = actor.Client,
            Provider = provider.Code,
            ConnexionId = connexion.Id,
            Reason = reason,
            OtherChanges = AffectedAgencies.In([], users.Select(agency => agency.Nom)),
        });
}
