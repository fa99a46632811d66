using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations.Brevo;
using Connexions.Tests.Domain.Gateway;
using static Connexions.Tests.Domain.Gateway.MailBodies;

namespace Connexions.Tests.Domain.Integrations;

public sealed class BrevoMailTests
{
    private const string Stated = """{"email":"contact@agence.test","name":"Agence du Port"}""";

    public static TheoryData<string> Bodies => ["mail", "newsletter"];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Check_SenderMissing_IsFilledInFromTheTerms(string kind)
    {
        var mail = Of(kind);

        Assert.Equal($$"""{"subject":"s","sender":{{Stated}}}""", mail.Written("""{"subject":"s"}""", Shared));
        Assert.Equal($$"""{"sender":{{Stated}},"subject":"s"}""", mail.Written("""{"sender":null,"subject":"s"}""", Own));
        Assert.Equal($$"""{"sender":{{Stated}}}""", mail.Written("""{"sender":{}}""", Shared));
        Assert.Equal("""{"sender":{"email":"contact@agence.test"}}""", mail.Written("{}", SharedNameless));
        Assert.Equal("{}", mail.Written("{}", OwnUnstated));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Check_SharedAndNothingStated_HasNoSender(string kind)
    {
        Of(kind).AssertRefused("{}", SharedUnstated, GatewayErrors.NoSender);
        Of(kind).AssertRefused("""{"sender":{"email":"autre@agence.test"}}""", SharedUnstated, GatewayErrors.NoSender);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Check_AnotherSender_IsRefusedNamingTheClientsOwn(string kind)
    {
        const string another = """{"sender":{"email":"autre@agence.test"}}""";

        Of(kind).AssertRefused(another, Shared, GatewayErrors.SenderNotYours, Email);
        Of(kind).AssertRefused(another, Own, GatewayErrors.SenderNotYours, Email);
        Assert.Equal(another, Of(kind).Written(another, OwnUnstated));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Check_SenderByNumber_IsRefusedWhereASenderIsStated(string kind)
    {
        const string numbered = """{"sender":{"id":7}}""";

        Of(kind).AssertRefused(numbered, Shared, GatewayErrors.SenderById);
        Of(kind).AssertRefused(numbered, Own, GatewayErrors.SenderById);
        Of(kind).AssertRefused("""{"sender":{"email":"contact@agence.test","id":"7"}}""", Shared, GatewayErrors.SenderById);
        Assert.Equal(numbered, Of(kind).Written(numbered, OwnUnstated));
        Assert.True(Of(kind).Check("""{"sender":{"id":null}}""", Shared).Succeeded);
    }

    [Fact]
    public void Check_SenderInAnotherCaseOrWithSpaces_IsWrittenAsStated() =>
        Assert.Equal($$"""{"sender":{{Stated}}}""", new BrevoMail().Written("""{"sender":{"email":" Contact@AGENCE.test","name":" AGENCE du port "}}""", Shared));

    [Theory]
    [InlineData("\"Banque\"")]
    [InlineData("\"Agence du Port.\"")]
    [InlineData("\"{{params.nom}}\"")]
    public void Check_AnotherName_IsRefusedOnTheNetworksAccountOnly(string name)
    {
        var body = $$$"""{"sender":{"email":"contact@agence.test","name":{{{name}}}}}""";

        new BrevoMail().AssertRefused(body, Shared, GatewayErrors.SenderNameNotYours, Name);
        new BrevoMail().AssertRefused(body, SharedNameless, GatewayErrors.SenderNameNotYours, Email);
        Assert.Equal(body, new BrevoMail().Written(body, Own));
    }

    [Theory]
    [InlineData("{\"email\":\"contact@agence.test\"}")]
    [InlineData("{\"email\":\"contact@agence.test\",\"name\":null}")]
    [InlineData("{\"email\":\"contact@agence.test\",\"name\":\" \"}")]
    public void Check_NameMissing_IsFilledInOnTheNetworksAccount(string sender)
    {
        Assert.Equal($$"""{"sender":{{Stated}}}""", new BrevoMail().Written($$"""{"sender":{{sender}}}""", Shared));
        Assert.Equal($$"""{"sender":{{sender}}}""", new BrevoMail().Written($$"""{"sender":{{sender}}}""", SharedNameless));
        Assert.Equal($$"""{"sender":{{sender}}}""", new BrevoMail().Written($$"""{"sender":{{sender}}}""", Own));
    }

    [Fact]
    public void Check_NameThatIsTheAddress_PassesForWhoHasNoName() =>
        Assert.True(new BrevoMail().Check("""{"sender":{"email":"contact@agence.test","name":"contact@agence.test"}}""", SharedNameless).Succeeded);

    [Fact]
    public void Check_UnknownMemberOfTheSender_IsRefusedOnTheNetworksAccountOnly()
    {
        const string body = """{"sender":{"email":"contact@agence.test","address":"autre@agence.test"}}""";

        new BrevoMail().AssertRefused(body, Shared, GatewayErrors.BodyAmbiguous, "address");
        Assert.Equal(body, new BrevoMail().Written(body, Own));
    }

    [Theory]
    [InlineData("{\"sender\":\"contact@agence.test\"}")]
    [InlineData("{\"sender\":[{\"email\":\"contact@agence.test\"}]}")]
    [InlineData("{\"sender\":{\"email\":[\"contact@agence.test\"]}}")]
    [InlineData("{\"sender\":{\"email\":\"contact@agence.test\",\"name\":7}}")]
    public void Check_SenderOfAnotherShape_IsUnreadable(string body) => new BrevoMail().AssertRefused(body, Shared, GatewayErrors.BodyUnreadable);

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{\"to\":[{\"email\":\"a@b.test\"}]}", 1)]
    [InlineData("{\"to\":[{\"email\":\"a@b.test\"},{\"email\":\"b@b.test\"}],\"cc\":[{\"email\":\"c@b.test\"}],\"bcc\":[{\"email\":\"d@b.test\"}]}", 4)]
    [InlineData("{\"to\":[{\"email\":\"a@b.test\"}],\"cc\":null,\"messageVersions\":[]}", 1)]
    [InlineData("{\"to\":[{\"email\":\"a@b.test\"}],\"messageVersions\":[{\"to\":[{\"email\":\"b@b.test\"},{\"email\":\"c@b.test\"}]},{\"subject\":\"s\"}]}", 3)]
    [InlineData("{\"cc\":[{\"email\":\"a@b.test\"}],\"messageVersions\":[{\"to\":[{\"email\":\"b@b.test\"}]},{\"to\":[{\"email\":\"c@b.test\"}],\"cc\":[]}]}", 3)]
    public void Check_CountsTheEmails(string body, int emails) => Assert.Equal(emails, new BrevoMail().Check(body, Shared).Require().Emails);

    [Theory]
    [InlineData("{\"to\":{\"email\":\"a@b.test\"}}")]
    [InlineData("{\"to\":\"a@b.test\"}")]
    [InlineData("{\"cc\":[\"a@b.test\"]}")]
    [InlineData("{\"bcc\":[null]}")]
    [InlineData("{\"to\":[{\"name\":\"a\"}]}")]
    [InlineData("{\"to\":[{\"email\":[\"a@b.test\",\"c@b.test\"]}]}")]
    [InlineData("{\"messageVersions\":{}}")]
    [InlineData("{\"messageVersions\":[7]}")]
    [InlineData("{\"messageVersions\":[{\"to\":\"a@b.test\"}]}")]
    public void Check_RecipientsOfAnotherShape_AreUnreadable(string body) => new BrevoMail().AssertRefused(body, Shared, GatewayErrors.BodyUnreadable);

    [Fact]
    public void Check_Newsletter_CannotBeCounted() =>
        Assert.Null(new BrevoNewsletter().Check("""{"name":"n","recipients":{"listIds":[1]},"scheduledAt":"2026-06-01T12:30:00+02:00"}""", Shared).Require().Emails);

    private static MailBody Of(string kind) => kind == "mail" ? new BrevoMail() : new BrevoNewsletter();
}
