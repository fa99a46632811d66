namespace Connexions.Domain.Sharing;

/// <summary>What comes next for one client and provider: a closed list. Each has its words in the resources.</summary>
public enum StepKind
{
    None,

    /// <summary>There is no account: one can be entered.</summary>
    SetUp,

    /// <summary>The key is missing.</summary>
    AddKey,

    /// <summary>The stored key cannot be read any more.</summary>
    EnterKeyAgain,

    /// <summary>The provider refuses the key.</summary>
    ReplaceKey,

    /// <summary>Somebody else claims the key.</summary>
    SettleClaim,

    /// <summary>It is suspended, and can be ended.</summary>
    Resume,

    /// <summary>It was set aside, and nothing serves in its place.</summary>
    TakeUp,

    /// <summary>At the provider: this server is to be let in.</summary>
    AllowServer,

    /// <summary>At the provider: credit, or a right, is missing.</summary>
    MendAccount,

    /// <summary>The provider names another account than the one that was typed.</summary>
    CheckAccount,

    /// <summary>Only a mail to oneself tells whether the key works.</summary>
    SendTestMail,
}

/// <summary>Whose the next step is, seen from whoever reads of it.</summary>
public enum StepDoer
{
    Nobody,
    You,

    /// <summary>The network the client belongs to.</summary>
    Network,

    /// <summary>The client itself, where somebody else reads.</summary>
    Client,
}

/// <summary>Where the next step is taken.</summary>
public enum StepTarget
{
    Nowhere,

    /// <summary>One's own connexion at the provider: its form.</summary>
    Connexion,

    /// <summary>The field for its key.</summary>
    Key,

    /// <summary>Where a claim is contested.</summary>
    Claim,

    /// <summary>Where a suspension is ended.</summary>
    Suspension,

    /// <summary>Where one's own is taken up again.</summary>
    InEffect,
}

/// <param name="Doer">Nobody where there is nothing to do.</param>
/// <param name="Target">Nowhere for what the reader does not do.</param>
public sealed record NextStep(StepKind Kind, StepDoer Doer, StepTarget Target)
{
    public static readonly NextStep None = new(StepKind.None, StepDoer.Nobody, StepTarget.Nowhere);

    /// <summary>Possible rather than needed: nothing is wrong while it is not taken.</summary>
    public bool IsOffer { get; init; }

    internal static NextStep By(StepDoer doer, StepKind kind) => new(kind, doer, doer == StepDoer.You ? TargetOf(kind) : StepTarget.Nowhere);

    private static StepTarget TargetOf(StepKind kind) => kind switch
    {
        StepKind.AddKey or StepKind.EnterKeyAgain or StepKind.ReplaceKey => StepTarget.Key,
        StepKind.SettleClaim => StepTarget.Claim,
        StepKind.Resume => StepTarget.Suspension,
        StepKind.TakeUp => StepTarget.InEffect,
        _ => StepTarget.Connexion,
    };
}
