using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Policies;

/// <summary>A policy that was found valid: stores it, tells the agencies concerned, writes it to the journal. Each once, in one save.</summary>
internal sealed class PolicyDecision(UnitOfWork work, Actor actor, PolicyDraft draft, Provider provider, Family family, KeyRing ring)
{
    private readonly PolicyView before = family.Policies[provider.Code];

    /// <summary>The agencies for which something changes, at once or on the day.</summary>
    public IReadOnlyList<SimulatedAgency> Affected { get; } = SimulatePolicy.Concerned(draft, provider, family, ring);

    /// <summary>The agencies that were told of the decision which this one takes the place of.</summary>
    private readonly IReadOnlyList<FamilyAgency> awaiting =
        draft.From is not null && family.Policies[provider.Code].Scheduled is { } replaced ? SimulatePolicy.Awaiting(replaced, provider, family, ring) : [];

    /// <summary>Those of them for which nothing will change any more.</summary>
    public IReadOnlyList<FamilyAgency> LetOff => [.. awaiting.Where(agency => !Affected.Any(other => other.Agency == agency.Client))];

    /// <summary>Everybody who is told.</summary>
    public IEnumerable<ClientRef> Told => Affected.Select(agency => agency.Agency).Union(awaiting.Select(agency => agency.Client));

    public async Task StoreAsync(CancellationToken cancellationToken)
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

    /// <param name="except">An agency that is told in another way.</param>
    public void Announce(ClientRef? except = null)
    {
        var organisations = family.Agencies.ToDictionary(agency => agency.Client, agency => agency.OrganisationId);
        work.Db.AddRange(Affected.Where(agency => agency.Agency != except).Select(agency => Notice.Create(
            organisations[agency.Agency], agency.Agency, draft.From is null ? KindOf(agency.Effect) : NoticeKind.Announced,
            provider.Code, work.Now, agency.Terms is { IsNothing: false } terms ? terms.ToText() : null, draft.From)));
        if (before.Scheduled is { } scheduled)
        {
            // On another day it is another change: whoever still awaits the first one hears that it will not be.
            CancelScheduledPolicy.CallOff(work, scheduled.EffectiveFrom == draft.From ? LetOff : awaiting, provider, scheduled);
        }
    }

    private static NoticeKind KindOf(PolicyEffect effect) => effect switch
    {
        PolicyEffect.Gains => NoticeKind.Gained,
        PolicyEffect.Loses => NoticeKind.Lost,
        PolicyEffect.ChangesPurposes => NoticeKind.PurposesChanged,
        PolicyEffect.ChangesLimits => NoticeKind.LimitsChanged,
        _ => NoticeKind.Switched,
    };

    public void Record()
    {
        var names = family.Agencies.ToDictionary(agency => agency.Client.Id, agency => agency.Nom);
        var changes = PolicyChanges.Between(before.Terms, draft.Terms);
        var (those, these) = (List(before.Selected), List(draft.Terms.Mode.Selects() ? draft.Selected : new HashSet<Guid>()));
        if (those != these)
        {
            changes["Agencies"] = new Change(those, these);
        }

        work.Record(new AuditFacts(actor.OrganisationId, draft.From is null ? AuditAction.PolicyChanged : AuditAction.PolicyScheduled)
        {
            Client = actor.Client,
            Provider = provider.Code,
            OtherChanges = AffectedAgencies.In(changes, Affected.Select(agency => agency.Nom).Concat(LetOff.Select(agency => agency.Nom))),
            Subject = draft.From is { } from ? from.ToString("O", CultureInfo.InvariantCulture) : null,
        });

        string? List(IReadOnlySet<Guid> ids) => ids.Count == 0 ? null : string.Join(", ", ids.Select(id => names.GetValueOrDefault(id)).OfType<string>().Order(StringComparer.Ordinal));
    }
}
