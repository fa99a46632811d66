using System.Net;
using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Gateway.Answers;

namespace Connexions.Tests.Features.Gateway.Answers;

/// <summary>A tool's call is told to have met a bad key only where the provider's documented refusal says so.</summary>
public sealed class UseResultsTests
{
    private const string Incorrect = """{"error":{"message":"Incorrect API key provided: sk-****abcd.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""";
    private const string NotPermitted = """{"error":{"message":"You have insufficient permissions for this operation.","type":"invalid_request_error","param":null,"code":null}}""";

    [Theory]
    [InlineData("brevo", "email.send", """{"message":"Key not found","code":"unauthorized"}""", UseResult.KeyRefused)]
    [InlineData("brevo", "email.send", """{"message":"Your IP address 203.0.113.9 is not authorised","code":"unauthorized"}""", UseResult.Unavailable)]
    [InlineData("brevo", "contact.list", """{"message":"Service temporarily unavailable","code":"unauthorized"}""", UseResult.Unavailable)]
    [InlineData("brevo", "email.send", """{"message":"Access denied for resource \"smtp\"","code":"unauthorized"}""", UseResult.Failed)]
    [InlineData("brevo", "email.send", "", UseResult.Unavailable)]
    [InlineData("brevo", "email.send", """{"message":"We have detected you are using an unrecognised IP address 203.0.113.9. See https://app.brevo.com/security/authorised_ips","code":"unauthorized"}""", UseResult.ServerBlocked)]
    [InlineData("openai", "chat.complete", Incorrect, UseResult.KeyRefused)]
    [InlineData("openai", "chat.complete", NotPermitted, UseResult.Failed)]
    [InlineData("openai", "chat.complete", """{"error":{"message":"?","type":"x","param":null,"code":null}}""", UseResult.Unavailable)]
    [InlineData("zoho", "email.send", """{"error":{"code":"TM_4001","details":[{"code":"SERR_157"}]}}""", UseResult.KeyRefused)]
    [InlineData("zoho", "email.send", """{"error":{"code":"TM_4001","details":[{"code":"SERR_157"},{"code":"SM_111"}]}}""", UseResult.Unavailable)]
    public void Answer401_IsTheKeysFault_OnlyWhereTheProviderDocumentsIt(string code, string operation, string body, UseResult result)
    {
        var provider = ProviderCatalogue.Find(code)!;
        using var answer = new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        Assert.Equal(result, UseResults.Of(provider, provider.Gateway.Operations.Single(known => known.Code == operation), answer, Encoding.UTF8.GetBytes(body)));
    }
}
