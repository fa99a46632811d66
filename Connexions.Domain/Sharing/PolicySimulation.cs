using Connexions.Domain.Organisations;

namespace Connexions.Domain.Sharing;

/// <summary>What a change of policy does to one agency.</summary>
public enum PolicyEffect
{
    Unchanged,

    /// <summary>From no connexion to one.</summary>
    Gains,

    /// <summary>From a connexion to none.</summary>
    Loses,

    /// <summary>From one account to another.</summary>
    ChangesAccount,

    /// <summary>The same account, under another sender.</summary>
    ChangesSender,

    /// <summary>The same account and sender, for other purposes.</summary>
    ChangesPurposes,

    /// <summary>The same account, sender and purposes, within other limits a day.</summary>
    ChangesLimits,
}

/// <summary>An agency as the simulation sees it.</summary>
public sealed record AgencySnapshot(ClientRef Agency, string Nom, Candidate? Own, bool WasSelected);

/// <param name="Before">What is in effect today.</param>
/// <param name="After">What the new policy would put in effect.</param>
public sealed record SimulatedAgency(ClientRef Agency, string Nom, EffectiveConnexion Before, EffectiveConnexion After)
{
    public PolicyEffect Effect =>
        Before.ConnexionId == After.ConnexionId ? SameAccount
        : Before.ConnexionId is null ? PolicyEffect.Gains
        : After.ConnexionId is null ? PolicyEffect.Loses
        : PolicyEffect.ChangesAccount;

    /// <summary>Null where there is no connexion before or after: then nothing but having one changes.</summary>
    public TermsChange? Terms => Before.ConnexionId is null || After.ConnexionId is null
        ? null
        : new TermsChange(Before.Purposes, After.Purposes, Before.Quota, After.Quota);

    private PolicyEffect SameAccount =>
        Before.Sender != After.Sender ? PolicyEffect.ChangesSender
        : Before.Purposes != After.Purposes ? PolicyEffect.ChangesPurposes
        : Before.Quota != After.Quota ? PolicyEffect.ChangesLimits
        : PolicyEffect.Unchanged;
}

/// <summary>Shows, before a policy is saved, what it does to each agency: the resolver, asked twice.</summary>
public static class PolicySimulation
{
    public static IReadOnlyList<SimulatedAgency> Simulate(
        Candidate? network, SharingTerms before, SharingTerms after, IReadOnlySet<Guid> selectedAfter, IEnumerable<AgencySnapshot> agencies) =>
        [.. agencies.Select(agency => new SimulatedAgency(
            agency.Agency,
            agency.Nom,
            Resolve(network, before, agency, agency.WasSelected),
            Resolve(network, after, agency, selectedAfter.Contains(agency.Agency.Id))))];

    private static EffectiveConnexion Resolve(Candidate? network, SharingTerms terms, AgencySnapshot agency, bool selected) =>
        ConnexionResolver.Resolve(new ResolverSnapshot(agency.Own, network, terms.For(selected)));
}
