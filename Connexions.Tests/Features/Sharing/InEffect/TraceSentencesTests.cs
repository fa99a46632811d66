using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Connexions.Tests.Features.Sharing.InEffect;

public sealed class TraceSentencesTests : IDisposable
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private static readonly bool[] Either = [false, true];
    private static readonly Sender[] Senders = [Sender.Unstated, new("bonjour@exemple.test", null)];

    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().AddScoped<PurposeTexts>().AddScoped<TermsSentences>().AddScoped<TraceSentences>().BuildServiceProvider();

    public void Dispose()
    {
        CultureInfo.CurrentUICulture = before;
        services.Dispose();
    }

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("en-GB")]
    public void Sentences_OfWhateverTheResolverSays_Exist(string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        using var scope = services.CreateScope();
        var texts = scope.ServiceProvider.GetRequiredService<IStringLocalizer<TraceTexts>>();
        var sentences = scope.ServiceProvider.GetRequiredService<TraceSentences>();

        foreach (var effective in Snapshots().Select(ConnexionResolver.Resolve))
        {
            Assert.DoesNotContain(effective.Trace, step => texts[$"{step.Source}.{step.Reason}"].ResourceNotFound);
            Assert.DoesNotContain(sentences.For(Brevo, effective, "Agence Lyon", "Réseau Lumière"), sentence => !sentence.EndsWith('.') || sentence.Contains('{', StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Sentences_WithoutANetworksName_SayTheNetwork()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr-FR");
        using var scope = services.CreateScope();
        var effective = ConnexionResolver.Resolve(new ResolverSnapshot(null, null, PolicyForAgency.Unstated));

        Assert.Equal(
            [
                "Agence Lyon n’a pas de connexion Brevo en propre.",
                "Le réseau ne partage sa connexion Brevo avec aucune agence.",
                "Agence Lyon n’a donc aucune connexion Brevo utilisable pour l’instant.",
            ],
            scope.ServiceProvider.GetRequiredService<TraceSentences>().For(Brevo, effective, "Agence Lyon", networkName: null));
    }

    [Fact]
    public void Sentences_OfANetworksConnexion_SayItsUsesAndLimits_AndOfAnOwnOneNeither()
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
        using var scope = services.CreateScope();
        var sentences = scope.ServiceProvider.GetRequiredService<TraceSentences>();
        var policy = PolicyForAgency.Unstated with { Mode = SharingMode.All, Purposes = Purposes.Emails, Quota = new SharingQuota { EmailsPerAgency = 200 } };
        var candidate = new Candidate(Guid.NewGuid(), KeyCondition.Works);

        Assert.Equal(
            ["Usages permis\u00a0: e-mails.", "Limite fixée par le réseau\u00a0: 200 e-mails par jour et par agence."],
            Tell(new ResolverSnapshot(null, candidate, policy)).TakeLast(2));
        Assert.DoesNotContain(Tell(new ResolverSnapshot(candidate, candidate, policy)), sentence => sentence.StartsWith("Usages", StringComparison.Ordinal) || sentence.StartsWith("Limite", StringComparison.Ordinal));

        IReadOnlyList<string> Tell(ResolverSnapshot snapshot) => sentences.For(Brevo, ConnexionResolver.Resolve(snapshot), "Agence Lyon", "Réseau Lumière");
    }

    private static IEnumerable<ResolverSnapshot> Snapshots() =>
        from own in Candidates()
        from network in Candidates()
        from policy in Policies()
        select new ResolverSnapshot(own, network, policy);

    private static IEnumerable<Candidate?> Candidates() =>
        (from key in Enum.GetValues<KeyCondition>()
         from frozen in Either
         from aside in Either
         from sender in Senders
         select (Candidate?)new Candidate(Guid.NewGuid(), key) { Frozen = frozen, SetAside = aside, Sender = sender }).Append(null);

    private static IEnumerable<PolicyForAgency?> Policies() =>
        (from mode in Enum.GetValues<SharingMode>()
         from selected in Either
         from ownAllowed in Either
         from senderAllowed in Either
         select (PolicyForAgency?)new PolicyForAgency(mode, selected, ownAllowed, senderAllowed)).Append(null);
}
