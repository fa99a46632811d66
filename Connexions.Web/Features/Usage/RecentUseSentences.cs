using Connexions.Domain.Integrations;
using Connexions.Web.Shared.Times;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Usage;

/// <summary>How much a connexion was used of late, for whoever is about to take it away.</summary>
public sealed class RecentUseSentences(IStringLocalizer<UseTexts> texts, TimeProvider clock)
{
    /// <summary>What was used, and the tokens that were made for it; a sentence each.</summary>
    public IReadOnlyList<string> For(Provider provider, RecentUse use)
    {
        var sentences = new List<string> { Used(use) };
        if (use.Tokens.Count > 0)
        {
            sentences.Add(texts[use.Tokens.Count > 1 ? "Recent.Tokens" : "Recent.Tokens.One", provider.Name, string.Join(", ", use.Tokens)]);
        }

        return sentences;
    }

    /// <summary>What agencies that lose the use have used; null where they have used nothing.</summary>
    public string? Lost(RecentUse use) => use.LastHour is { } last ? texts["Recent.Lost", Times(use.Calls), Agencies(use.Agencies), Day(last)].Value : null;

    private string Used(RecentUse use) => use switch
    {
        { LastHour: null } => texts["Recent.Never"],
        { LastHour: { } last, Agencies: 0 } => texts["Recent", Times(use.Calls), Day(last)],
        { LastHour: { } last } => texts["Recent.ByAgencies", Times(use.Calls), Agencies(use.Agencies), Day(last)],
    };

    private string Times(int calls) => texts[calls > 1 ? "Recent.Times" : "Recent.Times.One", calls];

    private string Agencies(int count) => texts[count > 1 ? "Recent.Agencies" : "Recent.Agencies.One", count];

    private string Day(DateTime at) => (ParisDay.Of(clock.GetUtcNow().UtcDateTime).DayNumber - ParisDay.Of(at).DayNumber) switch
    {
        <= 0 => texts["Recent.Today"],
        1 => texts["Recent.Yesterday"],
        _ => texts["Recent.On", ParisDay.InWords(at)],
    };
}
