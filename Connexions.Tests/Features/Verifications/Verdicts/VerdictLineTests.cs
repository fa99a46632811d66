using Bunit;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Verifications.Verdicts;

public sealed class VerdictLineTests : ComponentTests
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private readonly ManualTime clock = new();

    public VerdictLineTests()
    {
        Services.AddSingleton<TimeProvider>(clock).AddScoped<VerdictSentences>();
    }

    [Fact]
    public void Works_SaysSoAndSinceWhen_AndAsksForNothing()
    {
        var line = Show(new KeyFacts(ConnexionState.Works)
        {
            Verdict = VerificationVerdict.Valid, VerdictAt = clock.UtcNow.AddMinutes(-2), LastTry = VerificationVerdict.Valid, LastTryAt = clock.UtcNow.AddMinutes(-2),
        });

        Assert.Equal("Fonctionne", line.Find(".chip").LastChild!.TextContent);
        Assert.Equal("Vérifiée il y a 2\u00A0minutes", Assert.Single(line.FindAll(".age")).TextContent);
        Assert.NotEmpty(line.Find("time").GetAttribute("title")!);
        Assert.Empty(line.FindAll(".next"));
    }

    [Fact]
    public void Works_ThoughTheLastTryHadNoAnswer_SaysBoth()
    {
        var line = Show(new KeyFacts(ConnexionState.Works)
        {
            Verdict = VerificationVerdict.Valid, VerdictAt = clock.UtcNow.AddMinutes(-30), LastTry = VerificationVerdict.ProviderUnavailable, LastTryAt = clock.UtcNow.AddMinutes(-1),
        });

        Assert.Equal(["Vérifiée il y a 30\u00A0minutes", "Dernier essai il y a 1\u00A0minute\u00A0: pas de réponse"], line.FindAll(".age").Select(age => age.TextContent));
    }

    [Fact]
    public void RefusedOnce_SaysSinceWhen_AndNotThatItWasVerifiedBefore()
    {
        var line = Show(new KeyFacts(ConnexionState.RefusedOnce)
        {
            Verdict = VerificationVerdict.Valid, VerdictAt = clock.UtcNow.AddDays(-1), RefusedOnceAt = clock.UtcNow.AddMinutes(-1), LastTry = VerificationVerdict.Rejected, LastTryAt = clock.UtcNow,
        });

        Assert.Contains("warning", line.Find(".chip").ClassName, StringComparison.Ordinal);
        Assert.Equal("Refusée une fois", line.Find(".chip").LastChild!.TextContent);
        Assert.Equal("Refusée une fois il y a 1\u00A0minute", Assert.Single(line.FindAll(".age")).TextContent);
        Assert.Empty(line.FindAll("a"));
    }

    [Fact]
    public void Blocked_NamesTheAddressAndThePlace()
    {
        var line = Show(new KeyFacts(ConnexionState.Blocked) { Verdict = VerificationVerdict.IpBlocked, VerdictAt = clock.UtcNow, BlockedAddress = "203.0.113.7" });

        Assert.Contains("203.0.113.7", line.Find(".next").TextContent, StringComparison.Ordinal);
        Assert.Equal(Brevo.PlaceFor(VerificationVerdict.IpBlocked)!.AbsoluteUri, line.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void Frozen_SaysSuspended_WhateverTheState() =>
        Assert.Equal("Suspendue", Show(new KeyFacts(ConnexionState.NeverVerified) { FrozenAt = clock.UtcNow }).Find(".chip").LastChild!.TextContent);

    private IRenderedComponent<VerdictLine> Show(KeyFacts facts) => Render<VerdictLine>(line => line
        .Add(part => part.Provider, Brevo).Add(part => part.Facts, facts).Add(part => part.Detailed, true));
}
