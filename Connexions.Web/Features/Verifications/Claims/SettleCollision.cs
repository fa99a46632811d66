using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Claims;

/// <param name="Reason">Read by both sides: it names neither.</param>
/// <param name="Holders">Who the administrator was shown to hold the claim; whoever else holds it now was not judged.</param>
public sealed record SettleCollisionRequest(Guid CollisionId, Settlement Settlement, string? Reason, IReadOnlyCollection<ClientRef> Holders)
{
    // The reason may be personal.
    public override string ToString() => $"{Settlement} {CollisionId}";
}

/// <summary>
/// Settles whose a key or an account is. The claims move in the administrator's own transaction, so that nobody else
/// can take what is being given; what follows for both sides' connexions is looked at right afterwards.
/// </summary>
public sealed class SettleCollision(UnitsOfWork unitsOfWork, CollisionReads reads, VerdictBook book, KeysBeforeEnds keysBefore, LiveNotices notices, LiveCollisions live)
{
    public async Task<Result<Done>> HandleAsync(Actor actor, SettleCollisionRequest request, CancellationToken cancellationToken)
    {
        var reason = PlainText.Reason(request.Reason, nameof(request.Reason));
        if (!reason.Succeeded)
        {
            return Result<Done>.Failure(reason.Errors);
        }

        if (request.Settlement is not (Settlement.KeepFirst or Settlement.MoveToSecond or Settlement.AllowBoth))
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.SettleCollision, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        CollisionView view;
        await using (var work = begun.Value)
        {
            var collision = await work.Db.Across<Collision>().SingleOrDefaultAsync(row => row.CollisionId == request.CollisionId, cancellationToken);
            if (collision is null)
            {
                return Error.NotFound;
            }

            if (collision.SettledAt is not null)
            {
                return ClaimErrors.AlreadySettled;
            }

            view = (await reads.ViewAsync(work.Db, [collision], cancellationToken))[0];
            if (!view.Holders.Select(holder => holder.Client).ToHashSet().SetEquals(request.Holders))
            {
                return AdministrationErrors.ChangedMeanwhile;
            }

            if (NamesAnyone(reason.Value, view))
            {
                return ClaimErrors.ReasonNamesSomeone;
            }

            work.Db.Attach(collision);
            collision.Settle(request.Settlement, reason.Value, actor.PersonId, work.Now);
            await MoveAsync(work, collision, cancellationToken);
            Tell(work, actor, request.Settlement, reason.Value, view);
            if (!await work.CommitAsync(cancellationToken))
            {
                return ClaimErrors.AlreadySettled;
            }
        }

        live.Changed();
        notices.Changed(view.Holders.Append(view.Second).Select(party => party.Client));
        IEnumerable<CollisionParty> losers = request.Settlement switch { Settlement.KeepFirst => [view.Second], Settlement.MoveToSecond => view.Holders, _ => [] };
        foreach (var party in losers)
        {
            await keysBefore.LetGoOfAsync(view.Provider, party.OrganisationId, party.Client, cancellationToken);
        }

        foreach (var party in view.Holders.Append(view.Second))
        {
            await book.ReviewAsync(view.Provider, (party.OrganisationId, party.Client), cancellationToken);
        }

        return new Done();
    }

    private static async Task MoveAsync(UnitOfWork work, Collision collision, CancellationToken cancellationToken)
    {
        if (collision.Settlement == Settlement.KeepFirst)
        {
            return;
        }

        var (values, code) = (collision.ToValues().Select(value => value.Value).ToList(), collision.Provider);
        var claims = await work.Db.Across<Claim>().Where(claim => claim.Provider == code && values.Contains(claim.Value)).ToListAsync(cancellationToken);
        var others = CollisionReads.ClaimedByOthers(collision, claims);
        if (collision.Settlement == Settlement.MoveToSecond)
        {
            // All that the others' one connexion claims: another key of the same account is no longer theirs either.
            foreach (var holder in others.Select(claim => claim.Owner!.Value).Distinct())
            {
                work.Db.RemoveRange(await ClaimDesk.HeldBy(work.Db.Across<Claim>(), code, holder).ToListAsync(cancellationToken));
            }

            others = [];
        }

        var slots = ClaimDesk.NextSlots(others);
        foreach (var value in collision.ToValues().Where(value => !claims.Exists(claim => claim.Owner == collision.Client && claim.Kind == value.Kind && claim.Value == value.Value)))
        {
            work.Db.Add(Claim.Keep(collision, value, slots.GetValueOrDefault(value.Kind), work.Now));
        }
    }

    /// <summary>In the platform's journal with the names; in each side's own without the other's.</summary>
    private static void Tell(UnitOfWork work, Actor actor, Settlement settlement, string reason, CollisionView view)
    {
        var facts = new AuditFacts(Organisation.Platform, AuditAction.CollisionSettled)
        {
            Provider = view.Provider.Code,
            Reason = reason,
            OtherChanges = new Dictionary<string, Change> { [nameof(Settlement)] = new(null, settlement.ToString()) },
        };
        work.RecordWithPlatform(actor, facts with { Subject = PlatformJournal.Subject([view.Second.Name, .. view.Holders.Select(holder => holder.Name)]) });
        foreach (var party in view.Holders.Append(view.Second))
        {
            work.Record(facts with { OrganisationId = party.OrganisationId, Client = party.Client });
        }

        Notify(view.Second, settlement == Settlement.KeepFirst ? NoticeKind.ContestDeclined : NoticeKind.ContestAccepted);
        foreach (var holder in settlement == Settlement.AllowBoth ? view.Holders : [])
        {
            Notify(holder, NoticeKind.ClaimShared);
        }

        void Notify(CollisionParty party, NoticeKind kind) =>
            work.Db.Add(Notice.Create(party.OrganisationId, party.Client, kind, view.Provider.Code, work.Now, reason));
    }

    private static bool NamesAnyone(string reason, CollisionView view)
    {
        var words = FoldedText.Fold(reason);
        return view.Holders.Append(view.Second).SelectMany(party => new[] { party.Name, party.Organisation })
            .Select(FoldedText.Fold).Any(name => words.Contains(name, StringComparison.Ordinal));
    }
}
