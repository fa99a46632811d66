using System.Text.RegularExpressions;
using Connexions.Domain.Integrations;
using Connexions.Tests.Architecture;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Verifications.Http;

/// <summary>The verifier's calls over real connections, to a provider that does not speak HTTP, or compresses unasked.</summary>
public sealed class ProviderWireTests
{
    private const string Account = """{"organization_id":"5f00000000000000000000a1","email":"contact@agence.test","companyName":"Agence Test","firstName":"Ana","lastName":"Test","address":{},"plan":[],"relay":{"enabled":true}}""";

    public static TheoryData<string, string> Forms
    {
        get
        {
            var forms = new TheoryData<string, string>();
            foreach (var form in MalformedAnswers.Forms)
            {
                // One is asked again and again, the other once.
                forms.Add("brevo", form);
                forms.Add("zoho", form);
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Ask_AnsweredInNoHttp_IsUnavailableAndToldNowhereInTheProvidersWords(string code, string form)
    {
        await using var provider = new RawProvider();
        await using var client = ClientUnderTest.Calling(provider.Address);
        var key = Planted.For(ProviderCatalogue.Find(code)!);
        provider.Answer(key, MalformedAnswers.Of(form, key));
        using var witness = new WireWitness(key);

        var verification = await client.AskAsync(code, key);

        Assert.Equal(VerificationVerdict.ProviderUnavailable, verification.Verdict);
        Assert.Empty(witness.Found);
        Assert.True(witness.Heard.ContainsKey("event System.Net.Http"), string.Join(", ", witness.Heard.Keys));
        Assert.DoesNotContain(client.Log.Lines, line => WireWitness.Tells(key, line));
        Assert.Single(client.Log.Complaints);
    }

    [Theory]
    [InlineData("Content-Encoding: gzip")]
    [InlineData("Content-Encoding: deflate")]
    [InlineData("Content-Encoding: br")]
    [InlineData("Content-Encoding: gzip, br")]
    [InlineData("Content-Encoding: identity")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: deflate, chunked")]
    [InlineData("Content-Encoding: gzip\r\nTransfer-Encoding: x-gzip, chunked")]
    public async Task Ask_AnsweredInACodingThatNobodyAskedFor_IsRead(string headers)
    {
        await using var provider = new RawProvider();
        await using var client = ClientUnderTest.Calling(provider.Address);
        var key = Planted.Brevo();
        provider.Answer(key, CodedAnswer.Of(headers, Account));

        Assert.Equal(VerificationVerdict.Valid, (await client.AskAsync("brevo", key)).Verdict);
        Assert.Contains("Accept-Encoding: identity", Assert.Single(provider.Requests), StringComparison.Ordinal);
    }

    /// <summary>Whoever made another client would hear the wire quoted again.</summary>
    [Fact]
    public void Clients_AreMadeWhereTheirExceptionsAreMended_AndNowhereElse()
    {
        var makers = Repository.ProductFiles("*.cs").Where(file => Regex.IsMatch(
            Repository.Read(file), @"new (?:HttpClient|HttpMessageInvoker|HttpClientHandler)\b|SocketsHttpHandler (?:New|\w+ =)|new SocketsHttpHandler|AddHttpClient", RegexOptions.None, TimeSpan.FromSeconds(5)));

        Assert.Equal(
            [
                "Connexions.Web/Features/Connecting/Snippet.cs", // Text: an example to copy.
                "Connexions.Web/Features/Gateway/Calls/ProviderRoutes.cs",
                "Connexions.Web/Features/Verifications/Http/ProviderClient.cs",
                "Connexions.Web/Features/Verifications/Http/ProviderSockets.cs",
            ],
            makers.Order(StringComparer.Ordinal));
        Assert.Contains("new ProviderWire(", Repository.Read("Connexions.Web/Features/Gateway/Calls/ProviderRoutes.cs"), StringComparison.Ordinal);
        Assert.Contains("new ProviderWire(", Repository.Read("Connexions.Web/Features/Verifications/Http/ProviderClient.cs"), StringComparison.Ordinal);
    }
}
