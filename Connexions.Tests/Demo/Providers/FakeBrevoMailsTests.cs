using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Demo.Providers;

/// <summary>What Brevo's stand-in takes to be sent, and what it refuses.</summary>
public sealed class FakeBrevoMailsTests(FakesUnderTest fakes) : IClassFixture<FakesUnderTest>
{
    [Fact]
    public async Task Send_WholeMail_HasAnIdAndIsRememberedUnderItsSender()
    {
        var (status, body) = await fakes.AskAsync("brevo", "POST", "v3/smtp/email",
            """{"sender":{"email":"lyon@lumiere.demo","name":"Lumière Lyon"},"to":[{"email":"a@exemple.demo"}],"cc":[{"email":"b@exemple.demo"}],"subject":"Entière","textContent":"Bonjour"}""");
        Assert.Equal(201, status);
        Assert.Matches(@"^<\d{12}\.\d{11}@smtp-relay\.mailin\.fr>$", body.GetProperty("messageId").GetString());
        var mail = Assert.Single(fakes.Brevo.Sent, mail => mail.Subject == "Entière");
        Assert.Equal((FakesUnderTest.Account, "lyon@lumiere.demo", "Lumière Lyon"), (mail.Account, mail.Sender, mail.SenderName));
        Assert.Equal(["a@exemple.demo", "b@exemple.demo"], mail.Recipients);
    }

    [Fact]
    public async Task Send_Versions_HaveAnIdEachAndTheirOwnRecipients()
    {
        var (status, body) = await fakes.AskAsync("brevo", "POST", "v3/smtp/email",
            """{"sender":{"email":"x@lumiere.demo"},"subject":"Commune","htmlContent":"<p>","messageVersions":[{"to":[{"email":"a@exemple.demo"}]},{"to":[{"email":"b@exemple.demo"}],"subject":"Propre"}]}""");
        Assert.Equal((201, 2), (status, body.GetProperty("messageIds").GetArrayLength()));
        Assert.Equal(["a@exemple.demo"], Assert.Single(fakes.Brevo.Sent, mail => mail.Subject == "Commune").Recipients);
        Assert.Equal(["b@exemple.demo"], Assert.Single(fakes.Brevo.Sent, mail => mail.Subject == "Propre").Recipients);
    }

    [Theory]
    [InlineData("""{"to":[{"email":"a@b.demo"}],"subject":"s","htmlContent":"h"}""", "sender")]
    [InlineData("""{"sender":{"email":"a@b.demo"},"subject":"s","htmlContent":"h"}""", "to")]
    [InlineData("""{"sender":{"email":"a@b.demo"},"to":[{"email":"a@b.demo"}],"htmlContent":"h"}""", "subject")]
    [InlineData("""{"sender":{"email":"a@b.demo"},"to":[{"email":"a@b.demo"}],"subject":"s"}""", "htmlContent")]
    [InlineData("""{"templateId":1}""", "to")]
    public async Task Send_WithoutAField_IsRefusedInBrevosWords(string mail, string field)
    {
        using var response = await fakes.SendAsync("brevo", "POST", "v3/smtp/email", mail);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal($$"""{"code":"missing_parameter","message":"{{field}} is missing"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Send_NoJson_IsABadRequest(string body) =>
        Assert.Equal("bad_request", (await fakes.AskAsync("brevo", "POST", "v3/smtp/email", body)).Body.GetProperty("code").GetString());

    [Fact]
    public async Task Send_ByTemplate_NeedsRecipientsOnly()
    {
        Assert.Equal(201, (await fakes.AskAsync("brevo", "POST", "v3/smtp/email", """{"templateId":1,"to":[{"email":"modele@exemple.demo"}]}""")).Status);
        Assert.Null(Assert.Single(fakes.Brevo.Sent, mail => mail.Recipients.Contains("modele@exemple.demo")).Sender);
        var (_, templates) = await fakes.AskAsync("brevo", "GET", "v3/smtp/templates?limit=1");
        Assert.Equal(templates.GetProperty("count").GetInt32(), templates.GetProperty("templates").GetArrayLength());
    }

    [Fact]
    public async Task Campaign_Created_IsItsAccountsAlone()
    {
        var (status, created) = await fakes.AskAsync("brevo", "POST", "v3/emailCampaigns",
            """{"name":"Printemps","subject":"Lettre","sender":{"email":"lyon@lumiere.demo"},"recipients":{"listIds":[3]},"htmlContent":"<p>"}""");
        var path = $"v3/emailCampaigns/{created.GetProperty("id")}";
        Assert.Equal(201, status);
        Assert.Equal("draft", (await fakes.AskAsync("brevo", "GET", path)).Body.GetProperty("status").GetString());
        Assert.Equal(404, (await fakes.AskAsync("brevo", "GET", path, key: DemoKeys.Of("brevo", "Azur Nice"))).Status);
        Assert.Equal(204, (await fakes.AskAsync("brevo", "POST", $"{path}/sendNow")).Status);
        Assert.Equal("sent", (await fakes.AskAsync("brevo", "GET", path)).Body.GetProperty("status").GetString());
        Assert.Equal(1, (await fakes.AskAsync("brevo", "GET", "v3/emailCampaigns")).Body.GetProperty("count").GetInt32());
        Assert.Equal(["list 3"], Assert.Single(fakes.Brevo.Sent, mail => mail.Subject == "Lettre").Recipients);
    }
}
