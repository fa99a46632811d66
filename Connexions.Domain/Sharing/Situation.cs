using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;

namespace Connexions.Domain.Sharing;

/// <summary>How one client stands at one provider: a closed list. Each has its words in the resources.</summary>
public enum SituationState
{
    Works,

    /// <summary>It works, and the provider names another account than the one that was typed.</summary>
    OtherAccount,

    /// <summary>The key is alive, and the account lacks credit or the key a right.</summary>
    Limited,

    NeverVerified,

    /// <summary>It was tried, and nothing can be said.</summary>
    CannotTell,

    /// <summary>The provider refused the key once, which alone is not believed.</summary>
    RefusedOnce,

    /// <summary>The provider does not let this server in.</summary>
    Blocked,

    /// <summary>Neither the client nor its network means to use this provider.</summary>
    Unused,

    /// <summary>The network means to share a connexion, and has none.</summary>
    Missing,

    /// <summary>There is a connexion without a key, and nothing in its place.</summary>
    Incomplete,

    /// <summary>The client set its own aside, and nothing serves in its place.</summary>
    SetAside,

    Unreadable,
    Refused,
    InConflict,
    Suspended,
}

/// <summary>What is known of one connexion: of its key, and whose account it opens.</summary>
/// <param name="Facts">Of a connexion without a key as well.</param>
/// <param name="Account">Null where nobody says whose it is, or where the reader may not know.</param>
public sealed record ConnexionAspect(KeyFacts Facts, AccountIdentity? Account);

/// <summary>
/// One client at one provider, in one state, with one sentence and one next step. Every screen, notice, answer and count
/// shows this and judges nothing by itself.
/// </summary>
/// <param name="InEffect">Whose connexion serves.</param>
/// <param name="About">Whose connexion the state speaks of: the one in trouble, else the one that serves; none where there is none to speak of.</param>
public sealed record Situation(Provider Provider, SituationState State, Source InEffect, Source About, NextStep Step)
{
    /// <summary>Stands for what the last verdict says of the key: those sentences have a resource of their own.</summary>
    public const string VerdictKey = "Verdict";

    /// <summary>Somebody who reads this has to act, or to see to it that it is done.</summary>
    public bool NeedsAttention { get; private init; }

    /// <summary>Whether the reader is told of themself.</summary>
    public bool IsYours { get; private init; }

    /// <summary>The network leaves no choice.</summary>
    public bool IsImposed { get; private init; }

    /// <summary>Whose account serves; where none does, that of the connexion in trouble. Null where it is not known, or not for the reader.</summary>
    public AccountIdentity? Account { get; private init; }

    /// <summary>What the connexion that serves may be used for, of all that its provider offers.</summary>
    public Purposes Purposes { get; private init; }

    /// <summary>What is known of the key that the state speaks of; null without a key.</summary>
    public KeyFacts? Facts { get; private init; }

    /// <summary>Something is wrong, whoever has to mend it.</summary>
    public bool IsTrouble => State is not (SituationState.Works or SituationState.NeverVerified or SituationState.CannotTell or SituationState.RefusedOnce or SituationState.Unused);

    /// <summary>Nothing serves, though something is meant to.</summary>
    public bool IsDown => InEffect == Source.None && State != SituationState.Unused;

    /// <summary>The network's serves only because the client's own cannot.</summary>
    public bool IsFallback => InEffect == Source.Network && About == Source.Own;

    /// <summary>Since when, UTC, as far as somebody looked.</summary>
    public DateTime? Since => State == SituationState.Suspended ? Facts?.FrozenAt : Facts?.Since;

    /// <summary>E-mails or newsletters go out by it.</summary>
    public bool Sends => InEffect != Source.None && Provider.Gateway.SendsMail && (Purposes & (Purposes.Emails | Purposes.Newsletters)) != Purposes.None;

    /// <summary>The one sentence: the keys of its parts in the resources, one or two.</summary>
    public IReadOnlyList<string> Sentence
    {
        get
        {
            var voice = IsYours ? "You" : "They";
            if (InEffect == Source.None)
            {
                return [State == SituationState.Unused ? $"None.Unused.{voice}" : $"None.{About}.{State}.{voice}"];
            }

            var whose = InEffect == Source.Network && IsImposed ? "Network.Imposed" : Account is null ? $"{InEffect}.Unnamed" : $"{InEffect}";
            var serves = $"Serves.{whose}.{(Sends ? "Mail" : "Other")}.{voice}";
            return this switch
            {
                { IsFallback: true } => [serves, $"Meanwhile.{State}.{voice}"],
                { State: SituationState.Works } => [serves],
                { State: SituationState.OtherAccount, Account: null } => [serves, "Serves.OtherAccount.Withheld"],
                { State: SituationState.OtherAccount } => [serves, "Serves.OtherAccount"],
                _ => [serves, VerdictKey],
            };
        }
    }

    /// <summary>Tells how a client stands, from what the resolver found and what is known of the connexions it looked at.</summary>
    public static Situation Of(Provider provider, EffectiveConnexion effective, ConnexionAspect? own, ConnexionAspect? network, Reader reader)
    {
        var (state, about) = Judge(effective, own, network);
        var aspect = Pick(about);
        var situation = new Situation(provider, state, effective.Source, about, NextStep.None)
        {
            IsYours = reader.IsClient,
            IsImposed = effective.IsImposed,
            Account = MayKnow(effective.Source) ? Pick(effective.Source)?.Account : MayKnow(about) && effective.Source == Source.None ? aspect?.Account : null,
            Purposes = effective.Source == Source.None ? Purposes.None : effective.Purposes & provider.Gateway.Purposes,
            Facts = aspect?.Facts is { State: not (ConnexionState.Missing or ConnexionState.Incomplete) } facts ? facts : null,
        };
        var step = StepOf(provider, state, about, aspect, reader);
        return situation with { Step = step, NeedsAttention = situation.IsTrouble && (step.Doer == StepDoer.You || reader.Oversees) };

        ConnexionAspect? Pick(Source source) => source switch { Source.Own => own, Source.Network => network, _ => null };

        // A director sees how an agency's own connexion does, and never whose account it is.
        bool MayKnow(Source source) => source != Source.None && (source == Source.Network || !reader.IsNetwork);
    }

    private static (SituationState State, Source About) Judge(EffectiveConnexion effective, ConnexionAspect? own, ConnexionAspect? network)
    {
        var ofOwn = effective.Trace.FirstOrDefault(step => step.Source == Source.Own)?.Reason;
        var ofNetwork = effective.Trace.FirstOrDefault(step => step.Source == Source.Network)?.Reason;
        if (Broken(ofOwn) is { } broken)
        {
            return (broken, Source.Own);
        }

        return effective.Source switch
        {
            Source.Own => (Serving(own), Source.Own),
            Source.Network => (Serving(network), Source.Network),
            _ when ofOwn == TraceReason.SetAside => (SituationState.SetAside, Source.Own),
            _ when Broken(ofNetwork) is { } theirs => (theirs, Source.Network),
            _ when ofNetwork is TraceReason.Missing => (SituationState.Missing, Source.Network),
            _ when ofNetwork is TraceReason.NoKey => (SituationState.Incomplete, Source.Network),
            _ when ofNetwork is TraceReason.SetAside => (SituationState.SetAside, Source.Network),
            _ when ofOwn is TraceReason.NoKey or TraceReason.SenderOnly => (SituationState.Incomplete, Source.Own),
            _ => (SituationState.Unused, Source.None),
        };
    }

    private static SituationState? Broken(TraceReason? reason) => reason switch
    {
        TraceReason.Unreadable => SituationState.Unreadable,
        TraceReason.Rejected => SituationState.Refused,
        TraceReason.InConflict => SituationState.InConflict,
        TraceReason.Frozen => SituationState.Suspended,
        _ => null,
    };

    private static SituationState Serving(ConnexionAspect? aspect) => aspect?.Facts.State switch
    {
        ConnexionState.Limited => SituationState.Limited,
        ConnexionState.Blocked => SituationState.Blocked,
        ConnexionState.RefusedOnce => SituationState.RefusedOnce,
        ConnexionState.NeverVerified => SituationState.NeverVerified,
        ConnexionState.CannotTell => SituationState.CannotTell,
        _ when aspect?.Account is { Differs: true } => SituationState.OtherAccount,
        _ => SituationState.Works,
    };

    private static NextStep StepOf(Provider provider, SituationState state, Source about, ConnexionAspect? aspect, Reader reader)
    {
        var doer = about == Source.Network ? reader.IsNetwork ? StepDoer.You : StepDoer.Network : reader.MayAct ? StepDoer.You : StepDoer.Client;
        return state switch
        {
            SituationState.OtherAccount => NextStep.By(doer, StepKind.CheckAccount),
            SituationState.Limited => NextStep.By(doer, StepKind.MendAccount),
            SituationState.Blocked => NextStep.By(doer, StepKind.AllowServer),
            SituationState.Missing => NextStep.By(doer, StepKind.SetUp),
            SituationState.Incomplete => NextStep.By(doer, StepKind.AddKey),
            SituationState.SetAside => NextStep.By(doer, StepKind.TakeUp),
            SituationState.Unreadable => NextStep.By(doer, StepKind.EnterKeyAgain),
            SituationState.Refused => NextStep.By(doer, StepKind.ReplaceKey),
            SituationState.InConflict => NextStep.By(doer, StepKind.SettleClaim),
            SituationState.Suspended => NextStep.By(doer, StepKind.Resume),
            SituationState.Unused when reader.MayAct => NextStep.By(StepDoer.You, StepKind.SetUp) with { IsOffer = true },
            // Where the provider can be asked, the application asks by itself.
            SituationState.NeverVerified or SituationState.RefusedOnce or SituationState.CannotTell
                when doer == StepDoer.You && provider.Verifier is { CanProbe: false, SendsTestMail: true } && aspect is not null => NextStep.By(doer, StepKind.SendTestMail) with { IsOffer = true },
            _ => NextStep.None,
        };
    }
}
