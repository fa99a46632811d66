using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;

namespace Connexions.Web.Features.Integrations;

/// <param name="Client">The client the form was opened for, and its button names.</param>
/// <param name="Version">The version the form was filled from; null for a new connexion.</param>
/// <param name="Key">The key that was typed; null keeps the stored one.</param>
public sealed record SaveConnexionRequest(
    ClientRef Client, string Provider, Guid? Version, IReadOnlyDictionary<FieldKind, string?> Values, SecretText? Key)
{
    /// <summary>Removes the stored key; the connexion becomes incomplete.</summary>
    public bool RemoveKey { get; init; }

    /// <summary>With <see cref="RemoveKey"/>: it can be put back for a while.</summary>
    public bool KeepRemoved { get; init; }

    /// <summary>The person confirmed that the key takes the place of one that works, though it was refused or could not be tried.</summary>
    public bool ThoughAtRisk { get; init; }

    /// <summary>The person confirmed using the key for both clients they answer for.</summary>
    public bool ForBoth { get; init; }

    /// <summary>The person confirmed that the key opens another account than the one before.</summary>
    public bool ForAnotherAccount { get; init; }

    /// <summary>The person confirmed that this is a key, though it does not look like one of the provider's.</summary>
    public bool ThoughUnusual { get; init; }

    /// <summary>The person confirmed a label that is not the account the provider names.</summary>
    public bool ThoughNamedOtherwise { get; init; }

    /// <summary>A question about this very key was answered: it was held against the person's password before the question.</summary>
    internal bool IsAnswered => ForBoth || ForAnotherAccount || ThoughUnusual || ThoughNamedOtherwise || ThoughAtRisk;

    // A record prints its members: the key prints itself as •••, and the values may be personal.
    public override string ToString() => $"{Provider} {Client}";
}

/// <summary>Someone else saved first; <paramref name="Current"/> is what they left.</summary>
public sealed record ConnexionConflict(ConnexionView Current) : Error("Connexion.Conflict");

/// <summary>The key opens another account than the one before: to be confirmed. Neither is a secret.</summary>
public sealed record AnotherAccount(ProviderAccount Before, ProviderAccount Now) : Error("Connexion.AnotherAccount", nameof(FieldKind.ApiKey))
{
    /// <summary>Whether the key before can be put back afterwards.</summary>
    public bool IsKept { get; init; }
}

/// <summary>The stored key works, and the one that would take its place was refused, or could not be tried: to be confirmed.</summary>
/// <param name="Finding">Null when the provider did not answer in time.</param>
public sealed record KeyAtRisk(Verification? Finding) : Error("Connexion.KeyAtRisk", nameof(FieldKind.ApiKey))
{
    public bool IsRefused => Finding?.Verdict == VerificationVerdict.Rejected;
}

/// <summary>The account was labelled as another than the provider names: to be confirmed.</summary>
public sealed record NamedOtherwise(AccountIdentity Account) : Error("Connexion.NamedOtherwise", nameof(FieldKind.AccountEmail));

/// <param name="Finding">What the provider said of the key that was typed; null when none was, or when it did not answer in time.</param>
public sealed record SavedConnexion(ConnexionView View, Verification? Finding);
