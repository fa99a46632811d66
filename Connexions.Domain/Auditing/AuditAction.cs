namespace Connexions.Domain.Auditing;

/// <summary>
/// What the journal tells of. Stored by name: never rename one. Each has its sentence in the resources of the journal.
/// </summary>
public enum AuditAction
{
    ConnexionCreated,
    ConnexionEdited,
    KeyReplaced,
    KeyRemoved,

    /// <summary>The key before was put back in place of the one that had replaced it.</summary>
    KeyRestored,

    /// <summary>The key before is kept no longer: on request, in its time, or because a claim was settled.</summary>
    KeyBeforeLetGo,
    ConnexionDeleted,

    /// <summary>Support looked through a list in which connexions of this organisation stood.</summary>
    SupportListed,

    /// <summary>Support opened one connexion.</summary>
    SupportOpened,

    /// <summary>Someone tried what they have no right to.</summary>
    Refused,

    OrganisationCreated,
    ReseauCreated,
    AgenceCreated,
    InvitationCreated,
    InvitationWithdrawn,
    InvitationAccepted,
    MembershipWithdrawn,
    AccountDisabled,
    AccountEnabled,
    PasswordLinkCreated,

    PolicyChanged,

    /// <summary>A change of policy was decided for a day to come.</summary>
    PolicyScheduled,

    /// <summary>A change that lay ahead was called off.</summary>
    PolicyScheduleCancelled,
    ConnexionSetAside,
    ConnexionTakenUp,
    ConnexionFrozen,
    ConnexionThawed,

    /// <summary>An agency states, changes or drops its own sender on the network's connexion.</summary>
    OwnSenderChanged,
    SharingRequested,
    SharingRequestAnswered,
    NoticesRead,

    /// <summary>What the provider says of a key has changed. The verdict is told as a change, before and after.</summary>
    VerdictChanged,

    /// <summary>Someone sent a test mail to find out whether a key works.</summary>
    TestMailSent,

    /// <summary>What was typed as a key can be none; nothing of it was kept or sent.</summary>
    ImpossibleKeyRefused,

    /// <summary>A key or an account that another client claims was entered, and refused. In the journal of who entered it.</summary>
    ClaimRefused,

    /// <summary>Another client entered a key or an account claimed here, and was refused. In the journal of who claims it.</summary>
    ClaimAttempted,

    /// <summary>A network entered the key that one of its agencies claimed: within a family the network's claim wins.</summary>
    ClaimTakenOver,

    /// <summary>One person responsible for two clients confirmed one key for both. In both journals.</summary>
    ClaimConfirmed,
    CollisionContested,
    CollisionSettled,

    /// <summary>A key turned out to be claimed by another: it cannot be used until that is settled.</summary>
    ConflictEntered,
    ConflictLeft,
    VerificationRunStarted,
    VerificationRunEnded,

    /// <summary>Stored keys were protected anew by the current key of the ring.</summary>
    SecretsReprotected,

    /// <summary>A tool used a connexion through the gateway, or was refused. In the lender's journal too, where the key is a network's.</summary>
    ConnexionUsed,
    ServiceTokenCreated,
    ServiceTokenRevoked,

    /// <summary>Somebody signed in. In the platform's journal, like what follows; the actor is the person of the account it is about.</summary>
    SignedIn,

    /// <summary>A wrong password for an account, any for a suspended one, or an address without an account: then the subject is a keyed hash of it.</summary>
    SignInFailed,

    /// <summary>After so many failures nobody gets in for a while.</summary>
    AccountLockedOut,
    PasswordChanged,

    /// <summary>A person ended one of their sessions from another.</summary>
    SessionEnded,

    /// <summary>The demonstration's data was laid down.</summary>
    DemoLaidDown,
}

public enum AuditOutcome
{
    Done,
    Refused,
}

public enum ActorKind
{
    Person,

    /// <summary>The application itself.</summary>
    Job,

    /// <summary>A tool with a service token, whose id is the actor's.</summary>
    Tool,
}
