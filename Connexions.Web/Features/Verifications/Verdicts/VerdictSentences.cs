using Connexions.Domain.Integrations;
using Connexions.Web.Features.Verifications.Checks;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Verifications.Verdicts;

/// <summary>Where the sentences lie.</summary>
public sealed class VerdictTexts;

/// <summary>
/// What a verdict means, and what to do next, in plain words. Keys go from the particular to the general: the cause,
/// then the provider's own, then the verdict alone.
/// </summary>
public sealed class VerdictSentences(IStringLocalizer<VerdictTexts> texts)
{
    public string Says(Provider provider, VerificationVerdict verdict, VerificationCause? cause = null) =>
        Find("Says", provider, verdict, cause) ?? throw new InvalidOperationException($"Nothing says {verdict}.");

    /// <summary>Null when there is nothing to do.</summary>
    /// <param name="address">The address the provider does not let in, where it told.</param>
    public string? Next(Provider provider, VerificationVerdict verdict, VerificationCause? cause = null, string? address = null) =>
        Find(address is null ? "Next" : "NextAt", provider, verdict, cause, address) ?? Find("Next", provider, verdict, cause);

    /// <summary>What a connexion's state means, or the verdict behind it.</summary>
    public string Says(Provider provider, KeyFacts facts) => Find("Says", provider, NameOf(facts), facts.Cause?.ToString())
        ?? throw new InvalidOperationException($"Nothing says {NameOf(facts)}.");

    /// <summary>What comes next for a connexion. Null when there is nothing to do.</summary>
    public string? Next(Provider provider, KeyFacts facts)
    {
        var address = facts.Decisive == VerificationVerdict.IpBlocked ? facts.BlockedAddress : null;
        return (address is null ? null : Find("NextAt", provider, NameOf(facts), facts.Cause?.ToString(), address)) ?? Find("Next", provider, NameOf(facts), facts.Cause?.ToString());
    }

    /// <summary>Where at the provider the next step is taken; null where there is no such place.</summary>
    public static Uri? Place(Provider provider, VerificationVerdict verdict) => provider.PlaceFor(verdict);

    // A verdict says more than the state it makes.
    private static string NameOf(KeyFacts facts) => facts.Decisive?.ToString() ?? facts.State.ToString();

    private string? Find(string part, Provider provider, VerificationVerdict verdict, VerificationCause? cause, string? address = null) =>
        Find(part, provider, verdict.ToString(), cause?.ToString(), address);

    private string? Find(string part, Provider provider, string verdict, string? cause, string? address = null)
    {
        foreach (var key in new[] { $"{part}.{verdict}.{cause}.{provider.Code}", $"{part}.{verdict}.{cause}", $"{part}.{verdict}.{provider.Code}", $"{part}.{verdict}" })
        {
            if (texts[key, provider.Name, address ?? ""] is { ResourceNotFound: false } found)
            {
                return found.Value.Length == 0 ? null : found.Value;
            }
        }

        return null;
    }
}
