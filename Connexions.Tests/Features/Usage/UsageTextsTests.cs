using Bunit;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Usage;

/// <summary>What is said before a connexion is taken away, and when a provider turns calls away.</summary>
public sealed class UsageTextsTests : ComponentTests
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    private readonly ManualTime clock = new();

    public UsageTextsTests()
    {
        Services.AddSingleton<TimeProvider>(clock).AddUsage();
    }

    [Fact]
    public void RecentUse_SaysHowOftenByHowManyAndWhen_AndNamesTheTokens()
    {
        var use = new RecentUse(1240, 3, clock.UtcNow.AddDays(-1), ["Caisse", "Site"]);

        Assert.Equal(
            [$"Utilisée {1240:N0} fois ces 30 derniers jours, par 3 agences, la dernière fois hier.", "Jetons d’accès prévus pour Brevo\u00a0: Caisse, Site."],
            Sentences.For(Brevo, use));
        Assert.Equal("Ces agences s’en sont servies 2 fois ces 30 derniers jours (une agence), la dernière fois aujourd’hui.", Sentences.Lost(new RecentUse(2, 1, clock.UtcNow, [])));
        Assert.Equal(["Utilisée une fois ces 30 derniers jours, la dernière fois le 1er mars 2026."], For(new RecentUse(1, 0, clock.UtcNow.AddDays(-1), []), days: 1));
    }

    [Fact]
    public void RecentUse_OfNone_SaysSo()
    {
        var use = new RecentUse(0, 0, null, []);

        Assert.Equal(["Elle n’a pas servi par Connexions ces 30 derniers jours."], Sentences.For(Brevo, use));
        Assert.Null(Sentences.Lost(use));
    }

    [Fact]
    public void Trouble_WithOnesOwnKey_LeadsToTheConnexionAndToTheProvider()
    {
        var panel = Show(new Trouble(Brevo, TroubleKind.KeyRefused, 3, new KeyName(KeyOwner.Own)));

        Assert.Contains("Brevo a refusé votre clé 3 fois.", panel.Markup, StringComparison.Ordinal);
        Assert.Equal(["/connexions/brevo", Brevo.PlaceFor(VerificationVerdict.Rejected)!.AbsoluteUri], panel.FindAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Trouble_WithTheNetworksKey_IsForTheNetworkToSeeTo()
    {
        var panel = Show(new Trouble(Brevo, TroubleKind.Throttled, 1, new KeyName(KeyOwner.Network, "Réseau Lumière")));

        Assert.Contains("Brevo a rejeté 1 appel fait avec la clé de Réseau Lumière", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("C’est à Réseau Lumière d’y remédier", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("/connexions/brevo", Assert.Single(panel.FindAll("a")).GetAttribute("href"));
    }

    [Theory]
    [InlineData(KeyOwner.Own, "/partage/brevo")]
    [InlineData(KeyOwner.Network, "/connexions/brevo")]
    public void Trouble_AtALimit_LeadsTheNetworkToItsSharing(KeyOwner owner, string expected)
    {
        var panel = Show(new Trouble(Brevo, TroubleKind.QuotaReached, 1, new KeyName(owner, "Réseau Lumière")));

        Assert.Contains("la limite quotidienne fixée par le réseau est atteinte", panel.Markup, StringComparison.Ordinal);
        Assert.Equal(expected, Assert.Single(panel.FindAll("a")).GetAttribute("href"));
    }

    private RecentUseSentences Sentences => Services.GetRequiredService<RecentUseSentences>();

    /// <summary>As it reads so many days later.</summary>
    private IReadOnlyList<string> For(RecentUse use, int days)
    {
        clock.Advance(TimeSpan.FromDays(days));
        return Sentences.For(Brevo, use);
    }

    private IRenderedComponent<TroublesPanel> Show(params Trouble[] troubles) => Render<TroublesPanel>(parameters => parameters.Add(panel => panel.Troubles, troubles));
}
