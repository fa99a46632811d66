using System.Globalization;
using System.Text.Json;
using Connexions.Domain.Integrations;
using Connexions.Domain.Integrations.Zoho;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;

namespace Connexions.Tests.Domain.Integrations;

public sealed class ZohoVerificationTests
{
    private readonly ZohoVerification verifier = new();

    [Fact]
    public async Task TestMail_HasTheDocumentedForm()
    {
        var key = Planted.Zoho();
        var mail = TestMail.Write("contact@agence.test", "Agence <Test>", "ana@agence.test", "Agence & Fils", "Compte & Fils", CultureInfo.GetCultureInfo("fr-FR"));

        using var request = verifier.NewTestMail(SecretText.From(key)!, mail);
        using var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync());

        Assert.Equal((HttpMethod.Post, "email"), (request.Method, request.RequestUri!.OriginalString));
        Assert.Equal($"Zoho-enczapikey {key}", Assert.Single(request.Headers.NonValidated["Authorization"]));
        Assert.Equal("contact@agence.test", body.RootElement.GetProperty("from").GetProperty("address").GetString());
        Assert.Equal("Agence <Test>", body.RootElement.GetProperty("from").GetProperty("name").GetString());
        Assert.Equal("ana@agence.test", body.RootElement.GetProperty("to")[0].GetProperty("email_address").GetProperty("address").GetString());
        Assert.Contains("Agence &amp; Fils", body.RootElement.GetProperty("htmlbody").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, await request.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void TestMail_IsWrittenInThePersonsLanguage() => Assert.NotEqual(
        TestMail.Write("a@b.test", null, "c@d.test", "Agence", "Compte & Fils", CultureInfo.GetCultureInfo("fr-FR")).Subject,
        TestMail.Write("a@b.test", null, "c@d.test", "Agence", "Compte & Fils", CultureInfo.GetCultureInfo("en")).Subject);
}
