using System.Text.Json;

namespace Connexions.Tests.Demo.Providers;

/// <summary>Conversations and responses of OpenAI's stand-in, whole and streamed.</summary>
public sealed class FakeOpenAiTextsTests(FakesUnderTest fakes) : IClassFixture<FakesUnderTest>
{
    [Fact]
    public async Task Chat_Whole_EchoesTheModelAndCountsTheWords()
    {
        var (status, body) = await fakes.AskAsync("openai", "POST", "v1/chat/completions",
            """{"model":"gpt-x","messages":[{"role":"system","content":"Un deux"},{"role":"user","content":[{"type":"text","text":"trois"}]}]}""");
        var text = body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        Assert.Equal((200, "gpt-x", 3), (status, body.GetProperty("model").GetString(), body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32()));
        Assert.StartsWith("Votre demande compte 3 mots.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(500)]
    public async Task Chat_Streamed_ComesInAsManyPiecesAsAskedAndEnds(int chunks)
    {
        fakes.OpenAi.Chunks = chunks;
        var events = await EventsAsync("v1/chat/completions", """{"model":"gpt-x","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Un"}]}""");
        Assert.Equal("[DONE]", events[^1]);
        var parsed = events[..^1].Select(data => JsonSerializer.Deserialize<JsonElement>(data)).ToList();
        Assert.All(parsed, one => Assert.Equal(("chat.completion.chunk", "gpt-x"), (one.GetProperty("object").GetString(), one.GetProperty("model").GetString())));
        Assert.Equal(chunks + 3, parsed.Count);
        Assert.Equal("stop", parsed[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal((0, 1), (parsed[^1].GetProperty("choices").GetArrayLength(), parsed[^1].GetProperty("usage").GetProperty("prompt_tokens").GetInt32()));
        var text = string.Concat(parsed[1..^2].Select(one => one.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()));
        Assert.StartsWith("Votre demande compte 1 mot.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_Streamed_SendsThePiecesOneAfterTheOther()
    {
        fakes.OpenAi.ChunkDelay = TimeSpan.FromHours(1);
        using var response = await fakes.SendAsync("openai", "POST", "v1/chat/completions", """{"model":"gpt-x","stream":true,"messages":[{"role":"user","content":"Un"}]}""");
        fakes.OpenAi.ChunkDelay = TimeSpan.FromMilliseconds(1);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"role\":\"assistant\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("", await reader.ReadLineAsync());
        Assert.False(reader.ReadLineAsync().IsCompleted);
    }

    [Fact]
    public async Task Response_Whole_HasItsTextAndUsage()
    {
        var (_, body) = await fakes.AskAsync("openai", "POST", "v1/responses", """{"model":"gpt-x","input":[{"role":"user","content":[{"type":"input_text","text":"Un deux"}]}]}""");
        Assert.Equal(("gpt-x", "completed", 2), (body.GetProperty("model").GetString(), body.GetProperty("status").GetString(), body.GetProperty("usage").GetProperty("input_tokens").GetInt32()));
        Assert.StartsWith("Votre demande compte 2 mots.", body.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_Streamed_IsNumberedAndEndsCompleted()
    {
        fakes.OpenAi.Chunks = 4;
        var events = (await EventsAsync("v1/responses", """{"model":"gpt-x","stream":true,"input":"Un deux"}""")).Select(data => JsonSerializer.Deserialize<JsonElement>(data)).ToList();
        var types = events.Select(one => one.GetProperty("type").GetString()).ToList();
        Assert.Equal(("response.created", "response.completed", 4), (types[0], types[^1], types.Count(type => type == "response.output_text.delta")));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(one => one.GetProperty("sequence_number").GetInt32()));
    }

    [Theory]
    [InlineData("v1/chat/completions", """{"messages":[{"role":"user","content":"Un"}]}""", "model")]
    [InlineData("v1/chat/completions", """{"model":"gpt-x"}""", "messages")]
    [InlineData("v1/responses", """{"model":"gpt-x"}""", "input")]
    public async Task Ask_WithoutAMember_NamesIt(string path, string body, string member)
    {
        var (status, answer) = await fakes.AskAsync("openai", "POST", path, body);
        Assert.Equal((400, member), (status, answer.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Answer_OfAModel_HasTheHeadersThatTellOfTheAccount()
    {
        using var response = await fakes.SendAsync("openai", "POST", "v1/responses", """{"model":"gpt-x","input":"Un"}""");
        string[] expected = ["openai-organization", "openai-processing-ms", "openai-project", "openai-version", "Set-Cookie", "x-ratelimit-remaining-tokens", "x-request-id"];
        Assert.All(expected, name => Assert.True(response.Headers.Contains(name), name));
    }

    private async Task<List<string>> EventsAsync(string path, string body)
    {
        using var response = await fakes.SendAsync("openai", "POST", path, body);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        return [.. lines.Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..])];
    }
}
