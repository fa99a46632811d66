using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Requests;

/// <param name="Answer">In the director's own words; may stay empty.</param>
public sealed record AnswerRequestRequest(ClientRef Agency, Guid RequestId, bool Accept, string? Answer);

/// <param name="Agency">Whom it was answered.</param>
public sealed record AnsweredRequest(string Agency, Provider Provider, bool Accepted);

/// <summary>
/// Answers an agency that asked for the network's connexion. To accept is to decide a policy that permits it to this
/// agency and changes nothing for any other.
/// </summary>
public sealed class AnswerRequest(UnitsOfWork unitsOfWork, KeyRing ring, LiveNotices live)
{
    public async Task<Result<AnsweredRequest>> HandleAsync(Actor actor, AnswerRequestRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.AnswerRequest, request.Agency, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<AnsweredRequest>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var asked = await work.Db.Across<SharingRequest>()
            .SingleOrDefaultAsync(row => row.RequestId == request.RequestId && row.ClientId == request.Agency.Id, cancellationToken);
        if (asked is null || ProviderCatalogue.Find(asked.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        if (asked.AnsweredAt is not null)
        {
            return SharingErrors.AlreadyAnswered;
        }

        var answer = PlainText.Optional(request.Answer, nameof(AnswerRequestRequest.Answer), PlainText.ReasonMaxLength);
        if (!answer.Succeeded)
        {
            return Result<AnsweredRequest>.Failure(answer.Errors);
        }

        var family = await FamilyReads.LoadAsync(work.Db, provider, work.Now, cancellationToken);
        var told = new List<ClientRef> { request.Agency };
        if (request.Accept && Permitting(family.Policies[provider.Code], actor.Client!.Value, request.Agency.Id) is { } draft)
        {
            var errors = SimulatePolicy.Validate(draft, provider, family, ring, work.Now);
            if (errors.Count > 0)
            {
                // Beside the request there is no field of the policy's form.
                return errors.ConvertAll(error => error with { Field = null });
            }

            var decision = new PolicyDecision(work, actor, draft, provider, family, ring);
            await decision.StoreAsync(cancellationToken);
            decision.Announce(except: request.Agency);
            decision.Record();
            told.AddRange(decision.Told);
        }

        var name = family.Agencies.Single(agency => agency.Client == request.Agency).Nom;
        work.Db.Attach(asked);
        asked.Reply(request.Accept, answer.Value, actor.PersonId, work.Now);
        Tell(work, actor, asked, name);
        if (!await work.CommitAsync(cancellationToken))
        {
            return SharingErrors.AlreadyAnswered;
        }

        live.Changed(told.Distinct());
        return new AnsweredRequest(name, provider, request.Accept);
    }

    /// <summary>The policy in force, changed as little as lets the agency in; null where it is in already.</summary>
    internal static PolicyDraft? Permitting(PolicyView policy, ClientRef network, Guid agencyId)
    {
        var terms = policy.Terms;
        if (terms.Mode.Permits(policy.Selected.Contains(agencyId)))
        {
            return null;
        }

        var (mode, selected) = terms.Mode == SharingMode.AllExcept
            ? (SharingMode.AllExcept, policy.Selected.Where(id => id != agencyId).ToHashSet())
            : (SharingMode.Selected, terms.Mode == SharingMode.Selected ? policy.Selected.Append(agencyId).ToHashSet() : [agencyId]);
        return new PolicyDraft(
            network,
            policy.Provider.Code,
            terms with
            {
                // Without its last exception it is for everybody.
                Mode = selected.Count == 0 ? SharingMode.All : mode,
                // Who asks for the network's connexion has not asked to lose the choice.
                OwnAllowed = terms.OwnAllowed || terms.Mode == SharingMode.None,
            },
            selected,
            From: null);
    }

    /// <summary>The agency, by a notice; the journals of both.</summary>
    private static void Tell(UnitOfWork work, Actor actor, SharingRequest asked, string agencyName)
    {
        var kind = asked.Accepted == true ? NoticeKind.RequestAccepted : NoticeKind.RequestDeclined;
        work.Db.Add(Notice.Create(asked.OrganisationId, asked.Owner!.Value, kind, asked.Provider, work.Now, asked.Answer));
        var facts = new AuditFacts(actor.OrganisationId, AuditAction.SharingRequestAnswered)
        {
            Client = actor.Client,
            Provider = asked.Provider,
            OtherChanges = new Dictionary<string, Change> { [nameof(SharingRequest.Accepted)] = new(null, asked.Accepted == true ? "yes" : "no") },
            Reason = asked.Answer,
            Subject = agencyName,
        };
        work.Record(facts);
        work.Record(facts with { OrganisationId = asked.OrganisationId, Client = asked.Owner, Subject = null });
    }
}
