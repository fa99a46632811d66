using System.Buffers.Binary;
using System.Text.Json;
using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Demo.Providers;

/// <summary>Vectors, moderation, images and speech of OpenAI's stand-in.</summary>
public sealed class FakeOpenAiMediaTests(FakesUnderTest fakes) : IClassFixture<FakesUnderTest>
{
    [Fact]
    public async Task Embeddings_InEitherEncoding_AreTheSameNumbers()
    {
        var (_, plain) = await fakes.AskAsync("openai", "POST", "v1/embeddings", """{"model":"e","input":["un","deux"],"dimensions":3}""");
        var (_, coded) = await fakes.AskAsync("openai", "POST", "v1/embeddings", """{"model":"e","input":"un","dimensions":3,"encoding_format":"base64"}""");
        var bytes = coded.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        Assert.Equal(2, plain.GetProperty("data").GetArrayLength());
        Assert.Equal(
            plain.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle()),
            Enumerable.Range(0, 3).Select(index => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(index * 4))));
    }

    [Fact]
    public async Task Images_AreAsManyPngAsAsked()
    {
        var (_, body) = await fakes.AskAsync("openai", "POST", "v1/images/generations", """{"model":"i","prompt":"un chat","n":2}""");
        Assert.Equal(2, body.GetProperty("data").GetArrayLength());
        Assert.Equal([0x89, .. "PNG"u8], body.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64()[..4]);
    }

    [Fact]
    public async Task Moderations_OfEachText_FlagNothing()
    {
        var (_, body) = await fakes.AskAsync("openai", "POST", "v1/moderations", """{"input":["un","deux"]}""");
        Assert.Equal([false, false], body.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("flagged").GetBoolean()));
    }

    [Fact]
    public async Task Transcription_OfAnUpload_CountsItWithoutKeepingIt()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[5_000_000]), "file", "son.mp3" }, { new StringContent("whisper-1"), "model" } };
        var length = form.Headers.ContentLength ?? (await form.ReadAsByteArrayAsync()).Length;
        using var response = await fakes.SendAsync("openai", "POST", "v1/audio/transcriptions", form, null);
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        Assert.Contains($"{length} octets", body.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains(fakes.OpenAi.LastCalls, call => call.BodyLength == length);
    }

    [Fact]
    public async Task Transcription_WithoutAForm_IsRefused() =>
        Assert.Equal(400, (await fakes.AskAsync("openai", "POST", "v1/audio/transcriptions", "{}")).Status);

    [Fact]
    public async Task Speech_IsSound()
    {
        using var response = await fakes.SendAsync("openai", "POST", "v1/audio/speech", """{"model":"t","input":"Bonjour","voice":"alloy"}""");
        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(4096, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [Theory]
    [InlineData("gpt-demo", 200)]
    [InlineData("inconnu", 404)]
    public async Task Model_ByName_IsFoundIfItIsListed(string model, int status) =>
        Assert.Equal(status, (await fakes.AskAsync("openai", "GET", $"v1/models/{model}")).Status);

    [Fact]
    public async Task Path_OfNothing_IsAnsweredInOpenAisWords() =>
        Assert.Equal("Invalid URL (GET /v1/rien)", (await fakes.AskAsync("openai", "GET", "v1/rien")).Body.GetProperty("error").GetProperty("message").GetString());
}
