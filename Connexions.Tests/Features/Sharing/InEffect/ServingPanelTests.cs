using Bunit;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing.InEffect;

public sealed class ServingPanelTests : ComponentTests
{
    public ServingPanelTests() => Services.AddScoped<PurposeTexts>().AddScoped<VerdictSentences>().AddScoped<SituationSentences>();

    [Fact]
    public void SeveralAccounts_AreNamedByWhatTheyServe()
    {
        var panel = Show(View("brevo", Source.Network), View("zoho", Source.Own), View("openai", Source.None));

        Assert.Equal(
            ["E-mails, newsletters et contacts — Le compte Compte brevo de votre réseau, chez Brevo", "E-mails — Votre propre compte Compte zoho, chez Zoho"],
            panel.FindAll("[data-serves]").Select(row => $"{row.QuerySelector("dt")!.TextContent} — {row.QuerySelector("dd")!.TextContent}"));
    }

    [Fact]
    public void OneAccount_NeedsNoPanel() => Assert.Empty(Show(View("brevo", Source.Own), View("zoho", Source.None)).FindAll("[data-serves]"));

    private IRenderedComponent<ServingPanel> Show(params IReadOnlyList<EffectiveView> views) => Render<ServingPanel>(panel => panel.Add(part => part.Views, views));

    private static EffectiveView View(string code, Source source)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var candidate = new Candidate(Guid.NewGuid(), KeyCondition.Works);
        var policy = new PolicyForAgency(SharingMode.All, IsSelected: false, OwnAllowed: true, OwnSenderAllowed: false);
        var effective = ConnexionResolver.Resolve(new ResolverSnapshot(source == Source.Own ? candidate : null, source == Source.Network ? candidate : null, policy));
        var aspect = new ConnexionAspect(new KeyFacts(ConnexionState.Works), AccountIdentity.Of($"Compte {code}", null, null, null));
        return new EffectiveView(provider, effective, policy, "Réseau Essai") { Situation = Situation.Of(provider, effective, aspect, aspect, Reader.Of(Role.Responsable, Ownership.Own)) };
    }
}
