using Connexions.Domain.Integrations;

namespace Connexions.Web.Persistence.Configurations;

/// <summary>
/// The state that lists show of a connexion, computed by the database from the domain's own rules, so that an index finds
/// those in a state. Whether the key ring reads a key it cannot know: that is for the reader to ask.
/// </summary>
internal static class ShownState
{
    public const string Property = nameof(ShownState);

    /// <summary>What its owner suspended shows that instead of its state.</summary>
    public const string Frozen = "Frozen";

    public const int MaxLength = 20;

    public static string Sql { get; } = string.Join(' ',
    [
        $"CASE WHEN frozen_at IS NOT NULL THEN '{Frozen}'",
        $"WHEN api_key_ring_key_id IS NULL THEN '{Of(hasKey: false)}'",
        $"WHEN in_conflict_since IS NOT NULL THEN '{Of(inConflict: true)}'",
        $"WHEN refused_once_at IS NOT NULL THEN '{Of(refusedOnce: true)}'",
        .. Enum.GetValues<VerificationVerdict>().Select(verdict => $"WHEN verdict = '{verdict}' THEN '{Of(verdict: verdict)}'"),
        $"WHEN last_try IS NOT NULL THEN '{Of(lastTry: VerificationVerdict.ProviderUnavailable)}'",
        $"ELSE '{Of()}' END",
    ]);

    private static ConnexionState Of(
        bool hasKey = true, bool inConflict = false, bool refusedOnce = false, VerificationVerdict? verdict = null, VerificationVerdict? lastTry = null) =>
        new Standing(hasKey, IsReadable: true, inConflict, verdict, refusedOnce, lastTry ?? verdict).State;
}
