using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// Conversations and responses, whole or streamed. Shapes as in github.com/openai/openai-openapi and
/// developers.openai.com/api/reference/resources/chat and …/responses/streaming-events: a conversation's stream ends in
/// <c>[DONE]</c>, a response's in its own last event.
/// </summary>
internal static class FakeOpenAiTexts
{
    private const string Stream = "text/event-stream; charset=utf-8";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public static FakeAnswer Chat(FakeRequest request, int chunks)
    {
        var (body, refusal) = FakeOpenAi.Read(request, "model", "messages");
        if (refusal is not null)
        {
            return refusal;
        }

        var asked = body.ListAt("messages").Sum(message => Words(message.At("content")));
        var (model, text) = (JsonSerializer.Serialize(body.TextAt("model")), Say(asked));
        var (id, created) = ($"chatcmpl-{Guid.NewGuid():N}", DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var usage = $$"""{"prompt_tokens":{{asked}},"completion_tokens":{{Count(text)}},"total_tokens":{{asked + Count(text)}}}""";
        if (!IsStreamed(body))
        {
            return FakeOpenAi.Answer(request.Key,
                $$"""{"id":"{{id}}","object":"chat.completion","created":{{created}},"model":{{model}},"choices":[{"index":0,"message":{"role":"assistant","content":{{Quote(text)}},"refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{{usage}},"service_tier":"default","system_fingerprint":"fp_demo"}""");
        }

        // The usage is told only to those who ask for it, in an event without choices.
        var withUsage = (body.At("stream_options") ?? default).At("include_usage")?.ValueKind == JsonValueKind.True;
        byte[] Event(string choices, string tail) => Encoding.UTF8.GetBytes(
            $$"""data: {"id":"{{id}}","object":"chat.completion.chunk","created":{{created}},"model":{{model}},"service_tier":"default","system_fingerprint":"fp_demo","choices":[{{choices}}]{{tail}}}""" + "\n\n");
        byte[] Delta(string delta, string finish = "null") => Event($$"""{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}""", withUsage ? ",\"usage\":null" : "");
        return FakeOpenAi.Answer(request.Key,
        [
            Delta("""{"role":"assistant","content":"","refusal":null}"""),
            .. Split(text, chunks).Select(piece => Delta($$"""{"content":{{Quote(piece)}}}""")),
            Delta("{}", "\"stop\""),
            .. withUsage ? [Event("", $",\"usage\":{usage}")] : Array.Empty<byte[]>(),
            Done,
        ], Stream);
    }

    public static FakeAnswer Response(FakeRequest request, int chunks)
    {
        var (body, refusal) = FakeOpenAi.Read(request, "model", "input");
        if (refusal is not null)
        {
            return refusal;
        }

        var asked = Words(body.At("input"));
        var (model, text) = (JsonSerializer.Serialize(body.TextAt("model")), Say(asked));
        var (id, item, created) = ($"resp_{Guid.NewGuid():N}", $"msg_{Guid.NewGuid():N}", DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        string Part(string said) => $$"""{"type":"output_text","text":{{Quote(said)}},"annotations":[],"logprobs":[]}""";
        string Message(string status, string content) => $$"""{"id":"{{item}}","type":"message","status":"{{status}}","role":"assistant","content":[{{content}}]}""";
        string Whole(string status, string output, string usage) =>
            $$$"""{"id":"{{{id}}}","object":"response","created_at":{{{created}}},"status":"{{{status}}}","error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":{{{model}}},"output":[{{{output}}}],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{{{usage}}},"user":null,"metadata":{}}""";
        var completed = Whole("completed", Message("completed", Part(text)),
            $$$"""{"input_tokens":{{{asked}}},"input_tokens_details":{"cached_tokens":0},"output_tokens":{{{Count(text)}}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":{{{asked + Count(text)}}}}""");
        if (!IsStreamed(body))
        {
            return FakeOpenAi.Answer(request.Key, completed);
        }

        var number = 0;
        byte[] Event(string type, string members) => Encoding.UTF8.GetBytes($$"""
            event: {{type}}
            data: {"type":"{{type}}","sequence_number":{{number++}},{{members}}}


            """);
        var place = $"\"item_id\":\"{item}\",\"output_index\":0,\"content_index\":0";
        return FakeOpenAi.Answer(request.Key,
        [
            Event("response.created", $"\"response\":{Whole("in_progress", "", "null")}"),
            Event("response.in_progress", $"\"response\":{Whole("in_progress", "", "null")}"),
            Event("response.output_item.added", $"\"output_index\":0,\"item\":{Message("in_progress", "")}"),
            Event("response.content_part.added", $"{place},\"part\":{Part("")}"),
            .. Split(text, chunks).Select(piece => Event("response.output_text.delta", $"{place},\"delta\":{Quote(piece)},\"logprobs\":[]")).ToList(),
            Event("response.output_text.done", $"{place},\"text\":{Quote(text)},\"logprobs\":[]"),
            Event("response.content_part.done", $"{place},\"part\":{Part(text)}"),
            Event("response.output_item.done", $"\"output_index\":0,\"item\":{Message("completed", Part(text))}"),
            Event("response.completed", $"\"response\":{completed}"),
        ], Stream);
    }

    private static bool IsStreamed(JsonElement body) => body.At("stream")?.ValueKind == JsonValueKind.True;

    private static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    private static string Say(int words) => string.Create(CultureInfo.GetCultureInfo("fr-FR"),
        $"Votre demande compte {words} mot{(words > 1 ? "s" : "")}. Le service réel y répondrait ici\u00A0; ce texte vient de la démonstration.");

    private static string[] Split(string text, int chunks)
    {
        chunks = Math.Max(1, chunks);
        while (text.Length < chunks)
        {
            text += $" {text}";
        }

        return [.. Enumerable.Range(0, chunks).Select(index => text[(index * text.Length / chunks)..((index + 1) * text.Length / chunks)])];
    }

    // A text, or a list of parts or messages with texts in them.
    private static int Words(JsonElement? said) => said switch
    {
        { ValueKind: JsonValueKind.String } text => Count(text.GetString()!),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Sum(one => Words(one)),
        { ValueKind: JsonValueKind.Object } part => Words(part.At("text") ?? part.At("content")),
        _ => 0,
    };

    // One word's length is all that is asked of a token here.
    private static int Count(string text)
    {
        var count = 0;
        for (var index = 0; index < text.Length; index++)
        {
            count += !char.IsWhiteSpace(text[index]) && (index == 0 || char.IsWhiteSpace(text[index - 1])) ? 1 : 0;
        }

        return count;
    }
}
