using System.Globalization;
using System.Text.RegularExpressions;
using Connexions.Domain.Sharing;
using Connexions.Tests.Domain.Sharing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing.InEffect;

/// <summary>The words of every situation there can be, in both languages.</summary>
public sealed partial class SituationSentencesTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization()
        .AddScoped<PurposeTexts>().AddScoped<VerdictSentences>().AddScoped<SituationSentences>().BuildServiceProvider();

    [Theory]
    [InlineData("fr-FR", "rien à faire", "Agence Essai", "rien ne passe|n’utilise")]
    [InlineData("en-GB", "nothing", "Agence Essai", "nothing goes out|do not use|does not use")]
    public void EverySituation_SaysWhatItIs_AndContradictsItselfNowhere(string culture, string nothingToDo, string client, string down)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        using var scope = services.CreateScope();
        var sentences = scope.ServiceProvider.GetRequiredService<SituationSentences>();
        var told = SituationCase.All.Select(one => one.Told).Distinct().ToList();

        Assert.All(told, situation =>
        {
            var (says, next) = (sentences.Says(situation, client, "Réseau Essai"), sentences.Next(situation, client, "Réseau Essai"));
            string[] all = [says, next ?? "", sentences.State(situation), sentences.Account(situation), sentences.Do(situation)];

            Assert.DoesNotContain(all, text => RawKey().IsMatch(text) || text.Contains("  ", StringComparison.Ordinal));
            Assert.Equal(situation.InEffect == Source.None, Regex.IsMatch(says, down, RegexOptions.None, TimeSpan.FromSeconds(1)));
            if (situation.NeedsAttention || situation.Step.Doer == StepDoer.You)
            {
                Assert.NotNull(next);
                Assert.DoesNotContain(nothingToDo, next, StringComparison.Ordinal);
            }

            // "None" stands beside nothing that is wrong.
            Assert.Equal(situation.State == SituationState.Unused, sentences.Account(situation) == sentences.Account(Unused));
        });
    }

    private static Situation Unused => SituationCase.All.Select(one => one.Told).First(one => one.State == SituationState.Unused);

    public void Dispose()
    {
        CultureInfo.CurrentUICulture = before;
        services.Dispose();
    }

    [GeneratedRegex(@"\{\d|(State|None|Serves|Meanwhile|Do|Next|Whose)\.\w", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RawKey();
}
