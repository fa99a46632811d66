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
}
