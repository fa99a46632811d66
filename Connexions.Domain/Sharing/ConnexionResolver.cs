namespace Connexions.Domain.Sharing;

/// <summary>
/// Says which connexion is in effect, and why. Pure: screens, simulation, API and gateway all call it, and nothing is
/// ever copied down from the network to its agencies.
/// </summary>
public static class ConnexionResolver
{
    public static EffectiveConnexion Resolve(ResolverSnapshot snapshot)
    {
        var trace = new List<TraceStep>(2);
        var policy = snapshot.Policy;
        if (policy is { IsImposed: true })
        {
            trace.Add(new TraceStep(Source.Own, snapshot.Own is null ? TraceReason.Missing : TraceReason.Imposed));
        }
        else
        {
            var own = new TraceStep(Source.Own, Judge(snapshot.Own, policy is not null));
            trace.Add(own);
            if (own.IsTaken)
            {
                if (policy is { IsPermitted: true })
                {
                    trace.Add(new TraceStep(Source.Network, TraceReason.OwnComesFirst));
                }

                return Taken(Source.Own, snapshot.Own!, own, trace) with { Sender = snapshot.Own!.Sender, SenderSource = SourceOf(snapshot.Own.Sender, Source.Own) };
            }
        }

        if (policy is null)
        {
            return new EffectiveConnexion(Source.None, null, trace);
        }

        var network = new TraceStep(Source.Network, policy.IsPermitted ? Judge(snapshot.Network, mayBeSenderOnly: false) : Refused(policy)) { Purposes = policy.Purposes };
        trace.Add(network);
        return network.IsTaken
            ? WithSender(Taken(Source.Network, snapshot.Network!, network, trace) with { IsImposed = policy.IsImposed, Purposes = policy.Purposes, Quota = policy.Quota }, snapshot, policy)
            : new EffectiveConnexion(Source.None, null, trace) { IsImposed = policy.IsImposed };
    }

    private static TraceReason Judge(Candidate? candidate, bool mayBeSenderOnly) => candidate switch
    {
        null => TraceReason.Missing,
        { Key: KeyCondition.None, Sender.IsStated: true } when mayBeSenderOnly => TraceReason.SenderOnly,
        { Key: KeyCondition.None } => TraceReason.NoKey,
        { Frozen: true } => TraceReason.Frozen,
        { SetAside: true } => TraceReason.SetAside,
        { Key: KeyCondition.Unreadable } => TraceReason.Unreadable,
        { Key: KeyCondition.Rejected } => TraceReason.Rejected,
        { Key: KeyCondition.InConflict } => TraceReason.InConflict,
        { Key: KeyCondition.RefusedOnce } => TraceReason.UsableRefusedOnce,
        { Key: KeyCondition.NeverVerified } => TraceReason.UsableNeverVerified,
        { Key: KeyCondition.Unproven } => TraceReason.UsableUnproven,
        _ => TraceReason.Usable,
    };

    private static TraceReason Refused(PolicyForAgency policy) => policy.Mode switch
    {
        SharingMode.AllExcept => TraceReason.Excepted,
        SharingMode.Selected => TraceReason.NotSelected,
        _ => TraceReason.NotShared,
    };

    private static EffectiveConnexion Taken(Source source, Candidate candidate, TraceStep step, List<TraceStep> trace) =>
        new(source, candidate.ConnexionId, trace) { IsUnproven = step.Reason != TraceReason.Usable };

    // Field by field: on the network's key an agency may keep the sender it states itself.
    private static EffectiveConnexion WithSender(EffectiveConnexion effective, ResolverSnapshot snapshot, PolicyForAgency policy) =>
        policy.OwnSenderAllowed && snapshot.Own is { Sender.IsStated: true } own
            ? effective with { Sender = own.Sender, SenderSource = Source.Own }
            : effective with { Sender = snapshot.Network!.Sender, SenderSource = SourceOf(snapshot.Network.Sender, Source.Network) };

    private static Source SourceOf(Sender sender, Source owner) => sender.IsStated ? owner : Source.None;
}
