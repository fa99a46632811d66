using System.Security.Cryptography;
using System.Text;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Demo.Providers;

/// <summary>What a test can ask of the calls that arrived: all but the key.</summary>
public sealed class FakeCallTests : IAsyncLifetime
{
    private readonly FakesUnderTest fakes = new();

    public Task InitializeAsync() => fakes.InitializeAsync();

    public Task DisposeAsync() => fakes.DisposeAsync();

    [Fact]
    public async Task Call_WithAKnownKey_KeepsValuesAndHashesButNotTheKey()
    {
        var key = DemoKeys.Of("brevo", FakesUnderTest.Account);
        const string body = """{"email":"a@exemple.demo"}""";
        fakes.Http.DefaultRequestHeaders.Add("X-Trace", $"before {key} after");
        using var response = await fakes.SendAsync("brevo", "POST", $"v3/contacts?a=%2F&key={key}", body);
        var call = Assert.Single(fakes.Brevo.LastCalls);

        Assert.Equal(("POST", "/v3/contacts", "?a=%2F&key=•••", true), (call.Method, call.Path, call.Query, call.KeyKnown));
        Assert.Equal((FakeCall.Hidden, "before ••• after", "application/json; charset=utf-8"), (call.Headers["api-key"], call.Headers["x-trace"], call.Headers["content-type"]));
        Assert.Equal((body.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))), (call.BodyLength, call.BodySha256));
    }

    [Fact]
    public async Task Call_WithAnUnknownKey_SaysSoAndHidesItAsWell()
    {
        using var response = await fakes.SendAsync("openai", "GET", "v1/models", key: Planted.OpenAi());
        var call = Assert.Single(fakes.OpenAi.LastCalls);
        Assert.Equal((false, FakeCall.Hidden, 0L, ""), (call.KeyKnown, call.Headers["Authorization"], call.BodyLength, call.Query));
    }

    [Fact]
    public async Task Call_WithALargeBody_IsReadWhole()
    {
        var bytes = RandomNumberGenerator.GetBytes(30 * 1024 * 1024);
        using var response = await fakes.SendAsync("openai", "POST", "v1/audio/transcriptions", new ByteArrayContent(bytes), null);
        var call = Assert.Single(fakes.OpenAi.LastCalls);
        Assert.Equal((bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes))), (call.BodyLength, call.BodySha256));
    }

    [Fact]
    public async Task LastCalls_BeyondAThousand_AreTheLast()
    {
        for (var number = 1; number <= 1005; number++)
        {
            using var response = await fakes.SendAsync("brevo", "GET", $"v3/rien/{number}");
        }

        var kept = fakes.Brevo.LastCalls.Select(call => call.Path).ToList();
        Assert.Equal((1000, "/v3/rien/6", "/v3/rien/1005", 1005), (kept.Count, kept[0], kept[^1], fakes.Brevo.Calls));
    }
}
