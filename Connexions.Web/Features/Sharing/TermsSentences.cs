using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Sharing;

/// <summary>The resources of <see cref="TermsSentences"/>.</summary>
public sealed class TermsTexts;

/// <summary>For what, and how much a day, a network's connexion may be used; the director and the agencies read the same.</summary>
public sealed class TermsSentences(IStringLocalizer<TermsTexts> texts, PurposeTexts purposeTexts)
{
    /// <returns>A sentence for each restriction; none where everything is allowed, without limit.</returns>
    public IReadOnlyList<string> For(Provider provider, Purposes purposes, SharingQuota quota)
    {
        var sentences = new List<string>();
        var offered = provider.Gateway.Purposes;
        if (!purposes.Grants(offered))
        {
            sentences.Add(texts["Purposes", purposeTexts.List(purposes, provider)]);
        }

        var limits = quota.ByName.Where(limit => limit.Value is not null).Select(limit => Limit(limit.Key, limit.Value!.Value)).ToList();
        if (limits.Count > 0)
        {
            sentences.Add(texts[limits.Count > 1 ? "Limits" : "Limits.One", string.Join(", ", limits)]);
        }

        if (quota.LimitsEmails && (purposes & offered).Grants(Purposes.Newsletters))
        {
            sentences.Add(texts["NoNewsletters"]);
        }

        return sentences;
    }

    private string Limit(string name, int value) => texts[value > 1 ? name : $"{name}.One", value];
}
