using System.Net.Http.Json;
using System.Text;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Features.Gateway;

/// <summary>Planted keys and tokens, and providers that repeat them: what crosses, in either direction, holds neither.</summary>
public sealed class GatewayLeakTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private readonly GatewayUnderTest gateway = new(app);

    public static TheoryData<string, FakeCase> Echoes
    {
        get
        {
            var echoes = new TheoryData<string, FakeCase>();
            foreach (var provider in ProviderCatalogue.All)
            {
                foreach (var what in Enum.GetValues<FakeCase>().Where(what => what is not (FakeCase.Slow or FakeCase.Dropped)))
                {
                    echoes.Add(provider.Code, what);
                }
            }

            return echoes;
        }
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task Answer_WhateverTheProviderSays_HoldsNoPartOfTheKeyAndNothingOfTheAccount(string code, FakeCase what)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var place = await gateway.IndependentAsync();
        var key = await gateway.ConnexionAsync(provider, place, "a@agence.test", what: what);
        var (_, text) = await gateway.TokenAsync(place);
        using var client = gateway.Client(text);

        foreach (var request in Calls(provider))
        {
            using var answer = await SendAsync(client, request, mayBeReset: what == FakeCase.Cut);
            if (answer is null)
            {
                continue;
            }

            var body = await ReadAsync(answer);

            AssertNoTrace(key, $"{answer.Headers}{answer.Content.Headers}\n{body}");
            Assert.DoesNotContain(
                answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key),
                name => name is "Set-Cookie" or "openai-organization" or "openai-project" or "Location" || name.StartsWith("access-control", StringComparison.OrdinalIgnoreCase));
        }

        AssertNoTrace(key, string.Join('\n', app.Log.Lines));
    }

    [Fact]
    public async Task Call_WithCookiesAndOtherSecrets_BringsTheProviderNoneOfThem()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(GatewayUnderTest.OpenAi, place);
        var (_, text) = await gateway.TokenAsync(place);
        using var client = gateway.Client(text);
        using var request = new HttpRequestMessage(HttpMethod.Get, "openai/v1/models");
        foreach (var (name, value) in new[]
        {
            ("Cookie", "session=secret-cookie"), ("api-key", text), ("x-api-key", text), ("Proxy-Authorization", "Basic secret"), ("OpenAI-Organization", "org-autre"),
            ("OpenAI-Project", "proj-autre"), ("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9"), ("Referer", "https://interne.exemple.test/"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("Connection", "X-Own"), ("X-Own", "1"), ("OpenAI-Beta", "responses=v1"),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request);

        Assert.True(answer.IsSuccessStatusCode);
        var arrived = gateway.Fake(GatewayUnderTest.OpenAi).LastCalls.Last(call => call.Path == "/v1/models" && call.Headers.ContainsKey("OpenAI-Beta"));
        Assert.True(arrived.KeyKnown);
        Assert.Empty(arrived.Headers.Keys.Except(["Authorization", "Host", "OpenAI-Beta", "Accept-Encoding"], StringComparer.OrdinalIgnoreCase));
        Assert.Equal("identity", arrived.Headers["Accept-Encoding"]);
        Assert.DoesNotContain(text, string.Join('\n', arrived.Headers.Values) + arrived.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_AfterItsUse_IsInNoFileNorInTheLog()
    {
        var place = await gateway.IndependentAsync();
        var key = await gateway.ConnexionAsync(GatewayUnderTest.Brevo, place, "a@agence.test");
        var (_, text) = await gateway.TokenAsync(place);
        using var answer = await gateway.SendMailAsync(text);
        using var inAddress = await gateway.Client(text).GetAsync($"brevo/v3/contacts?x={text}");
        await gateway.UsesAsync(place, 2);

        var files = Directory.GetFiles(Path.GetDirectoryName(app.DatabaseFile)!, Path.GetFileName(app.DatabaseFile) + "*");
        var contents = files.Select(file =>
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(open, Encoding.Latin1);
            return reader.ReadToEnd();
        });
        Assert.All(contents.Append(await StoredText.ReadAsync(app.Database)), content =>
        {
            Assert.DoesNotContain(text, content, StringComparison.Ordinal);
            AssertNoTrace(key, content);
        });
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains(text, StringComparison.Ordinal));
        Assert.False(inAddress.IsSuccessStatusCode);
    }

    private static IEnumerable<HttpRequestMessage> Calls(Provider provider)
    {
        switch (provider.Code)
        {
            case "brevo":
                yield return Post("brevo/v3/smtp/email", GatewayUnderTest.Mail());
                yield return new HttpRequestMessage(HttpMethod.Get, "brevo/v3/contacts");
                break;
            case "zoho":
                yield return Post("zoho/v1.1/email", new { to = new[] { new { email_address = new { address = "b@exemple.test" } } }, subject = "Bonjour", textbody = "Bonjour" });
                break;
            default:
                yield return new HttpRequestMessage(HttpMethod.Get, "openai/v1/models");
                yield return Post("openai/v1/chat/completions", new { model = "gpt-demo", stream = true, messages = new[] { new { role = "user", content = "Bonjour" } } });
                break;
        }
    }

    private static HttpRequestMessage Post(string path, object body) => new(HttpMethod.Post, path) { Content = JsonContent.Create(body) };

    /// <summary>Null when the gateway, which cuts where the provider does, did so before the answer's head was with the caller.</summary>
    private static async Task<HttpResponseMessage?> SendAsync(HttpClient client, HttpRequestMessage request, bool mayBeReset)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (HttpRequestException) when (mayBeReset)
        {
            return null;
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        // An answer that breaks off in the middle is read as far as it came.
        var read = new MemoryStream();
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync();
            await stream.CopyToAsync(read);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
        }

        return Encoding.UTF8.GetString(read.ToArray());
    }

    /// <summary>Twelve characters of a key in a row are no chance.</summary>
    private static void AssertNoTrace(string key, string text)
    {
        var found = Enumerable.Range(0, key.Length - 11).FirstOrDefault(at => text.Contains(key.AsSpan(at, 12), StringComparison.OrdinalIgnoreCase), -1);
        Assert.True(found < 0, $"Twelve characters of the key from {found} on were found.");
    }
}
