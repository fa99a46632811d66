using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;
using Connexions.Web.Features.Gateway.Mails;
using Connexions.Web.Features.Verifications.Checks;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Gateway.Mails;

/// <summary>A person's mail to themself, by the way that tools' calls take.</summary>
public sealed class SendMailThroughGatewayTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private readonly GatewayUnderTest gateway = new(app);

    public static TheoryData<string> MailProviders => [.. ProviderCatalogue.All.Where(provider => provider.Gateway.SendsMail).Select(provider => provider.Code)];

    [Theory]
    [MemberData(nameof(MailProviders))]
    public async Task Mail_OnTheNetworksKey_LeavesAsTheAgency_AndIsInBothJournalsUnderThePersonsName(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var (network, agency) = await SharedAsync(provider, "contact@reseau.test");
        await gateway.OwnSenderAsync(provider, agency, "lyon@reseau.test", "Lyon");
        var actor = await gateway.ActorAsync(agency);

        var mail = (await SendAsync(actor, provider, agency)).Require();

        Assert.Equal((UseResult.Sent, Source.Network), (mail.Result, mail.Source));
        var sent = gateway.Fake(provider).Sent.Single(sent => sent.Recipients.Contains(mail.Recipient));
        Assert.Equal(("lyon@reseau.test", "Lyon", 1), (sent.Sender, sent.SenderName, sent.Recipients.Count));
        var own = Assert.Single(await gateway.UsesAsync(agency, 1));
        Assert.Equal((AuditAction.ConnexionUsed, ActorKind.Person, actor.PersonId, "email.send", UseResult.Sent, 201, 1),
            (own.Action, own.ActorKind, own.ActorId, own.Operation, own.UseResult, own.Status, own.Emails));
        Assert.Equal(own.CorrelationId, Assert.Single(await gateway.UsesAsync(network, 1)).CorrelationId);
    }

    [Theory]
    [InlineData(FakeCase.NoCredit, UseResult.NoCredit, null)]
    [InlineData(FakeCase.RateLimited, UseResult.Throttled, null)]
    [InlineData(FakeCase.IpBlocked, UseResult.ServerBlocked, null)]
    [InlineData(FakeCase.Echo, UseResult.KeyRefused, null)]
    [InlineData(FakeCase.Restricted, UseResult.Failed, VerificationCause.SenderNotConfirmed)]
    [InlineData(FakeCase.Unavailable, UseResult.Unavailable, null)]
    [InlineData(FakeCase.Dropped, UseResult.Unavailable, null)]
    [InlineData(FakeCase.Html, UseResult.Unavailable, null)]
    [InlineData(FakeCase.Redirect, UseResult.Unavailable, null)]
    public async Task Mail_ThatTheProviderDoesNotTake_IsToldByWhatItMeans_AndTheReceiptHasIt(FakeCase what, UseResult result, VerificationCause? cause)
    {
        var place = await gateway.IndependentAsync();
        var key = await gateway.ConnexionAsync(GatewayUnderTest.Zoho, place, "contact@agence.test", "Agence", what);
        var actor = await gateway.ActorAsync(place);

        var mail = (await SendAsync(actor, GatewayUnderTest.Zoho, place)).Require();

        Assert.Equal((result, cause, Source.Own), (mail.Result, mail.Cause, mail.Source));
        Assert.Equal(result, Assert.Single(await gateway.UsesAsync(place, 1)).UseResult);
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_ThatIsAccepted_ProvesTheKeyThatOnlyAMailCanTry_OwnOrLent()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(GatewayUnderTest.Zoho, place, "contact@agence.test", "Agence");
        var (network, agency) = await SharedAsync(GatewayUnderTest.Zoho, "contact@reseau.test");

        await SendAsync(await gateway.ActorAsync(place), GatewayUnderTest.Zoho, place);
        await SendAsync(await gateway.ActorAsync(agency), GatewayUnderTest.Zoho, agency);

        Assert.Equal((VerificationVerdict.Valid, VerificationVerdict.Valid), (await gateway.VerdictAsync(GatewayUnderTest.Zoho, place), await gateway.VerdictAsync(GatewayUnderTest.Zoho, network)));
    }

    [SqliteFact]
    public async Task Mail_WhoseProofTheDatabaseDoesNotTake_IsStillToldAsSent()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(GatewayUnderTest.Zoho, place, "contact@agence.test", "Agence");
        await gateway.RefuseVerdictsAsync(GatewayUnderTest.Zoho, place);

        var mail = (await SendAsync(await gateway.ActorAsync(place), GatewayUnderTest.Zoho, place)).Require();

        Assert.Equal(UseResult.Sent, mail.Result);
        Assert.NotEqual(VerificationVerdict.Valid, await gateway.VerdictAsync(GatewayUnderTest.Zoho, place));
    }

    [Theory]
    [InlineData(FakeCase.Restricted)]
    [InlineData(FakeCase.NoCredit)]
    [InlineData(FakeCase.Html)]
    public async Task Mail_ThatIsNotAccepted_SaysNothingOfTheKey(FakeCase what)
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(GatewayUnderTest.Zoho, place, "contact@agence.test", "Agence", what);

        await SendAsync(await gateway.ActorAsync(place), GatewayUnderTest.Zoho, place);

        // Without a mail, the job can only note that there is nothing to tell.
        Assert.True(await gateway.VerdictAsync(GatewayUnderTest.Zoho, place) is null or VerificationVerdict.Unverifiable);
    }

    [Fact]
    public async Task Mail_ForWhatTheNetworkDoesNotShare_IsRefusedWithAReceipt()
    {
        var (_, agency) = await SharedAsync(GatewayUnderTest.Brevo, "contact@reseau.test", new SharingTerms(SharingMode.All, true, true) { Purposes = Purposes.Contacts });
        var actor = await gateway.ActorAsync(agency);

        var refused = await SendAsync(actor, GatewayUnderTest.Brevo, agency);

        Assert.Equal(GatewayErrors.PurposeNotShared.Code, Assert.Single(refused.Errors).Code);
        Assert.Equal((UseResult.Refused, actor.PersonId), Assert.Single((await gateway.UsesAsync(agency, 1)).Select(use => (use.UseResult!.Value, use.ActorId!.Value))));
    }

    [Fact]
    public async Task Mail_WithoutASender_IsNotSent()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(GatewayUnderTest.Brevo, place);
        var (_, agency) = await SharedAsync(GatewayUnderTest.Brevo, sender: null);
        var calls = gateway.Fake(GatewayUnderTest.Brevo).Calls;

        var own = await SendAsync(await gateway.ActorAsync(place), GatewayUnderTest.Brevo, place);
        var lent = await SendAsync(await gateway.ActorAsync(agency), GatewayUnderTest.Brevo, agency);

        Assert.Equal((ConnexionErrors.SenderNeeded, GatewayErrors.NoSender), (Assert.Single(own.Errors), Assert.Single(lent.Errors)));
        Assert.Equal(calls, gateway.Fake(GatewayUnderTest.Brevo).Calls);
    }

    [Fact]
    public async Task Mail_ForAnotherClient_OrWhereThereAreNoMails_IsRefused()
    {
        var (mine, theirs) = (await gateway.IndependentAsync(), await gateway.IndependentAsync());
        var actor = await gateway.ActorAsync(mine);

        var foreign = await SendAsync(actor, GatewayUnderTest.Brevo, theirs);
        var none = await SendAsync(actor, GatewayUnderTest.OpenAi, mine);

        Assert.Equal((ConnexionErrors.ClientMismatch, ConnexionErrors.NoTestMail), (Assert.Single(foreign.Errors), Assert.Single(none.Errors)));
    }

    [Fact]
    public async Task Mail_AfterMailAfterMail_HasToWait()
    {
        var place = await gateway.IndependentAsync();
        var actor = await gateway.ActorAsync(place);
        for (var tries = 0; tries < AttemptLimits.PerWindow; tries++)
        {
            Assert.Equal(GatewayErrors.NoConnexion.Code, Assert.Single((await SendAsync(actor, GatewayUnderTest.Brevo, place)).Errors).Code);
        }

        Assert.Equal(GatewayErrors.TooManyTries.Code, Assert.Single((await SendAsync(actor, GatewayUnderTest.Brevo, place)).Errors).Code);
    }

    private async Task<(Place Network, Place Agency)> SharedAsync(Provider provider, string? sender, SharingTerms? terms = null)
    {
        var network = await gateway.NetworkAsync();
        await gateway.ConnexionAsync(provider, network, sender, sender is null ? null : "Réseau");
        await gateway.ShareAsync(provider, network, terms);
        return (network, await gateway.AgencyAsync(network));
    }

    private Task<Result<MailThroughGateway>> SendAsync(Actor actor, Provider provider, Place place) => app.Services.GetRequiredService<SendMailThroughGateway>()
        .HandleAsync(actor, new SendMailThroughGatewayRequest(place.Reference, provider.Code, "Agence d’essai"), CancellationToken.None);
}
