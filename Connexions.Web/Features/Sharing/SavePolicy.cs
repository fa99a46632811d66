using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing;

/// <param name="Version">What the form was filled from: see <see cref="PolicyView.Version"/>.</param>
public sealed record SavePolicyRequest(PolicyDraft Draft, (Guid? Current, Guid? Scheduled) Version);

/// <param name="Affected">The agencies for which something changes, at once or on the day.</param>
public sealed record SavedPolicy(PolicyView View, IReadOnlyList<SimulatedAgency> Affected);

/// <summary>Decides what the network shares at one provider, at once or from a day on, and tells the agencies concerned.</summary>
public sealed class SavePolicy(UnitsOfWork unitsOfWork, KeyRing ring, LiveNotices live)
{
    public async Task<Result<SavedPolicy>> HandleAsync(Actor actor, SavePolicyRequest request, CancellationToken cancellationToken)
    {
        var draft = request.Draft;
        if (ProviderCatalogue.Find(draft.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditSharing, draft.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<SavedPolicy>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var family = await FamilyReads.LoadAsync(work.Db, provider, work.Now, cancellationToken);
        var before = family.Policies[provider.Code];
        if (before.Version != request.Version)
        {
            return new PolicyConflict(before);
        }

        var errors = SimulatePolicy.Validate(draft, provider, family, ring, work.Now);
        if (errors.Count > 0)
        {
            return errors;
        }

        var affected = SimulatePolicy.Simulate(draft, provider, family, ring).Where(agency => agency.Effect != PolicyEffect.Unchanged).ToList();
        await StoreAsync(work, actor, draft, provider, before, cancellationToken);
        Announce(work, draft, provider, family, affected);
        Record(work, actor, draft, provider, before, family, affected);
        if (!await work.CommitAsync(cancellationToken))
        {
            return new PolicyConflict((await FamilyReads.PoliciesAsync(work.Db, provider, work.Now, cancellationToken))[provider.Code]);
        }

        live.Changed(affected.Select(agency => agency.Agency));
        return new SavedPolicy((await FamilyReads.PoliciesAsync(work.Db, provider, work.Now, cancellationToken))[provider.Code], affected);
    }

    private static async Task StoreAsync(
        UnitOfWork work, Actor actor, PolicyDraft draft, Provider provider, PolicyView before, CancellationToken cancellationToken)
    {
        var stored = await work.Db.Set<SharingPolicy>().Where(row => row.Provider == provider.Code).ToListAsync(cancellationToken);
        var selections = await work.Db.Set<SharingSelection>()
            .Where(row => work.Db.Set<SharingPolicy>().Any(policy => policy.PolicyId == row.PolicyId && policy.Provider == provider.Code))
            .ToListAsync(cancellationToken);
        var replaced = draft.From is null ? before.Current?.PolicyId : before.Scheduled?.PolicyId;
        var policy = stored.SingleOrDefault(row => row.PolicyId == replaced);
        if (policy is null)
        {
            policy = SharingPolicy.Create(actor.OrganisationId, actor.Client!.Value.Id, provider.Code);
            work.Db.Add(policy);
        }

        policy.Decide(draft.Terms, draft.From ?? work.Now, actor.PersonId, work.Now);
        var wanted = draft.Terms.Mode.Selects() ? draft.Selected : new HashSet<Guid>();
        work.Db.RemoveRange(selections.Where(row => row.PolicyId == policy.PolicyId && !wanted.Contains(row.ReseauAgenceId)));
        work.Db.AddRange(wanted.Except(selections.Where(row => row.PolicyId == policy.PolicyId).Select(row => row.ReseauAgenceId))
            .Select(id => SharingSelection.Create(policy, id)));

        // Those whose time has passed: nothing of them is in force any more.
        var past = stored.Where(row => row != policy && row.EffectiveFrom <= work.Now && row.PolicyId != before.Current?.PolicyId).ToList();
        work.Db.RemoveRange(selections.Where(row => past.Exists(old => old.PolicyId == row.PolicyId)));
        work.Db.RemoveRange(past);
    }

    private static void Announce(UnitOfWork work, PolicyDraft draft, Provider provider, Family family, List<SimulatedAgency> affected)
    {
        var organisations = family.Agencies.ToDictionary(agency => agency.Client, agency => agency.OrganisationId);
        work.Db.AddRange(affected.Select(agency => Notice.Create(
            organisations[agency.Agency], agency.Agency, draft.From is null ? KindOf(agency.Effect) : NoticeKind.Announced,
            provider.Code, work.Now, effectiveFrom: draft.From)));
    }

    private static NoticeKind KindOf(PolicyEffect effect) => effect switch
    {
        PolicyEffect.Gains => NoticeKind.Gained,
        PolicyEffect.Loses => NoticeKind.Lost,
        _ => NoticeKind.Switched,
    };

    private static void Record(
        UnitOfWork work, Actor actor, PolicyDraft draft, Provider provider, PolicyView before, Family family, List<SimulatedAgency> affected)
    {
        var names = family.Agencies.ToDictionary(agency => agency.Client.Id, agency => agency.Nom);
        var changes = new Dictionary<string, Change>
        {
            [nameof(SharingTerms.Mode)] = new(before.Terms.Mode.ToText(), draft.Terms.Mode.ToText()),
            [nameof(SharingTerms.OwnAllowed)] = new(YesNo(before.Terms.OwnAllowed), YesNo(draft.Terms.OwnAllowed)),
            [nameof(SharingTerms.OwnSenderAllowed)] = new(YesNo(before.Terms.OwnSenderAllowed), YesNo(draft.Terms.OwnSenderAllowed)),
            ["Agencies"] = new(List(before.Selected), List(draft.Terms.Mode.Selects() ? draft.Selected : new HashSet<Guid>())),
        }.Where(change => change.Value.Before != change.Value.After).ToDictionary();
        if (affected.Count > 0)
        {
            changes["Affected"] = new(null, string.Join(", ", affected.Select(agency => agency.Nom)));
        }

        work.Record(new AuditFacts(actor.OrganisationId, draft.From is null ? AuditAction.PolicyChanged : AuditAction.PolicyScheduled)
        {
            Client = actor.Client,
            Provider = provider.Code,
            OtherChanges = changes,
            Subject = draft.From is { } from ? from.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : null,
        });

        string? List(IReadOnlySet<Guid> ids) => ids.Count == 0 ? null : string.Join(", ", ids.Select(id => names.GetValueOrDefault(id)).OfType<string>().Order(StringComparer.Ordinal));
        static string YesNo(bool value) => value ? "yes" : "no";
    }
}
