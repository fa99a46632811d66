using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Connexions.Web.Demo.Providers;

/// <summary>What a call brought, counted as it came in; only JSON is kept, for as long as the call lasts.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
/// <param name="Json">Null where the body is of another type.</param>
internal sealed record FakeBody(long Length, string Sha256, ReadOnlyMemory<byte>? Json)
{
    private static readonly string Empty = Convert.ToHexStringLower(SHA256.HashData([]));

    public static async Task<FakeBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var json = request.HasJsonContentType() ? new ArrayBufferWriter<byte>() : null;
        IncrementalHash? hash = null;
        try
        {
            for (var length = 0L; ;)
            {
                var read = await request.BodyReader.ReadAsync(cancellationToken);
                foreach (var piece in read.Buffer)
                {
                    hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                    hash.AppendData(piece.Span);
                    json?.Write(piece.Span);
                    length += piece.Length;
                }

                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return new FakeBody(length, hash is null ? Empty : Convert.ToHexStringLower(hash.GetHashAndReset()), json?.WrittenMemory);
                }
            }
        }
        finally
        {
            hash?.Dispose();
        }
    }

    /// <summary>Null where the body is no JSON object.</summary>
    public JsonElement? Parse()
    {
        if (Json is not { Length: > 0 } json)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(json.Span);
            return JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Object } parsed ? parsed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A call with a key that is known, as the answers see it.</summary>
/// <param name="Path">Decoded, with its slash in front.</param>
internal sealed record FakeRequest(DemoKey Key, string Path, IHeaderDictionary Headers, FakeBody Body);

/// <summary>Looking into a body that may be anything.</summary>
internal static class FakeJson
{
    /// <summary>Null where it is missing, null, or no member of an object.</summary>
    public static JsonElement? At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>Null where it is missing or no text.</summary>
    public static string? TextAt(this JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Empty where it is missing or no list.</summary>
    public static IEnumerable<JsonElement> ListAt(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>Whether it is there and neither an empty text nor an empty list.</summary>
    public static bool Has(this JsonElement element, string name) => element.At(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 },
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        _ => true,
    };
}
