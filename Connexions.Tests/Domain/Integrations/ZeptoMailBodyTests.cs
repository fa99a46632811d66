using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations.Zoho;
using Connexions.Tests.Domain.Gateway;
using static Connexions.Tests.Domain.Gateway.MailBodies;

namespace Connexions.Tests.Domain.Integrations;

public sealed class ZeptoMailBodyTests
{
    private static readonly ZeptoMailBody Mail = new();

    [Fact]
    public void Check_SenderMissing_IsFilledInFromTheTerms()
    {
        Assert.Equal("""{"from":{"address":"contact@agence.test","name":"Agence du Port"}}""", Mail.Written("{}", Shared));
        Assert.Equal("{}", Mail.Written("{}", OwnUnstated));
        Mail.AssertRefused("{}", SharedUnstated, GatewayErrors.NoSender);
    }

    [Fact]
    public void Check_AnotherSender_IsRefused()
    {
        Mail.AssertRefused("""{"from":{"address":"autre@agence.test"}}""", Shared, GatewayErrors.SenderNotYours, Email);
        Mail.AssertRefused("""{"from":{"address":"autre@agence.test"}}""", Own, GatewayErrors.SenderNotYours, Email);
        Mail.AssertRefused("""{"from":{"address":"contact@agence.test","name":"Banque"}}""", Shared, GatewayErrors.SenderNameNotYours, Name);
    }

    [Theory]
    [InlineData("""{"FROM":{"address":"autre@agence.test"}}""", "FROM")]
    [InlineData("""{"from":{"Address":"autre@agence.test"}}""", "Address")]
    [InlineData("""{"from":{"address":"contact@agence.test","id":7}}""", "id")]
    [InlineData("""{"from":{"address":"contact@agence.test","email":"autre@agence.test"}}""", "email")]
    [InlineData("""{"Mime_Headers":{}}""", "Mime_Headers")]
    [InlineData("""{"mimeHeaders":{}}""", "mimeHeaders")]
    [InlineData("""{"BOUNCE_ADDRESS":"autre@agence.test"}""", "BOUNCE_ADDRESS")]
    [InlineData("""{"to":[{"Email_Address":{"address":"a@b.test"}}]}""", "Email_Address")]
    [InlineData("""{"to":[{"email_address":{"ADDRESS":"a@b.test"}}]}""", "ADDRESS")]
    public void Check_NameInAnotherSpelling_IsAmbiguous(string body, string name) => Mail.AssertRefused(body, Shared, GatewayErrors.BodyAmbiguous, name);

    [Fact]
    public void Check_HeaderThatNamesASender_IsRefused() =>
        Mail.AssertRefused("""{"mime_headers":{"return-path":"autre@agence.test"}}""", Own, GatewayErrors.MailHeaderRefused, "return-path");

    [Fact]
    public void Check_BounceAddress_IsChosenOnlyOnAnAccountOfOnesOwn()
    {
        Mail.AssertRefused("""{"bounce_address":"retours@agence.test"}""", Shared, GatewayErrors.MailHeaderRefused, "bounce_address");
        Assert.True(Mail.Check("""{"bounce_address":null}""", Shared).Succeeded);
        Assert.True(Mail.Check("""{"bounce_address":"retours@agence.test"}""", Own).Succeeded);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{\"to\":[{\"email_address\":{\"address\":\"a@b.test\",\"name\":\"A\"},\"merge_info\":{\"n\":1}}]}", 1)]
    [InlineData("{\"to\":[{\"email_address\":{\"address\":\"a@b.test\"}},{\"email_address\":{\"address\":\"b@b.test\"}}],\"cc\":[{\"email_address\":{\"address\":\"c@b.test\"}}],\"bcc\":[{\"email_address\":{\"address\":\"d@b.test\"}}]}", 4)]
    public void Check_CountsTheEmails(string body, int emails) => Assert.Equal(emails, Mail.Check(body, Shared).Require().Emails);

    [Theory]
    [InlineData("{\"to\":\"a@b.test\"}")]
    [InlineData("{\"to\":[{\"address\":\"a@b.test\"}]}")]
    [InlineData("{\"to\":[{\"email_address\":\"a@b.test\"}]}")]
    [InlineData("{\"to\":[{\"email_address\":{\"name\":\"A\"}}]}")]
    public void Check_RecipientsOfAnotherShape_AreUnreadable(string body) => Mail.AssertRefused(body, Shared, GatewayErrors.BodyUnreadable);
}
