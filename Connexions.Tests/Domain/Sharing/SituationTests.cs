using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;

namespace Connexions.Tests.Domain.Sharing;

/// <summary>Every combination the resolver can meet, seen by everybody who may look: state, sentence and step never contradict each other.</summary>
public sealed class SituationTests
{
    private static readonly IReadOnlyList<SituationCase> All = SituationCase.All;

    [Fact]
    public void Of_EveryCombination_TellsWhatTheResolverFound() => Holds(one =>
        one.Told.InEffect == one.Effective.Source
        && (one.Told.InEffect == Source.None) == one.Told.Sentence[0].StartsWith("None.", StringComparison.Ordinal)
        && (one.Told.About == Source.None) == (one.Told.State == SituationState.Unused));

    [Fact]
    public void Of_EveryCombination_HasAStepWhereSomethingIsWrong_AndAttentionOnlyWithAStep() => Holds(one =>
    {
        var (told, step) = (one.Told, one.Told.Step);
        return told.IsTrouble == (step.Kind != StepKind.None && !step.IsOffer)
            && (!told.NeedsAttention || told.IsTrouble)
            && (step.Kind == StepKind.None) == (step.Doer == StepDoer.Nobody)
            && (step.Doer == StepDoer.You) == (step.Target != StepTarget.Nowhere)
            // What one is asked to do is counted, and what is counted one is asked to do, or to see to.
            && (!told.IsTrouble || one.Reader.Oversees || told.NeedsAttention == (step.Doer == StepDoer.You));
    });

    [Fact]
    public void Of_OnesOwnSuspended_IsSaidAsSuspended() => Holds(one =>
        one.Own is not { Candidate: { Frozen: true, Key: not KeyCondition.None } } || one.Effective.IsImposed
        || one.Told is { State: SituationState.Suspended, About: Source.Own, Step.Kind: StepKind.Resume });

    [Fact]
    public void Of_OnesOwnUnreadable_IsNeverNoAccount() => Holds(one =>
        one.Own is not { Candidate: { Frozen: false, SetAside: false, Key: KeyCondition.Unreadable } } || one.Effective.IsImposed
        || one.Told is { State: SituationState.Unreadable, About: Source.Own, Step.Kind: StepKind.EnterKeyAgain });

    [Fact]
    public void Of_WhatTheNetworkGivesInItsPlace_AsksNothingForAnUnfinishedOne() => Holds(one =>
        one.Own is not { Candidate.Key: KeyCondition.None } || one.Effective.Source != Source.Network || one.Told.About == Source.Network);

    [Fact]
    public void Of_WhatServesAnother_TellsADirectorNothingOfWhoseItIs() => Holds(one =>
        !one.Reader.IsNetwork || one.Told.Account is null || one.Told.InEffect == Source.Network || one.Told.About == Source.Network);

    /// <summary>The owner, the director, support and the tools are told of one and the same state.</summary>
    [Fact]
    public void Of_OneClient_IsTheSameStateForEverybody() =>
        Assert.DoesNotContain(All.GroupBy(one => (one.Provider, one.Own, one.Network, one.Policy)), same =>
            same.Select(one => (one.Told.State, one.Told.InEffect, one.Told.About, one.Told.Since)).Distinct().Skip(1).Any());

    [Theory]
    [InlineData(Role.Responsable, Ownership.Own, true, true, false, false)]
    [InlineData(Role.Directeur, Ownership.Own, true, true, false, false)]
    [InlineData(Role.Directeur, Ownership.AgencyOfOwnNetwork, false, false, true, true)]
    [InlineData(Role.Support, Ownership.Foreign, false, false, false, true)]
    public void Reader_IsWhatTheRightsSay(Role role, Ownership ownership, bool isClient, bool mayAct, bool isNetwork, bool oversees) =>
        Assert.Equal(new Reader(isClient, mayAct, isNetwork, oversees), Reader.Of(role, ownership));

    [Fact]
    public void Of_NetworksKeyRefused_IsTheDirectorsToMend_AndTheAgencysToWaitFor()
    {
        var refused = All.First(one => one.Told is { State: SituationState.Refused, About: Source.Network, InEffect: Source.None });
        var same = All.Where(one => one.Own == refused.Own && one.Network == refused.Network && one.Policy == refused.Policy && one.Provider == refused.Provider).ToList();

        Assert.Equal((StepDoer.Network, false), StepOf(same.Single(one => one.Reader.IsClient)));
        Assert.Equal((StepDoer.You, true), StepOf(same.Single(one => one.Reader.IsNetwork)));

        static (StepDoer, bool) StepOf(SituationCase one) => (one.Told.Step.Doer, one.Told.NeedsAttention);
    }

    private static void Holds(Func<SituationCase, bool> invariant)
    {
        Assert.True(All.Count > 20_000, $"Only {All.Count} combinations.");
        Assert.Empty(All.Where(one => !invariant(one)).Take(3));
    }
}

/// <param name="Candidate">As the resolver sees it.</param>
/// <param name="Aspect">As it is told of.</param>
public sealed record SeenConnexion(Candidate Candidate, ConnexionAspect Aspect);

/// <summary>One client at one provider as somebody sees it, and what they are told.</summary>
public sealed record SituationCase(Provider Provider, SeenConnexion? Own, SeenConnexion? Network, PolicyForAgency? Policy, Reader Reader)
{
    private static readonly DateTime At = new(2026, 11, 3, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Guid OwnId = Guid.NewGuid();
    private static readonly Guid NetworkId = Guid.NewGuid();

    private static readonly PolicyForAgency?[] Policies =
    [
        null,
        PolicyForAgency.Unstated,
        new(SharingMode.All, IsSelected: false, OwnAllowed: true, OwnSenderAllowed: true),
        new(SharingMode.All, IsSelected: false, OwnAllowed: false, OwnSenderAllowed: false),
        new(SharingMode.AllExcept, IsSelected: true, OwnAllowed: true, OwnSenderAllowed: false),
        new(SharingMode.Selected, IsSelected: false, OwnAllowed: false, OwnSenderAllowed: false),
    ];

    public static IReadOnlyList<SituationCase> All { get; } = [.. Cases()];

    public EffectiveConnexion Effective { get; } = ConnexionResolver.Resolve(new ResolverSnapshot(Own?.Candidate, Network?.Candidate, Policy));

    public Situation Told => Situation.Of(Provider, Effective, Own?.Aspect, Network?.Aspect, Reader);

    private static IEnumerable<SituationCase> Cases()
    {
        var (owns, networks) = (Connexions(OwnId, new Sender("agence@exemple.test", "Agence")).ToList(), Connexions(NetworkId, Sender.Unstated).ToList());
        return from provider in ProviderCatalogue.All
               from policy in Policies
               from own in owns
               from network in policy is null ? [null] : networks
               from reader in ReadersOf(policy)
               select new SituationCase(provider, own, network, policy, reader);
    }

    private static IEnumerable<Reader> ReadersOf(PolicyForAgency? policy) =>
    [
        Reader.Of(Role.Responsable, Ownership.Own),
        Reader.Of(Role.Support, Ownership.Foreign),
        Reader.Tool,
        .. policy is null ? [] : new[] { Reader.Of(Role.Directeur, Ownership.AgencyOfOwnNetwork) },
    ];

    private static IEnumerable<SeenConnexion?> Connexions(Guid id, Sender sender)
    {
        yield return null;
        foreach (var state in Enum.GetValues<ConnexionState>().Where(state => state != ConnexionState.Missing))
        {
            foreach (var bits in Enumerable.Range(0, 8).Where(bits => (bits & 4) == 0 || state is ConnexionState.Works or ConnexionState.Incomplete))
            {
                var candidate = new Candidate(id, state.ToKeyCondition()) { SetAside = (bits & 1) > 0, Frozen = (bits & 2) > 0, Sender = (bits & 4) > 0 ? sender : Sender.Unstated };
                var differs = state == ConnexionState.Works && (bits & 4) > 0;
                yield return new SeenConnexion(candidate, new ConnexionAspect(Facts(state, candidate.Frozen), AccountIdentity.Of("Compte nommé", "nomme@exemple.test", "Compte saisi", differs ? "saisi@exemple.test" : null)));
            }
        }
    }

    private static KeyFacts Facts(ConnexionState state, bool frozen) => new(state)
    {
        Verdict = state switch
        {
            ConnexionState.Works => VerificationVerdict.Valid,
            ConnexionState.Refused => VerificationVerdict.Rejected,
            ConnexionState.Blocked => VerificationVerdict.IpBlocked,
            ConnexionState.Limited => VerificationVerdict.NoCredit,
            _ => null,
        },
        VerdictAt = At,
        LastTry = state == ConnexionState.CannotTell ? VerificationVerdict.ProviderUnavailable : null,
        LastTryAt = At,
        FrozenAt = frozen ? At.AddHours(1) : null,
    };
}
