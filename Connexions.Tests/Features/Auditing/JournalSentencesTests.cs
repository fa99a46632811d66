using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Features.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Connexions.Tests.Features.Auditing;

public sealed class JournalSentencesTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().AddScoped<PurposeTexts>().AddScoped<UseSentences>().AddScoped<JournalSentences>().BuildServiceProvider();

    public void Dispose()
    {
        CultureInfo.CurrentUICulture = before;
        services.Dispose();
    }

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("en-GB")]
    public void Texts_EveryActionAndOperation_HasItsOwnInBothLanguages(string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        var texts = services.GetRequiredService<IStringLocalizer<Journal>>();
        var keys = Enum.GetNames<AuditAction>().Concat(Enum.GetNames<Operation>().Select(name => $"Operation.{name}")).ToList();

        // Without the parent culture: a French text that falls back to English is missing.
        var manager = new System.Resources.ResourceManager(typeof(Journal));
        var own = manager.GetResourceSet(culture == "fr-FR" ? CultureInfo.GetCultureInfo("fr") : CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!;
        Assert.DoesNotContain(keys, key => own.GetString(key) is null);
        Assert.DoesNotContain(keys, key => texts[key].ResourceNotFound);
    }

    [Theory]
    [InlineData("fr-FR", "Claire Dubois a enregistré une nouvelle clé Brevo.")]
    [InlineData("en-GB", "Claire Dubois stored a new Brevo key.")]
    public void Sentence_OfAPerson_NamesThemAndTheProvider(string culture, string expected) =>
        Assert.Equal(expected, Tell(culture, Entry(AuditAction.KeyReplaced) with { ActorName = "Claire Dubois", ActingRole = Role.Directeur, Provider = "brevo" }));

    [Fact]
    public void Sentence_OfSupport_SaysThatItIsSupport()
    {
        var entry = Entry(AuditAction.SupportOpened) with { ActorName = "Sonia Martin", ActingRole = Role.Support, Provider = "zoho" };

        Assert.Equal("Le support, Sonia Martin, a consulté votre connexion Zoho, sans en voir la clé.", Tell("fr-FR", entry));
        Assert.Equal("Le support, Sonia Martin, a consulté la connexion Zoho de Lumière Lyon.", Tell("fr-FR", entry with { Subject = "Lumière Lyon" }, ofPlatform: true));
    }

    [Fact]
    public void Sentence_WithoutAName_SaysSo()
    {
        Assert.Equal("Une personne supprimée a retiré la clé OpenAI.", Tell("fr-FR", Entry(AuditAction.KeyRemoved) with { Provider = "openai" }));
        Assert.Equal("Connexions a installé les données de démonstration.", Tell("fr-FR", Entry(AuditAction.DemoLaidDown) with { ActorKind = ActorKind.Job }));
        Assert.Equal("Une personne supprimée a invité lyon@lumiere.test.", Tell("fr-FR", Entry(AuditAction.InvitationCreated) with { Subject = "lyon@lumiere.test" }));
        Assert.Equal("Une personne supprimée a créé une invitation.", Tell("fr-FR", Entry(AuditAction.InvitationCreated)));
    }

    [Fact]
    public void Sentence_OfARefusal_SaysWhatWasTried() => Assert.Equal(
        "Paul Ferrero a voulu parcourir les connexions des organisations sans en avoir le droit.",
        Tell("fr-FR", Entry(AuditAction.Refused) with { ActorName = "Paul Ferrero", ActingRole = Role.Directeur, Subject = nameof(Operation.AuditConnexions) }));

    [Theory]
    [InlineData("fr-FR", "L’outil Site internet a envoyé un e-mail par Brevo.", "Un outil a envoyé un e-mail par Brevo.")]
    [InlineData("en-GB", "The tool Site internet sent an e-mail through Brevo.", "A tool sent an e-mail through Brevo.")]
    public void Sentence_OfAUse_NamesTheTool_OrSaysAToolWhereItIsAnothers(string culture, string named, string unnamed)
    {
        var entry = Used(UseResult.Sent) with { ActorName = "Site internet" };

        Assert.Equal(named, Tell(culture, entry));
        Assert.Equal(unnamed, Tell(culture, entry with { ActorName = null }));
    }

    [Fact]
    public void Sentence_OfAUseThatWasRefused_SaysWhy() => Assert.Equal(
        "L’outil Site internet a voulu envoyer un e-mail par Brevo\u00a0: refusé, l’expéditeur n’est pas le sien.",
        Tell("fr-FR", Used(UseResult.Refused, refusal: GatewayErrors.SenderNotYours.Code) with { ActorName = "Site internet" }));

    [Fact]
    public void Sentence_OfAUseByAPerson_NamesThem() => Assert.Equal(
        "Karim Benali a envoyé un e-mail par Brevo.", Tell("fr-FR", Used(UseResult.Sent) with { ActorKind = ActorKind.Person, ActorName = "Karim Benali" }));

    [Fact]
    public void Sentence_OfAUseOfALentKey_TellsTheNetworkTheAgency_AndNotItsTool()
    {
        var entry = Used(UseResult.Sent) with { Use = new JournalUse(Guid.Empty, "email.send", UseResult.Sent) { AgencyId = Guid.NewGuid(), AgencyName = "Lumière Lyon", Emails = 12 } };

        Assert.Equal("Lumière Lyon a envoyé 12 e-mails par Brevo avec votre clé.", Tell("fr-FR", entry));
        Assert.Equal("Une agence a envoyé 12 e-mails par Brevo avec votre clé.", Tell("fr-FR", entry with { Use = entry.Use with { AgencyName = null } }));
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("")]
    public void Uses_EveryOperationResultAndRefusal_HasItsWords(string culture)
    {
        var own = new System.Resources.ResourceManager(typeof(UseTexts)).GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!;
        var refusals = typeof(GatewayErrors).GetFields().Select(field => $"Reason.{((Connexions.Domain.Results.Error)field.GetValue(null)!).Code}");
        Assert.DoesNotContain(refusals.Concat(Enum.GetNames<UseResult>()), key => own.GetString(key) is null);
        Assert.All(ProviderCatalogue.All.SelectMany(provider => provider.Gateway.Operations.Select(operation => (provider, operation))), one =>
        {
            var sentence = Use(culture == "fr" ? "fr-FR" : "en-GB", _ => Uses(one.provider, one.operation.Code));
            Assert.DoesNotContain("Did.", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(Uses(one.provider, "no.such"), sentence, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Sentence_OfAToken_NamesItAndItsProviders()
    {
        var entry = Entry(AuditAction.ServiceTokenCreated) with
        {
            ActorName = "Karim Benali",
            ActingRole = Role.Responsable,
            Subject = "Caisse",
            Changes = new Dictionary<string, Change> { [CreateToken.ProvidersChange] = new(null, "Brevo") },
        };

        Assert.Equal("Karim Benali a créé le jeton d’accès «\u00a0Caisse\u00a0».", Tell("fr-FR", entry));
        Assert.Equal([("Fournisseurs", null, "Brevo")], Use("fr-FR", sentences => sentences.OtherChanges(entry).ToList()));
        Assert.Equal("Karim Benali revoked the access token “Caisse”.", Tell("en-GB", entry with { Action = AuditAction.ServiceTokenRevoked }));
    }

    [Theory]
    [InlineData(AuditAction.KeyReplaced, "Claire Dubois a enregistré une nouvelle clé Brevo, que Brevo a refusée.", "Claire Dubois a enregistré une nouvelle clé Brevo.")]
    [InlineData(AuditAction.ConnexionCreated, "Claire Dubois a créé la connexion Brevo avec une clé que Brevo a refusée.", "Claire Dubois a créé la connexion Brevo.")]
    public void Sentence_OfAKeyKeptThoughRefused_SaysSo(AuditAction action, string refused, string accepted)
    {
        var entry = Entry(action) with { ActorName = "Claire Dubois", ActingRole = Role.Directeur, Provider = "brevo" };

        foreach (var word in new[] { nameof(VerificationVerdict.Rejected), nameof(ConnexionState.RefusedOnce) })
        {
            Assert.Equal(refused, Tell("fr-FR", entry with { Changes = new Dictionary<string, Change> { ["Verdict"] = new(null, word) } }));
        }

        Assert.Equal(accepted, Tell("fr-FR", entry with { Changes = new Dictionary<string, Change> { ["Verdict"] = new(null, nameof(VerificationVerdict.Valid)) } }));
    }

    [Fact]
    public void Affected_OfAFreeze_AreCountedAndTheFirstNamed()
    {
        Assert.Null(Affected());
        Assert.Equal("Agence concernée\u00a0: Durand, Fils.", Affected("Durand, Fils"));
        Assert.Equal("2 agences concernées\u00a0: Lyon, Nantes.", Affected("Lyon", "Nantes"));
        Assert.Equal("6 agences concernées\u00a0: Caen, Lyon, Metz et 3 autres.", Affected("Caen", "Lyon", "Metz", "Nantes", "Pau", "Troyes"));
    }

    [Fact]
    public void Affected_AreNoRowAmongTheChanges() => Assert.Equal(
        [("Compte propre autorisé", "oui", "non")],
        Use("fr-FR", sentences => sentences.OtherChanges(Concerning("Lyon") with
        {
            Changes = AffectedAgencies.In(new() { ["OwnAllowed"] = new("yes", "no") }, ["Lyon"]),
        }).ToList()));

    [Fact]
    public void Changes_OfUsesAndLimits_AreSaidInWords() => Assert.Equal(
        [("Usages permis", "tous les usages", "e-mails et contacts"), ("E-mails par jour et par agence", "aucune limite", "200"), ("Appels par jour, toutes agences ensemble", "5000", "aucune limite")],
        Use("fr-FR", sentences => sentences.OtherChanges(Entry(AuditAction.PolicyChanged) with
        {
            Provider = "brevo",
            Changes = new Dictionary<string, Change> { ["Purposes"] = new("all", "emails,contacts"), ["EmailsPerAgency"] = new(null, "200"), ["CallsForAll"] = new("5000", null) },
        }).ToList()));

    private string Uses(Provider provider, string operation)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<UseSentences>().For("X", provider, operation, UseResult.Sent, refusal: null, emails: null, isLent: false);
    }

    private static JournalEntry Used(UseResult result, string? refusal = null) => Entry(AuditAction.ConnexionUsed) with
    {
        ActorKind = ActorKind.Tool,
        Provider = "brevo",
        Use = new JournalUse(Guid.Empty, "email.send", result) { Refusal = refusal, Emails = 1 },
    };

    private string? Affected(params string[] names) => Use("fr-FR", sentences => sentences.Affected(AffectedAgencies.Of(Concerning(names))));

    private static JournalEntry Concerning(params string[] names) =>
        Entry(AuditAction.ConnexionFrozen) with { Changes = AffectedAgencies.In([], names) };

    private static JournalEntry Entry(AuditAction action) => new(1, DateTime.UnixEpoch, action, AuditOutcome.Done, ActorKind.Person);

    private string Tell(string culture, JournalEntry entry, bool ofPlatform = false) => Use(culture, sentences => sentences.For(entry, ofPlatform));

    private T Use<T>(string culture, Func<JournalSentences, T> use)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        using var scope = services.CreateScope();
        return use(scope.ServiceProvider.GetRequiredService<JournalSentences>());
    }
}
