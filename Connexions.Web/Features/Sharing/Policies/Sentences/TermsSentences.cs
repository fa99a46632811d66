using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Sharing.Policies.Sentences;

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

    /// <summary>Within a sentence, what the terms were and what they will be; empty where this provider's do not change.</summary>
    public string Change(Provider provider, TermsChange change)
    {
        var (before, after) = (change.PurposesBefore & provider.Gateway.Purposes, change.PurposesAfter & provider.Gateway.Purposes);
        return string.Join(texts["Change.And"], Uses("Lost", before & ~after).Concat(Uses("Added", after & ~before))
            .Concat(change.Limits.Select(limit => texts[$"Change.{limit.Name}", Amount(limit.Before), Amount(limit.After)].Value)));

        IEnumerable<string> Uses(string how, Purposes purposes) =>
            purposes == Purposes.None ? [] : [texts[purposes.Split().Skip(1).Any() ? $"Change.{how}" : $"Change.{how}.One", purposeTexts.List(purposes, provider)]];

        string Amount(int? limit) => limit is { } most ? texts["Change.Amount", most] : texts["Change.NoLimit"];
    }

    /// <summary>The same as a sentence of its own.</summary>
    public string ChangeInASentence(Provider provider, TermsChange change) =>
        Change(provider, change) is { Length: > 0 } said ? $"{char.ToUpper(said[0], CultureInfo.CurrentUICulture)}{said[1..]}." : "";

    private string Limit(string name, int value) => texts[value > 1 ? name : $"{name}.One", value];
}
