using System.Net;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Gateway;

/// <summary>The promise over everything, at the wire: whose account a client's mail really goes out with.</summary>
public sealed class GatewayIsolationTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private readonly GatewayUnderTest gateway = new(app);

    private static Provider Brevo => GatewayUnderTest.Brevo;

    [Fact]
    public async Task Calls_OfEveryoneAtOnce_GoOutWithTheirOwnAccountOrTheirOwnNetworks()
    {
        // Two networks, agencies with and without a key of their own, one that may not, an independent one.
        var (lumiere, azur) = (await gateway.NetworkAsync(), await gateway.NetworkAsync());
        var (lyon, nantes) = (await gateway.AgencyAsync(lumiere), await gateway.AgencyAsync(lumiere));
        var nice = await gateway.AgencyAsync(azur);
        var horizon = await gateway.IndependentAsync();
        foreach (var place in new[] { lumiere, azur, nantes, horizon })
        {
            await gateway.ConnexionAsync(Brevo, place, $"{place.Reference.Id:N}@exemple.test");
        }

        await gateway.ShareAsync(Brevo, lumiere);
        await gateway.ShareAsync(Brevo, azur, new SharingTerms(SharingMode.None, OwnAllowed: true, OwnSenderAllowed: true));
        Place[] clients = [lumiere, azur, lyon, nantes, nice, horizon];
        var expected = new Dictionary<Place, Place?> { [lumiere] = lumiere, [azur] = azur, [lyon] = lumiere, [nantes] = nantes, [nice] = null, [horizon] = horizon };
        var tokens = new Dictionary<Place, string>();
        foreach (var client in clients)
        {
            tokens[client] = (await gateway.TokenAsync(client)).Text;
        }

        await Parallel.ForEachAsync(clients.SelectMany(client => Enumerable.Range(0, 8).Select(_ => client)), async (client, _) =>
        {
            using var answer = await gateway.SendMailAsync(tokens[client], GatewayUnderTest.Mail(to: $"{client.Reference.Id:N}@destinataire.test"));
            Assert.Equal(expected[client] is null ? HttpStatusCode.Conflict : HttpStatusCode.Created, answer.StatusCode);
        });

        Assert.All(clients, client =>
        {
            var mails = gateway.Fake(Brevo).Sent.Where(mail => mail.Recipients.Contains($"{client.Reference.Id:N}@destinataire.test")).ToList();
            Assert.Equal(expected[client] is null ? 0 : 8, mails.Count);
            Assert.All(mails, mail => Assert.Equal((GatewayUnderTest.AccountOf(expected[client]!), $"{expected[client]!.Reference.Id:N}@exemple.test"), (mail.Account, mail.Sender)));
        });
    }

    [Fact]
    public async Task Calls_OfATokenForOneProvider_ReachNoOther()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(Brevo, place);
        var (_, text) = await gateway.TokenAsync(place, terms => terms with { Providers = ["openai"] });

        using var answer = await gateway.SendMailAsync(text, GatewayUnderTest.Mail("a@exemple.test"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Calls_OfATokenForOnePurpose_ServeNoOther()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(Brevo, place);
        var (_, text) = await gateway.TokenAsync(place, terms => terms with { Purposes = Purposes.Contacts });
        using var client = gateway.Client(text);

        using var mail = await gateway.SendMailAsync(text, GatewayUnderTest.Mail("a@exemple.test"));
        using var contacts = await client.GetAsync("brevo/v3/contacts");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (mail.StatusCode, contacts.StatusCode));
    }

    [Theory]
    [InlineData("203.0.113.0/24", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.0/8", HttpStatusCode.OK)]
    public async Task Calls_FromAnAddressThatIsNotTheTokens_AreRefused(string range, HttpStatusCode expected)
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(Brevo, place);
        var (_, text) = await gateway.TokenAsync(place, terms => terms with { Ranges = [AddressRange.Parse(range)!, AddressRange.Parse("::2")!] });
        using var client = new HttpClient { BaseAddress = new UriBuilder(app.Page("gateway/")) { Host = "127.0.0.1" }.Uri };
        client.DefaultRequestHeaders.Add("api-key", text);

        using var answer = await client.GetAsync("brevo/v3/contacts");

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Calls_OnALentKey_DoNotReadWhatOthersSent()
    {
        var network = await gateway.NetworkAsync();
        var agency = await gateway.AgencyAsync(network);
        await gateway.ConnexionAsync(Brevo, network, "contact@reseau.test");
        await gateway.ShareAsync(Brevo, network);
        using var ofAgency = gateway.Client((await gateway.TokenAsync(agency)).Text);
        using var ofNetwork = gateway.Client((await gateway.TokenAsync(network)).Text);

        using var lent = await ofAgency.GetAsync("brevo/v3/emailCampaigns");
        using var own = await ofNetwork.GetAsync("brevo/v3/emailCampaigns");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (lent.StatusCode, own.StatusCode));
    }
}
