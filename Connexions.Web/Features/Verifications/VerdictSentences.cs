using Connexions.Domain.Integrations;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Verifications;

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

    /// <summary>Where at the provider the next step is taken; null where there is no such place.</summary>
    public static Uri? Place(Provider provider, VerificationVerdict verdict) => provider.PlaceFor(verdict);

    private string? Find(string part, Provider provider, VerificationVerdict verdict, VerificationCause? cause, string? address = null)
    {
        foreach (var key in new[] { $"{part}.{verdict}.{cause}", $"{part}.{verdict}.{provider.Code}", $"{part}.{verdict}" })
        {
            if (texts[key, provider.Name, address ?? ""] is { ResourceNotFound: false } found)
            {
                return found.Value.Length == 0 ? null : found.Value;
            }
        }

        return null;
    }
}
