using System.Net;
using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Gateway.Answers;

/// <summary>Answers that hold the key in some spelling, or compressed: what arrives at the tool cannot be read as the key.</summary>
[Collection(RawProviderTests.Name)]
public sealed class ProviderAnswerTests(RawProviderApp raw)
{
    private static Provider OpenAi => GatewayUnderTest.OpenAi;

    public static TheoryData<string> Codings =>
    [
        "Content-Encoding: gzip", "Content-Encoding: deflate", "Content-Encoding: br", "Content-Encoding: gzip, br",
        "Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: deflate, chunked",
    ];

    [Fact]
    public async Task Success_WithTheKeyInAnySpelling_ArrivesWithoutIt()
    {
        var (key, client) = await CallerAsync();
        using var _ = client;
        foreach (var spelling in KeySpelling.All)
        {
            var body = Encoding.Latin1.GetBytes($"{{\"echo\":\"{spelling.Write(key)}\",\"and\":\"more\"}}");
            var head = Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: {Printable(spelling.Write(key))}\r\nopenai-version: 2020-10-01\r\nContent-Length: {body.Length}\r\n\r\n");
            raw.Provider.Answer(key, head, body[..(body.Length / 2)], body[(body.Length / 2)..]);

            using var answer = await client.GetAsync("openai/v1/models");

            var arrived = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal((HttpStatusCode.OK, body.Length), (answer.StatusCode, arrived.Length));
            Assert.False(WireWitness.Tells(key, arrived) || WireWitness.Tells(key, spelling.Read(arrived)), $"{spelling}: {arrived}");
            Assert.StartsWith("{\"echo\":\"", arrived, StringComparison.Ordinal);
            Assert.EndsWith("\",\"and\":\"more\"}", arrived, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("x-request-id"), spelling.Name);
            Assert.True(answer.Headers.Contains("openai-version"));
        }
    }

    [Fact]
    public async Task Error_WithTheKeyInAnySpelling_ArrivesWithoutIt()
    {
        var (key, client) = await CallerAsync();
        using var _ = client;
        foreach (var spelling in KeySpelling.All)
        {
            await ExamineErrorAsync(client, key, key, spelling.Write(key), spelling.Read);
        }
    }

    [Fact]
    public async Task Error_WithTheKeySpacedOrBackwards_ArrivesWithoutIt()
    {
        static string Backwards(string text) => new([.. text.Reverse()]);
        static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));
        var (key, client) = await CallerAsync();
        using var _ = client;
        foreach (var between in " -.:\u200b")
        {
            await ExamineErrorAsync(client, key, Letters(key), string.Join(between, key.ToCharArray()), Letters);
        }

        await ExamineErrorAsync(client, key, key, Backwards(key), Backwards);
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task Success_CompressedUnasked_ArrivesDecodedAndWithoutTheKey(string headers)
    {
        var (key, client) = await CallerAsync();
        using var _ = client;
        raw.Provider.Answer(key, CodedAnswer.Of(headers, $$"""{"echo":"{{key}}"}"""));

        using var answer = await client.GetAsync("openai/v1/models");

        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal($$"""{"echo":"{{new string('*', key.Length)}}"}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task Error_CompressedUnasked_ArrivesDecodedAndWithoutTheKey(string headers)
    {
        var (key, client) = await CallerAsync();
        using var _ = client;
        raw.Provider.Answer(key, CodedAnswer.Of(headers, $$$"""{"error":{"message":"No such model {{{key}}}","type":"invalid_request_error","param":null,"code":null}}""", "404 Not Found"));

        using var answer = await client.GetAsync("openai/v1/models");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("""{"error":{"message":"No such model •••","type":"invalid_request_error","param":null,"code":null}}""", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The call is done: a header that cannot be passed on is no reason to say it failed.</summary>
    [Fact]
    public async Task Success_WithAHeaderThatNoHeaderMayBe_ArrivesWithoutIt()
    {
        var (key, client) = await CallerAsync();
        using var _ = client;
        raw.Provider.Answer(key, Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nx-request-id: r\u00e9f\u00e9rence\r\nContent-Length: 2\r\n\r\n{}"));

        using var answer = await client.GetAsync("openai/v1/models");

        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    /// <param name="known">What must not be told, as <paramref name="read"/> would read it.</param>
    private async Task ExamineErrorAsync(HttpClient client, string key, string known, string written, Func<string, string> read)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"error\":{{\"message\":\"No, {written}, and more\",\"type\":\"invalid_request_error\"}}}}");
        raw.Provider.Answer(
            key, [.. Encoding.ASCII.GetBytes($"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nx-request-id: {Printable(written)}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body]);

        using var answer = await client.GetAsync("openai/v1/models");

        var arrived = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(WireWitness.Tells(known, arrived) || WireWitness.Tells(known, read(arrived)), arrived);
        Assert.Contains("more", arrived, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("x-request-id"), written);
    }

    private async Task<(string Key, HttpClient Client)> CallerAsync()
    {
        var place = await raw.Gateway.IndependentAsync();
        var key = await raw.Gateway.ConnexionAsync(OpenAi, place);
        return (key, raw.Gateway.Client((await raw.Gateway.TokenAsync(place)).Text));
    }

    /// <summary>A header cannot hold NUL: there what is written so stands plain.</summary>
    private static string Printable(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~'));
}
