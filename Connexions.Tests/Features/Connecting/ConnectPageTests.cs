using Bunit;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Connecting;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Gateway.Answers;
using Connexions.Web.Features.Gateway.Mails;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Connecting;

public sealed class ConnectPageTests : PageTests
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private Place agency = null!;
    private Place network = null!;

    protected override TestDatabaseOptions DatabaseOptions { get; } = new()
    {
        Services = services => services.AddSharing().AddKeyCheck().AddGateway(new GatewayOptions { Folder = TestFolder.NewFile(".receipts") }).AddLocalization(),
    };

    protected override async Task<Place> ArrangeAsync()
    {
        network = await Database.Given.NetworkAsync("Réseau Lumière");
        Services.AddScoped<VerdictSentences>().AddScoped<SituationSentences>().AddScoped<TraceSentences>().AddScoped<TermsSentences>().AddSingleton<GatewaySentences>()
            .AddSingleton(Database.Get<GetEffective>()).AddSingleton(Database.Get<SendMailThroughGateway>())
            .AddSingleton(Database.Get<SetAsideConnexion>()).AddSingleton(Database.Get<TakeUpConnexion>());
        return agency = await Database.Given.AgencyAsync(network, "Agence Lyon");
    }

    [Fact]
    public async Task Page_OnTheNetworksConnexion_MarksWhatItDoesNotShare_AndWhatIsItsOwnersAlone()
    {
        await ShareAsync(Purposes.Emails | Purposes.Contacts);

        var page = Show();

        Assert.Equal("Network", page.Find(".effective").GetAttribute("data-source"));
        Assert.Equal(["Newsletters (votre réseau ne partage pas cet usage)"], page.FindAll("h3").Select(title => title.TextContent).Where(title => title.Contains('(', StringComparison.Ordinal)));
        var sent = page.FindAll("li").Single(item => item.TextContent.Contains("lister les e-mails envoyés", StringComparison.Ordinal));
        Assert.Contains("réservé au titulaire", sent.TextContent, StringComparison.Ordinal);
        Assert.Contains("GET /v3/smtp/emails", sent.TextContent, StringComparison.Ordinal);
        var toSend = page.FindAll("li").Single(item => item.TextContent.Contains("envoyer un e-mail", StringComparison.Ordinal));
        Assert.DoesNotContain("réservé", toSend.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("#essai-mail"));
        Assert.StartsWith("Vos e-mails partent par Brevo, du compte Réseau", page.Find(".says").TextContent, StringComparison.Ordinal);
        Assert.Contains("gateway/brevo/v3/smtp/email'", page.Find("[data-language=curl] pre").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("voici un exemple", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Purposes.Contacts, "gateway/brevo/v3/contacts", "Chez Brevo (contacts), vous utilisez le")]
    [InlineData(Purposes.Newsletters, "gateway/brevo/v3/emailCampaigns", "Vos newsletters partent par Brevo, du")]
    public async Task Page_WhereTheNetworkSharesNoEmails_OffersNone_AndSaysWhy(Purposes purposes, string address, string says)
    {
        await ShareAsync(purposes);

        var page = Show();

        Assert.StartsWith($"{says} compte Réseau (contact@reseau.test), partagé par votre réseau.", page.Find(".says").TextContent, StringComparison.Ordinal);
        Assert.Contains("votre réseau ne le partage pas pour les e-mails", page.Find(".terms").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#essai-mail"));
        Assert.Contains($"http://localhost/{address}'", page.Find("[data-language=curl] pre").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("smtp/email", page.FindAll("[data-language] pre").Select(code => code.TextContent).Aggregate(string.Concat), StringComparison.Ordinal);
        Assert.Contains("voici un exemple d’appel qu’il permet", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Vos e-mails partent", page.Markup, StringComparison.Ordinal);
    }

    /// <summary>Whatever status a refusal of the gateway has, but those of the API and of an address that is none.</summary>
    [Fact]
    public void Page_ExplainsEachStatusThatACallMayBeRefusedWith()
    {
        var page = Show();

        var statuses = typeof(GatewayErrors).GetFields().Select(field => new GatewayRefusal((Error)field.GetValue(null)!).Status).Distinct().Order().Select(status => $"{status}");
        Assert.Equal(statuses, page.FindAll("#erreurs ~ dl dt").Select(status => status.TextContent));
        Assert.All(page.FindAll("#erreurs ~ dl dd"), meaning => Assert.DoesNotContain("Error.", meaning.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_WithoutAConnexion_SaysSo_AndOffersNoMail()
    {
        var page = Show();

        Assert.Equal("None", page.Find(".effective").GetAttribute("data-source"));
        Assert.Empty(page.FindAll("#essai-mail, .not-shared"));
        Assert.NotEmpty(page.FindAll("a[href='/connexions/brevo']"));
    }

    [Fact]
    public void Page_OfAnotherProvider_HasItsAddressAndItsCalls()
    {
        var page = Show("?fournisseur=openai");

        Assert.Equal("http://localhost/gateway/openai/v1", page.Find("#adresse-passerelle").GetAttribute("value"));
        Assert.Equal("OpenAI", page.Find("[aria-current]").TextContent);
        Assert.Contains("créer une image", page.Markup, StringComparison.Ordinal);
        Assert.Contains("new OpenAI({", page.Find("[data-language=JavaScript] pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfAnUnknownProvider_IsNone()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/brancher?fournisseur=autre");

        Assert.Contains("Page introuvable", Render<ConnectPage>().Find("h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_ThatIsRefused_IsToldInASentence()
    {
        await ShareAsync(Purposes.Emails);
        var dialogs = Render<MudBlazor.MudDialogProvider>();
        var page = Show();
        // While the page stands open, the network decides otherwise.
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await DecideAsync(Purposes.Contacts);

        page.Find("#essai-mail").Click();
        dialogs.WaitForElement(".confirm");
        dialogs.FindAll(".confirm button").Single(button => button.TextContent.Contains("M’envoyer", StringComparison.Ordinal)).Click();
        page.WaitForElement("[data-refusal]");

        Assert.Equal("Gateway.PurposeNotShared", page.Find("[data-refusal]").GetAttribute("data-refusal"));
        Assert.Contains("pour cet usage\u00a0: E-mails", page.Find("[data-refusal]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Rien n’a été envoyé", page.Find("[data-refusal]").TextContent, StringComparison.Ordinal);
    }

    private async Task ShareAsync(Purposes purposes)
    {
        await Database.Given.ConnexionWithKeyAsync(Brevo, network, email: "contact@reseau.test", name: "Réseau");
        await DecideAsync(purposes);
    }

    private Task<SharingPolicy> DecideAsync(Purposes purposes) =>
        Database.Given.PolicyAsync(network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Purposes = purposes });

    private IRenderedComponent<ConnectPage> Show(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/brancher" + query);
        var page = Render<ConnectPage>();
        page.WaitForElement(".effective");
        return page;
    }
}
