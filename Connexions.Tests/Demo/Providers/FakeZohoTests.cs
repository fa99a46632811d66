namespace Connexions.Tests.Demo.Providers;

/// <summary>The mails that ZeptoMail's stand-in takes.</summary>
public sealed class FakeZohoTests(FakesUnderTest fakes) : IClassFixture<FakesUnderTest>
{
    private const string Ends = "\"from\":{\"address\":\"lyon@lumiere.demo\",\"name\":\"Lyon\"},\"to\":[{\"email_address\":{\"address\":\"a@exemple.demo\"}},{\"email_address\":{\"address\":\"b@exemple.demo\"}}]";

    [Theory]
    [InlineData("v1.1/email", "\"textbody\":\"t\"")]
    [InlineData("v1.1/email/batch", "\"htmlbody\":\"h\"")]
    [InlineData("v1.1/email/template", "\"mail_template_key\":\"k\"")]
    [InlineData("v1.1/email/template/batch", "\"template_alias\":\"k\"")]
    public async Task Send_WholeMail_IsTakenAndRemembered(string path, string content)
    {
        var (status, body) = await fakes.AskAsync("zoho", "POST", path, $$"""{{{Ends}},"subject":"{{path}}",{{content}}}""");
        Assert.Equal((201, "email"), (status, body.GetProperty("object").GetString()));
        var mail = Assert.Single(fakes.Zoho.Sent, mail => mail.Subject == path);
        Assert.Equal((FakesUnderTest.Account, "lyon@lumiere.demo", "Lyon"), (mail.Account, mail.Sender, mail.SenderName));
        Assert.Equal(["a@exemple.demo", "b@exemple.demo"], mail.Recipients);
    }

    [Theory]
    [InlineData("v1.1/email", "{}", "from")]
    [InlineData("v1.1/email", """{"from":{"address":"a@b.demo"}}""", "to")]
    [InlineData("v1.1/email", $$"""{{{Ends}}}""", "subject")]
    [InlineData("v1.1/email", $$"""{{{Ends}},"subject":"s"}""", "htmlbody")]
    [InlineData("v1.1/email/template", $$"""{{{Ends}}}""", "mail_template_key")]
    public async Task Send_WithoutAField_NamesIt(string path, string mail, string field)
    {
        var (status, body) = await fakes.AskAsync("zoho", "POST", path, mail);
        var (error, detail) = (body.GetProperty("error"), body.GetProperty("error").GetProperty("details")[0]);
        Assert.Equal((400, "TM_3201"), (status, error.GetProperty("code").GetString()));
        Assert.Equal(("GE_102", field), (detail.GetProperty("code").GetString(), detail.GetProperty("target").GetString()));
    }

    [Fact]
    public async Task Send_NoJson_HasItsCode() =>
        Assert.Equal("TM_3301", (await fakes.AskAsync("zoho", "POST", "v1.1/email", "{")).Body.GetProperty("error").GetProperty("code").GetString());
}
