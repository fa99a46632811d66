using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Connexions.Web.Demo.Providers;

/// <summary>Vectors, moderation, images, speech. Shapes as in github.com/openai/openai-openapi, <c>openapi.yaml</c>.</summary>
internal static class FakeOpenAiMedia
{
    /// <summary>How many numbers a vector has when nothing else is asked: few, the real ones have 1536 and more.</summary>
    private const int Dimensions = 16;

    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/instructions",
        "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    private static readonly string[] Text = ["text"];
    private static readonly string Pixel = Convert.ToBase64String(OnePixel());

    // An MP3's first bytes, and silence.
    private static readonly byte[] Sound = [0xFF, 0xFB, 0x90, 0x64, .. new byte[4092]];

    public static FakeAnswer Embeddings(FakeRequest request)
    {
        var (body, refusal) = FakeOpenAi.Read(request, "model", "input");
        if (refusal is not null)
        {
            return refusal;
        }

        string[] texts = body.At("input") is { ValueKind: JsonValueKind.String } one ? [one.GetString()!] : [.. body.ListAt("input").Select(text => text.ToString())];
        var size = body.At("dimensions") is { ValueKind: JsonValueKind.Number } asked && asked.TryGetInt32(out var number) ? Math.Clamp(number, 1, 3072) : Dimensions;
        var base64 = body.TextAt("encoding_format") == "base64";
        var tokens = texts.Sum(text => 1 + (text.Length / 4));
        return FakeOpenAi.Answer(request.Key, JsonSerializer.Serialize(new
        {
            @object = "list",
            data = texts.Select((text, index) => new { @object = "embedding", index, embedding = base64 ? Base64(Vector(text, size)) : (object)Vector(text, size) }),
            model = body.TextAt("model"),
            usage = new { prompt_tokens = tokens, total_tokens = tokens },
        }));
    }

    public static FakeAnswer Moderations(FakeRequest request)
    {
        var (body, refusal) = FakeOpenAi.Read(request, "input");
        var count = body.At("input") is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) ? list.GetArrayLength() : 1;
        return refusal ?? FakeOpenAi.Answer(request.Key, JsonSerializer.Serialize(new
        {
            id = $"modr-{Guid.NewGuid():N}",
            model = body.TextAt("model") ?? "omni-moderation-latest",
            results = Enumerable.Repeat(
                new
                {
                    flagged = false,
                    categories = Categories.ToDictionary(name => name, _ => false, StringComparer.Ordinal),
                    category_scores = Categories.ToDictionary(name => name, _ => 0.0001, StringComparer.Ordinal),
                    category_applied_input_types = Categories.ToDictionary(name => name, _ => Text, StringComparer.Ordinal),
                }, count),
        }));
    }

    public static FakeAnswer Images(FakeRequest request)
    {
        var (body, refusal) = FakeOpenAi.Read(request, "prompt");
        var count = body.At("n") is { ValueKind: JsonValueKind.Number } asked && asked.TryGetInt32(out var number) ? Math.Clamp(number, 1, 10) : 1;
        return refusal ?? FakeOpenAi.Answer(request.Key, JsonSerializer.Serialize(new
        {
            created = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            data = Enumerable.Repeat(new { b64_json = Pixel }, count),
            usage = new { total_tokens = 20, input_tokens = 10, output_tokens = 10, input_tokens_details = new { text_tokens = 10, image_tokens = 0 } },
        }));
    }

    public static FakeAnswer Speech(FakeRequest request)
    {
        var (_, refusal) = FakeOpenAi.Read(request, "model", "input", "voice");
        return refusal ?? FakeOpenAi.Answer(request.Key, [Sound], "audio/mpeg");
    }

    // What the form holds is counted as it comes in, and never read.
    public static FakeAnswer Transcription(FakeRequest request) =>
        request.Headers.ContentType.ToString().StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) && request.Body.Length > 0
            ? FakeOpenAi.Answer(request.Key, JsonSerializer.Serialize(new
            {
                text = string.Create(CultureInfo.GetCultureInfo("fr-FR"), $"Transcription de démonstration, pour {request.Body.Length} octets reçus."),
                usage = new { type = "duration", seconds = 1 },
            }))
            : FakeOpenAi.Error(400, "Missing required parameter: 'file'.", "invalid_request_error", "missing_required_parameter", "file");

    // The same text has the same vector, of length 1 as the real ones.
    private static float[] Vector(string text, int size)
    {
        var random = new Random(BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        var raw = Enumerable.Range(0, size).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var length = MathF.Sqrt(raw.Sum(number => number * number));
        return [.. raw.Select(number => number / length)];
    }

    private static string Base64(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var index = 0; index < vector.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), vector[index]);
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>A PNG of one grey pixel (w3.org/TR/png: signature, then chunks of length, type, data and CRC).</summary>
    private static byte[] OnePixel()
    {
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write([0, 0x80]);
        }

        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR"u8, [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]), .. Chunk("IDAT"u8, data.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] counted = [.. type, .. data];
        var crc = uint.MaxValue;
        foreach (var one in counted)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, ~crc);
        return [.. length, .. counted, .. check];
    }
}
