using Connexions.Domain.Organisations;

namespace Connexions.Domain.Access;

/// <summary>
/// A person working under one membership, as their tab believes it to be: every handler checks it against the
/// database before it does anything.
/// </summary>
/// <param name="SessionId">Their sign-in, which a sign-out, a new password or a closed account ends.</param>
public sealed record Actor(Guid PersonId, Guid SessionId, Guid MembershipId, Role Role, Guid OrganisationId, ClientRef? Client)
{
    /// <summary>Where the person's browser is; kept with what is personal in the journal.</summary>
    public Origin Origin { get; init; } = Origin.Unknown;

    /// <summary>The scope in which this person works for the client of their membership.</summary>
    public ActingScope Scope => Role switch
    {
        Role.Directeur or Role.Responsable when Client is { } client => new ActingScope.Member(PersonId, OrganisationId, client),
        Role.Support => new ActingScope.Support(PersonId, Reason: null),
        Role.Administrateur => new ActingScope.Administration(PersonId),
        _ => throw new InvalidOperationException($"A {Role} without a client has no scope."),
    };

    public override string ToString() => $"{Role} {PersonId}";
}

/// <param name="Address">The browser's IP address, as far as it is known.</param>
public sealed record Origin(string? Address, string? UserAgent)
{
    public static readonly Origin Unknown = new(null, null);
}
