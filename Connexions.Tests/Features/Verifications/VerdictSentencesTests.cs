using System.Globalization;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Verifications;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Verifications;

public sealed class VerdictSentencesTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().AddScoped<VerdictSentences>().BuildServiceProvider();

    public static TheoryData<string, string> Everywhere =>
        new(from culture in new[] { "fr-FR", "en-GB" } from provider in ProviderCatalogue.All select (culture, provider.Code));

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void EveryVerdict_HasItsSentenceAndItsNextStep(string culture, string code) => In(culture, sentences => Assert.All(Enum.GetValues<VerificationVerdict>(), verdict =>
    {
        var provider = ProviderCatalogue.Find(code)!;
        Assert.NotEmpty(sentences.Says(provider, verdict));
        // A key that works asks for nothing.
        Assert.Equal(verdict == VerificationVerdict.Valid, sentences.Next(provider, verdict) is null);
    }));

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void EveryState_HasItsSentenceAndItsNextStep(string culture, string code) => In(culture, sentences => Assert.All(Enum.GetValues<ConnexionState>(), state =>
    {
        var (provider, facts) = (ProviderCatalogue.Find(code)!, Facts(state));
        Assert.Equal(state, facts.State);
        Assert.NotEmpty(sentences.Says(provider, facts));
        Assert.Equal(state == ConnexionState.Works, sentences.Next(provider, facts) is null);
        Assert.All([VerdictDoer.Network, VerdictDoer.Agency], doer => Assert.Equal(facts.NeedsAction, sentences.Next(provider, facts, doer) is not null));
    }));

    [Fact]
    public void BlockedAddress_IsNamed_AndWhereToAllowIt() => In("fr-FR", sentences =>
    {
        var brevo = ProviderCatalogue.Find("brevo")!;

        var next = sentences.Next(brevo, Facts(ConnexionState.Blocked) with { BlockedAddress = "203.0.113.7" });

        Assert.Contains("203.0.113.7", next, StringComparison.Ordinal);
        Assert.Contains("Sécurité", next, StringComparison.Ordinal);
        Assert.Equal("https://app.brevo.com/security/authorised_ips", VerdictSentences.Place(brevo, VerificationVerdict.IpBlocked)!.AbsoluteUri);
    });

    [Fact]
    public void StateOfAVerdict_SaysWhatTheVerdictSays() => In("fr-FR", sentences => Assert.All(Enum.GetValues<VerificationVerdict>(), verdict =>
    {
        var facts = new KeyFacts(new Standing(true, true, false, verdict.IsConclusive() ? verdict : null, verdict).State)
        {
            Verdict = verdict.IsConclusive() ? verdict : null,
            LastTry = verdict,
        };

        Assert.All(ProviderCatalogue.All, provider => Assert.Equal(sentences.Says(provider, verdict), sentences.Says(provider, facts)));
    }));

    public void Dispose()
    {
        CultureInfo.CurrentUICulture = before;
        services.Dispose();
    }

    private static KeyFacts Facts(ConnexionState state) => new(state)
    {
        Verdict = state switch
        {
            ConnexionState.Works => VerificationVerdict.Valid,
            ConnexionState.Refused => VerificationVerdict.Rejected,
            ConnexionState.Blocked => VerificationVerdict.IpBlocked,
            ConnexionState.Limited => VerificationVerdict.NoCredit,
            _ => null,
        },
        LastTry = state == ConnexionState.CannotTell ? VerificationVerdict.ProviderUnavailable : null,
    };

    private void In(string culture, Action<VerdictSentences> act)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        using var scope = services.CreateScope();
        act(scope.ServiceProvider.GetRequiredService<VerdictSentences>());
    }
}
