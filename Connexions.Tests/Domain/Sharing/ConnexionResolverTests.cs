using Connexions.Domain.Gateway;
using Connexions.Domain.Sharing;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain.Sharing;

/// <summary>Every combination the resolver can meet, against a plain second telling of the design's section 7.</summary>
public sealed class ConnexionResolverTests
{
    private static readonly Guid OwnId = Guid.NewGuid();
    private static readonly Guid NetworkId = Guid.NewGuid();
    private static readonly Sender OwnSender = new("agence@exemple.test", "Agence");
    private static readonly Sender NetworkSender = new("reseau@exemple.test", "Réseau");

    private static readonly ResolverSnapshot[] All = [.. Combinations()];

    [Fact]
    public void Resolve_EveryCombination_IsWhatTheDesignSays()
    {
        Assert.True(All.Length > 20_000, $"Only {All.Length} combinations.");
        var wrong = All.Where(snapshot => Describe(ConnexionResolver.Resolve(snapshot)) != Design(snapshot)).Take(5).ToList();

        Assert.Empty(wrong);
    }

    [Fact]
    public void Resolve_Anything_IsTheOwnOrThePermittedNetworksConnexion() => Holds(snapshot =>
    {
        var effective = ConnexionResolver.Resolve(snapshot);
        return effective.Source switch
        {
            Source.None => effective.ConnexionId is null && effective.Sender == Sender.Unstated,
            Source.Own => effective.ConnexionId == snapshot.Own!.ConnexionId && effective.Sender == snapshot.Own.Sender,
            _ => effective.ConnexionId == snapshot.Network!.ConnexionId && snapshot.Policy is { IsPermitted: true }
                && (effective.Sender == snapshot.Network.Sender || (snapshot.Policy.OwnSenderAllowed && effective.Sender == snapshot.Own!.Sender)),
        };
    });

    [Fact]
    public void Resolve_Anything_HasATraceThatExplainsIt() => Holds(snapshot =>
    {
        var effective = ConnexionResolver.Resolve(snapshot);
        var taken = effective.Trace.Where(step => step.IsTaken).ToList();
        return effective.Trace.Count > 0
            && effective.Trace.Select(step => step.Source).Distinct().Count() == effective.Trace.Count
            && (effective.Source == Source.None ? taken.Count == 0 : taken.Count == 1 && taken[0].Source == effective.Source);
    });

    [Fact]
    public void Resolve_PolicySwitchedOff_LeavesNoUseOfTheNetworks() => Holds(snapshot =>
    {
        var off = snapshot with { Policy = snapshot.Policy is { } policy ? policy with { Mode = SharingMode.None } : null };
        var effective = ConnexionResolver.Resolve(off);
        return effective.Source != Source.Network && effective.SenderSource != Source.Network && !effective.IsImposed;
    });

    [Fact]
    public void Resolve_Anything_IsRestrictedByTheNetworksPolicyAlone() => Holds(snapshot =>
    {
        var effective = ConnexionResolver.Resolve(snapshot);
        var expected = effective.Source == Source.Network ? (snapshot.Policy!.Purposes, snapshot.Policy.Quota) : (Purposes.All, SharingQuota.Unlimited);
        return (effective.Purposes, effective.Quota) == expected
            && effective.Trace.All(step => step.Purposes == Purposes.All || (step.Source == Source.Network && step.Purposes == snapshot.Policy!.Purposes));
    });

    [Fact]
    public void Resolve_NetworksForEmailsOnly_RestrictsWhoUsesItAndNobodyElse()
    {
        var policy = new PolicyForAgency(SharingMode.All, IsSelected: false, OwnAllowed: true, OwnSenderAllowed: false)
        {
            Purposes = Purposes.Emails,
            Quota = new SharingQuota { EmailsPerAgency = 200 },
        };
        var (own, network) = (new Candidate(OwnId, KeyCondition.Works), new Candidate(NetworkId, KeyCondition.Works));

        var shared = ConnexionResolver.Resolve(new ResolverSnapshot(null, network, policy));
        Assert.Equal((Source.Network, Purposes.Emails, policy.Quota), (shared.Source, shared.Purposes, shared.Quota));
        Assert.Equal(Purposes.Emails, shared.Trace[^1].Purposes);
        var owned = ConnexionResolver.Resolve(new ResolverSnapshot(own, network, policy));
        Assert.Equal((Source.Own, Purposes.All, SharingQuota.Unlimited), (owned.Source, owned.Purposes, owned.Quota));
    }

    [Fact]
    public void Resolve_Frozen_IsNeverUsed() => Holds(snapshot => ConnexionResolver.Resolve(snapshot).Source switch
    {
        Source.Own => !snapshot.Own!.Frozen,
        Source.Network => !snapshot.Network!.Frozen,
        _ => true,
    });

    [Fact]
    public void Resolve_Twice_IsTheSameAndChangesNothing() => Holds(snapshot =>
    {
        var before = snapshot.ToString();
        var first = ConnexionResolver.Resolve(snapshot);
        var second = ConnexionResolver.Resolve(snapshot);
        return snapshot.ToString() == before
            && first.Trace.SequenceEqual(second.Trace)
            && (first with { Trace = second.Trace }) == second;
    });

    [Fact]
    public void Resolve_KeyRefusedOnce_IsUsedWithAWarning() => Holds(snapshot =>
    {
        var effective = ConnexionResolver.Resolve(snapshot);
        var key = effective.Source switch { Source.Own => snapshot.Own!.Key, Source.Network => snapshot.Network!.Key, _ => KeyCondition.None };
        return (key == KeyCondition.RefusedOnce) == (effective.Trace.SingleOrDefault(step => step.IsTaken)?.Reason == TraceReason.UsableRefusedOnce)
            && (key != KeyCondition.RefusedOnce || effective.IsUnproven)
            && Same(snapshot, KeyCondition.RefusedOnce, KeyCondition.Works) && Same(snapshot, KeyCondition.RefusedOnce, KeyCondition.NeverVerified);
    });

    /// <summary>Whether what is used stays the same where one condition stands in another's place.</summary>
    private static bool Same(ResolverSnapshot snapshot, KeyCondition from, KeyCondition to)
    {
        Candidate? Turned(Candidate? candidate) => candidate is { Key: var key } && key == from ? candidate with { Key = to } : candidate;
        return Describe(ConnexionResolver.Resolve(snapshot)) == Describe(ConnexionResolver.Resolve(snapshot with { Own = Turned(snapshot.Own), Network = Turned(snapshot.Network) }));
    }

    private static void Holds(Func<ResolverSnapshot, bool> invariant) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Arb.From(Snapshots()), invariant));

    /// <summary>Section 7 in its own order, with nothing taken from the resolver.</summary>
    private static (Source Source, Guid? Id, bool Imposed, string? Sender) Design(ResolverSnapshot snapshot)
    {
        var (own, network, policy) = (snapshot.Own, snapshot.Network, snapshot.Policy);
        if (policy is null)
        {
            return Usable(own) ? (Source.Own, own!.ConnexionId, false, own.Sender.Email) : (Source.None, null, false, null);
        }

        var permitted = (policy.Mode, policy.IsSelected) is (SharingMode.All, _) or (SharingMode.AllExcept, false) or (SharingMode.Selected, true);
        var imposed = permitted && !policy.OwnAllowed;
        if (!imposed && Usable(own))
        {
            return (Source.Own, own!.ConnexionId, false, own.Sender.Email);
        }

        if (permitted && Usable(network))
        {
            var sender = policy.OwnSenderAllowed && own?.Sender.Email is { } stated ? stated : network!.Sender.Email;
            return (Source.Network, network!.ConnexionId, imposed, sender);
        }

        return (Source.None, null, imposed, null);
    }

    private static bool Usable(Candidate? candidate) =>
        candidate is { Frozen: false, SetAside: false, Key: KeyCondition.Works or KeyCondition.RefusedOnce or KeyCondition.NeverVerified or KeyCondition.Unproven };

    private static (Source, Guid?, bool, string?) Describe(EffectiveConnexion effective) =>
        (effective.Source, effective.ConnexionId, effective.IsImposed, effective.Sender.Email);

    private static IEnumerable<Candidate?> Candidates(Guid id, Sender sender)
    {
        yield return null;
        foreach (var key in Enum.GetValues<KeyCondition>())
        {
            foreach (var bits in Enumerable.Range(0, 8))
            {
                yield return new Candidate(id, key) { SetAside = (bits & 1) > 0, Frozen = (bits & 2) > 0, Sender = (bits & 4) > 0 ? sender : Sender.Unstated };
            }
        }
    }

    private static IEnumerable<PolicyForAgency?> Policies()
    {
        yield return null;
        foreach (var mode in Enum.GetValues<SharingMode>())
        {
            foreach (var bits in Enumerable.Range(0, 8))
            {
                yield return new PolicyForAgency(mode, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
            }
        }
    }

    private static IEnumerable<ResolverSnapshot> Combinations() =>
        from own in Candidates(OwnId, OwnSender)
        from network in Candidates(NetworkId, NetworkSender)
        from policy in Policies()
        select new ResolverSnapshot(own, network, policy);

    private static Gen<ResolverSnapshot> Snapshots() =>
        from own in CandidateOf()
        from network in CandidateOf()
        from policy in Gen.Elements(Policies().ToArray())
        from purposes in Gen.Choose((int)Purposes.None, (int)Purposes.All)
        from calls in Gen.Elements<int?>(null, 1, SharingQuota.Max)
        select new ResolverSnapshot(own, network, policy is null ? null : policy with { Purposes = (Purposes)purposes, Quota = new SharingQuota { CallsPerAgency = calls } });

    private static Gen<Candidate?> CandidateOf() =>
        from key in Gen.Elements(Enum.GetValues<KeyCondition>())
        from there in Gen.Choose(0, 5)
        from bits in Gen.Choose(0, 3)
        from sender in Gen.Elements(Sender.Unstated, new Sender("a@exemple.test", null), new Sender("b@exemple.test", "B"), new Sender(null, "sans adresse"))
        from id in ArbMap.Default.GeneratorFor<Guid>()
        select there == 0 ? null : new Candidate(id, key) { SetAside = (bits & 1) > 0, Frozen = (bits & 2) > 0, Sender = sender };
}
