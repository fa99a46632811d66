using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations.Brevo;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using static Connexions.Tests.Domain.Gateway.MailBodies;

namespace Connexions.Tests.Domain.Gateway;

/// <summary>Bodies that two readers could read differently, and how a body is written anew.</summary>
public sealed class JsonMailBodyTests
{
    private static readonly BrevoMail Mail = new();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"sender\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{\"to\":[],}")]
    [InlineData("{/* sender */}")]
    [InlineData("{'to':[]}")]
    [InlineData("{to:[]}")]
    [InlineData("{\"params\":NaN}")]
    [InlineData("{\"subject\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"subject\":\"a\nb\"}")]
    [InlineData("\uFEFF{}")]
    public void Check_NoPlainJsonObject_IsUnreadable(string body) => Mail.AssertRefused(body, Shared, GatewayErrors.BodyUnreadable);

    /// <summary>Nine megabytes that would be two hundred in memory, and seconds of work.</summary>
    [Fact]
    public void Check_ThreeMillionEmptyObjects_IsRefusedBeforeAnythingIsMadeOfIt()
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"params":{"a":[{{{string.Join(',', Enumerable.Repeat("{}", 3_000_000))}}}]}}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var check = Mail.Check(body, Shared);

        Assert.Equal(GatewayErrors.BodyTooDetailed.Code, Assert.Single(check.Errors).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData(199_996, true)]
    [InlineData(199_997, false)]
    public void Check_AsManyValuesAsAMailMayHave_IsRead(int values, bool isRead) =>
        AssertRead($$"""{"params":{"a":[{{string.Join(',', Enumerable.Repeat("0", values))}}]},"to":[]}""", isRead);

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(1_000_000, false)]
    public void Check_AsDeepAsAMailMayBe_IsRead(int levels, bool isRead) => AssertRead($$"""{"params":{{new string('[', levels)}}{{new string(']', levels)}}}""", isRead);

    private static void AssertRead(string body, bool isRead) =>
        Assert.Equal(isRead ? null : GatewayErrors.BodyTooDetailed.Code, Mail.Check(Encoding.UTF8.GetBytes(body), Shared).Errors.SingleOrDefault()?.Code);

    [Fact]
    public void Check_AnotherEncoding_IsUnreadable()
    {
        byte[][] bodies = [Encoding.Unicode.GetBytes("{}"), Encoding.BigEndianUnicode.GetBytes("{}"), Encoding.UTF32.GetBytes("{}"), [0x1F, 0x8B, 8, 0], [.. "{\"a\":\""u8, 0xE9, .. "\"}"u8], [.. "{\""u8, 0xC0, 0xAF, .. "\":1}"u8]];

        Assert.All(bodies, body => Assert.Equal([GatewayErrors.BodyUnreadable], Mail.Check(body, Shared).Errors));
    }

    [Theory]
    [InlineData("""{"sender":{"email":"contact@agence.test"},"sender":{"email":"autre@agence.test"}}""", "sender")]
    [InlineData("""{"sender":null,"\u0073ender":{"email":"autre@agence.test"}}""", "sender")]
    [InlineData("""{"sender":{"email":"contact@agence.test","\u0065mail":"autre@agence.test"}}""", "email")]
    [InlineData("""{"params":[{"a":{"b":1,"b":1}}]}""", "b")]
    [InlineData("""{"to":[{"email":"a@b.test","name":"","name":""}]}""", "name")]
    public void Check_NameTwiceAnywhere_IsAmbiguous(string body, string name)
    {
        Mail.AssertRefused(body, Shared, GatewayErrors.BodyAmbiguous, name);
        Mail.AssertRefused(body, OwnUnstated, GatewayErrors.BodyAmbiguous, name);
    }

    [Theory]
    [InlineData("""{"Sender":{"email":"autre@agence.test"}}""", "Sender")]
    [InlineData("""{"sender":{"email":"contact@agence.test"},"SENDER":{"email":"autre@agence.test"}}""", "SENDER")]
    [InlineData("""{"\u017fender":{"email":"autre@agence.test"}}""", "\u017Fender")]
    [InlineData("""{"\uff53ender":{"email":"autre@agence.test"}}""", "\uFF53ender")]
    [InlineData("""{"sender\u0000":{"email":"autre@agence.test"}}""", "sender\0")]
    [InlineData("""{" sender":{"email":"autre@agence.test"}}""", " sender")]
    [InlineData("""{"sender":{"Email":"autre@agence.test"}}""", "Email")]
    [InlineData("""{"sender":{"ID":7}}""", "ID")]
    [InlineData("""{"To":[]}""", "To")]
    [InlineData("""{"Headers":{"From":"autre@agence.test"}}""", "Headers")]
    [InlineData("""{"messageversions":[]}""", "messageversions")]
    [InlineData("""{"to":[{"EMAIL":"a@b.test"}]}""", "EMAIL")]
    [InlineData("""{"messageVersions":[{"Bcc":[]}]}""", "Bcc")]
    [InlineData("""{"messageVersions":[{"sender":{"email":"autre@agence.test"}}]}""", "sender")]
    public void Check_NameInAnotherSpelling_IsAmbiguous(string body, string name)
    {
        Mail.AssertRefused(body, Shared, GatewayErrors.BodyAmbiguous, name);
        Mail.AssertRefused(body, OwnUnstated, GatewayErrors.BodyAmbiguous, name);
    }

    [Fact]
    public void Check_LongAmbiguousName_IsShortened() =>
        Mail.AssertRefused($$"""{"{{new string('n', 500)}}":1,"{{new string('n', 500)}}":2}""", Shared, GatewayErrors.BodyAmbiguous, new string('n', 60));

    [Theory]
    [InlineData(30, true)]
    [InlineData(32, false)]
    [InlineData(100_000, false)]
    public void Check_Depth_HasAnEnd(int depth, bool isRead)
    {
        var body = $$"""{"params":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        Assert.Equal(isRead, Mail.Check(body, Shared).Succeeded);
    }

    [Fact]
    public void Check_HugeBody_IsReadOnceAndWhole()
    {
        var recipients = string.Join(',', Enumerable.Range(0, 20_000).Select(number => $$"""{"email":"a{{number}}@b.test"}"""));

        var result = Mail.Check($$"""{"to":[{{recipients}}],"htmlContent":"{{new string('x', 2_000_000)}}"}""", Shared);

        Assert.Equal(20_000, result.Require().Emails);
    }

    [Fact]
    public void Check_WritesTheBodyAnew_CompactAndLegibleWithNumbersAsTheyWere()
    {
        const string body = """
            { "sender" : { "name" : "agence du port", "email" : " CONTACT@agence.test " },
              "subject" : "\u00c9t\u00e9 <b>\u00e0</b> l'\u00e9tage & \"plus\" \ud83d\ude00",
              "params" : { "prix" : 1.50, "grand" : 12345678901234567890123, "petit" : 1E-2, "vide" : null, "oui" : true } }
            """;

        Assert.Equal(
            """{"sender":{"name":"Agence du Port","email":"contact@agence.test"},"subject":"Été <b>à</b> l'étage & \"plus\" \uD83D\uDE00","params":{"prix":1.50,"grand":12345678901234567890123,"petit":1E-2,"vide":null,"oui":true}}""",
            Mail.Written(body, Shared));
    }

    [Fact]
    public void Check_OddNames_AreKept() => Assert.True(Mail.Check("""{"\uffff":1,"\ufffe":2,"\ufdd0":3,"":4,"\u0000":5,"é":6}""", Shared).Succeeded);

    [Theory]
    [InlineData("From")]
    [InlineData("FROM")]
    [InlineData("sender")]
    [InlineData("Return-Path")]
    [InlineData("return_path")]
    [InlineData("Resent-From")]
    [InlineData("resent-sender")]
    [InlineData("From ")]
    [InlineData("From:")]
    [InlineData("X-A: 1\\r\\nReply-To")]
    [InlineData("X\u00C9")]
    public void Check_HeaderThatNamesASender_IsRefused(string header)
    {
        foreach (var terms in new[] { Shared, Own, OwnUnstated })
        {
            var error = Assert.Single(Mail.Check($$$"""{"headers":{"X-A":"1","{{{header}}}":"autre@agence.test"}}""", terms).Errors);
            Assert.Equal(GatewayErrors.MailHeaderRefused.Code, error.Code);
            Assert.Equal([header.Replace("\\r\\n", "\r\n", StringComparison.Ordinal)], error.Arguments);
        }
    }

    [Fact]
    public void Check_OtherHeaders_Pass()
    {
        Assert.True(Mail.Check("""{"headers":{"X-Mailin-custom":"1","sender.ip":"1.2.3.4","Idempotency-Key":"a","X-N":7}}""", Shared).Succeeded);
        Assert.True(Mail.Check("""{"headers":null}""", Shared).Succeeded);
        Mail.AssertRefused("""{"headers":[]}""", Shared, GatewayErrors.BodyUnreadable);
        Mail.AssertRefused("""{"headers":{"X-A":["b"]}}""", Shared, GatewayErrors.BodyUnreadable);
        Mail.AssertRefused("""{"headers":{"X-A":"1\r\nFrom: autre@agence.test"}}""", Shared, GatewayErrors.MailHeaderRefused, "X-A");
        Mail.AssertRefused("""{"messageVersions":[{"headers":{"From":"autre@agence.test"}}]}""", Shared, GatewayErrors.MailHeaderRefused, "From");
    }

    [Theory]
    [InlineData("contact@évreux.fr", "contact@xn--vreux-9ra.fr")]
    [InlineData("contact@xn--vreux-9ra.fr", "contact@évreux.fr")]
    [InlineData("contact@évreux.fr", "Contact@E\u0301vreux.fr")]
    public void Check_SenderInAnotherSpelling_IsTheOwnAndWrittenInAscii(string own, string given)
    {
        var terms = new SenderTerms(new Sender(own, "Agence Étape"), IsShared: true);

        var written = Parse(Mail.Check($$$"""{"sender":{"email":"{{{given}}}","name":"Agence E\u0301tape"}}""", terms).Require().Body).GetProperty("sender");

        Assert.Equal(("contact@xn--vreux-9ra.fr", "Agence Étape"), (written.GetProperty("email").GetString(), written.GetProperty("name").GetString()));
    }

    [Fact]
    public void Check_MissingSender_IsFilledInInAscii() =>
        Assert.Equal("""{"sender":{"email":"contact@xn--vreux-9ra.fr"}}""", Mail.Written("{}", new SenderTerms(new Sender("contact@évreux.fr", null), IsShared: true)));

    [Theory]
    [InlineData("contact@evreux.fr")]
    [InlineData("contact@xn--vreux-9r.fr")]
    public void Check_SenderThatOnlyResembles_IsAnothers(string given) => Mail.AssertRefused(
        $$$"""{"sender":{"email":"{{{given}}}"}}""", new SenderTerms(new Sender("contact@évreux.fr", null), IsShared: true), GatewayErrors.SenderNotYours, "contact@évreux.fr");
}
