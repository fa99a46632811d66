using Connexions.Domain.Integrations;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Integrations.Listing;

/// <summary>Tells a stored connexion's state without decrypting anything.</summary>
internal static class ConnexionStates
{
    public static ConnexionState StateOf(this KeyRing ring, ConnexionRow row) =>
        ring.StateOf(row.RingKeyId, row.InConflictSince, row.Verdict, row.RefusedOnceAt, row.LastTry);

    public static ConnexionState StateOf(this KeyRing ring, Connexion row) =>
        ring.StateOf(row.ApiKeyRingKeyId, row.InConflictSince, row.Verdict, row.RefusedOnceAt, row.LastTry);

    public static KeyFacts FactsOf(this KeyRing ring, ConnexionRow row) => new(ring.StateOf(row))
    {
        Verdict = row.Verdict,
        VerdictAt = row.VerdictAt,
        VerdictCause = row.VerdictCause,
        RefusedOnceAt = row.RefusedOnceAt,
        LastTry = row.LastTry,
        LastTryAt = row.LastTryAt,
        InConflictSince = row.InConflictSince,
        BlockedAddress = row.BlockedAddress,
        FrozenAt = row.FrozenAt,
    };

    public static KeyFacts FactsOf(this KeyRing ring, Connexion row) => new(ring.StateOf(row))
    {
        Verdict = row.Verdict,
        VerdictAt = row.VerdictAt,
        VerdictCause = row.VerdictCause,
        RefusedOnceAt = row.RefusedOnceAt,
        LastTry = row.LastTry,
        LastTryAt = row.LastTryAt,
        InConflictSince = row.InConflictSince,
        BlockedAddress = row.BlockedAddress,
        FrozenAt = row.FrozenAt,
    };

    public static ConnexionState StateOf(
        this KeyRing ring, Guid? ringKeyId, DateTime? inConflictSince, VerificationVerdict? verdict, DateTime? refusedOnceAt, VerificationVerdict? lastTry) =>
        new Standing(ringKeyId is not null, ringKeyId is { } keyId && ring.CanRead(keyId), inConflictSince is not null, verdict, refusedOnceAt is not null, lastTry).State;
}
