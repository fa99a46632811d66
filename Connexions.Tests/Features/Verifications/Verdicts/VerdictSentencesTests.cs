using System.Globalization;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Verifications.Verdicts;

public sealed class VerdictSentencesTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().AddScoped<VerdictSentences>().BuildServiceProvider();

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("en-GB")]
    public void EveryVerdict_HasItsSentenceAndItsNextStep(string culture) => In(culture, sentences => Assert.All(Enum.GetValues<VerificationVerdict>(), verdict =>
    {
        foreach (var provider in ProviderCatalogue.All)
        {
            Assert.NotEmpty(sentences.Says(provider, verdict));
            // A key that works asks for nothing.
            Assert.Equal(verdict == VerificationVerdict.Valid, sentences.Next(provider, verdict) is null);
        }
    }));

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("en-GB")]
    public void EveryState_HasItsSentenceAndItsNextStep(string culture) => In(culture, sentences => Assert.All(Enum.GetValues<ConnexionState>(), state =>
    {
        var facts = Facts(state);
        foreach (var provider in ProviderCatalogue.All)
        {
            Assert.NotEmpty(sentences.Says(provider, facts));
            Assert.Equal(state == ConnexionState.Works, sentences.Next(provider, facts) is null);
        }
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
        var facts = new KeyFacts(new Standing(true, true, false, verdict.IsConclusive() ? verdict : null, RefusedOnce: false, verdict).State)
        {
            Verdict = verdict.IsConclusive() ? verdict : null,
            LastTry = verdict,
        };

        Assert.All(ProviderCatalogue.All, provider => Assert.Equal(sentences.Says(provider, verdict), sentences.Says(provider, facts)));
    }));

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("en-GB")]
    public void StoredVerdict_SaysItsCause_AsItsDialogDid(string culture) => In(culture, sentences => Assert.All(Causes, pair =>
    {
        var (verdict, cause) = pair;
        var facts = new KeyFacts(new Standing(true, true, false, verdict, RefusedOnce: false, verdict).State) { Verdict = verdict, VerdictCause = cause, LastTry = verdict };

        Assert.All(ProviderCatalogue.All, provider =>
        {
            Assert.Equal(sentences.Says(provider, verdict, cause), sentences.Says(provider, facts));
            Assert.Equal(sentences.Next(provider, verdict, cause), sentences.Next(provider, facts));
        });
        Assert.Contains(ProviderCatalogue.All, provider => sentences.Says(provider, verdict, cause) != sentences.Says(provider, verdict));
    }));

    [Fact]
    public void RestrictedKey_IsToldWhichRightItLacks() => In("fr-FR", sentences =>
    {
        string? Next(string code) => sentences.Next(ProviderCatalogue.Find(code)!, VerificationVerdict.InsufficientScope, VerificationCause.MissingPermission);

        Assert.Contains("lecture du compte", Next("brevo"), StringComparison.Ordinal);
        Assert.Contains("Models", Next("openai"), StringComparison.Ordinal);
    });

    [Fact]
    public void RefusedOnce_IsSaidWhateverTheVerdictBefore() => In("fr-FR", sentences => Assert.All(Enum.GetValues<VerificationVerdict>(), verdict =>
    {
        var facts = new KeyFacts(ConnexionState.RefusedOnce) { Verdict = verdict, VerdictCause = VerificationCause.AccountBlocked, LastTry = VerificationVerdict.Rejected };

        Assert.StartsWith("Brevo a refusé cette clé une fois.", sentences.Says(ProviderCatalogue.Find("brevo")!, facts), StringComparison.Ordinal);
    }));

    private static readonly (VerificationVerdict, VerificationCause)[] Causes =
    [
        (VerificationVerdict.IpBlocked, VerificationCause.Location), (VerificationVerdict.InsufficientScope, VerificationCause.MissingPermission),
        (VerificationVerdict.InsufficientScope, VerificationCause.NoMembership), (VerificationVerdict.InsufficientScope, VerificationCause.SenderNotConfirmed),
        (VerificationVerdict.InsufficientScope, VerificationCause.AccountUnderReview), (VerificationVerdict.InsufficientScope, VerificationCause.AccountBlocked),
    ];

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
