using System.Globalization;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Shared.Times;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Sharing.Policies.Sentences;

/// <summary>The resources of <see cref="PolicySentences"/>.</summary>
public sealed class PolicyTexts;

/// <summary>A policy in plain words: one sentence, and one more for each restriction.</summary>
public sealed class PolicySentences(IStringLocalizer<PolicyTexts> texts, TermsSentences termsSentences)
{
    /// <summary>Up to as many agencies are named; more are counted.</summary>
    private const int Named = 3;

    public string For(Provider provider, SharingTerms terms, IReadOnlySet<Guid> selected, IEnumerable<FamilyAgency> agencies)
    {
        var names = terms.Mode.Selects() ? agencies.Where(agency => selected.Contains(agency.Client.Id)).Select(agency => agency.Nom).ToList() : [];
        // All that were chosen may have left the network since.
        if (terms.Mode == SharingMode.None || (terms.Mode == SharingMode.Selected && names.Count == 0))
        {
            return texts["None"];
        }

        var who = terms.Mode switch
        {
            SharingMode.AllExcept when names.Count == 0 => texts["All"].Value,
            SharingMode.All => texts["All"].Value,
            SharingMode.AllExcept => names.Count > Named ? texts["AllExcept.Many", names.Count] : texts["AllExcept", List(names)],
            _ => names.Count switch
            {
                1 => texts["Selected.One", names[0]],
                > Named => texts["Selected.Many", names.Count],
                _ => texts["Selected", names.Count, List(names)],
            },
        };
        var sends = provider.Fields.Any(field => field.Kind == FieldKind.SenderEmail);
        var how = $"{(terms.OwnAllowed ? "Own" : "Imposed")}{(sends && terms.OwnSenderAllowed ? ".Sender" : "")}";
        var one = terms.Mode == SharingMode.Selected && names.Count == 1 ? ".One" : "";
        return string.Join(' ', [texts["Whole", who, texts[how + one].Value].Value, .. termsSentences.For(provider, terms.Purposes, terms.Quota)]);
    }

    /// <summary>The same, for a decision that lies ahead.</summary>
    public string Ahead(Provider provider, DecidedPolicy decided, IEnumerable<FamilyAgency> agencies)
    {
        var sentence = For(provider, decided.Terms, decided.Selected, agencies);
        return texts["From", ParisDay.InWords(decided.EffectiveFrom), char.ToLower(sentence[0], CultureInfo.CurrentUICulture) + sentence[1..]];
    }

    private string List(List<string> names) =>
        names.Count < 2 ? names[0] : texts["And", string.Join(", ", names.Take(names.Count - 1)), names[^1]];
}
