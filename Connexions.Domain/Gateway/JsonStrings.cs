using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connexions.Domain.Gateway;

/// <summary>JSON written anew with other texts in it, compact and legible.</summary>
public static class JsonStrings
{
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null for what is no JSON, is nested more than 64 deep, or has half of a surrogate pair in a text.</summary>
    /// <param name="change">
    /// What becomes of a text; it is asked for every name and string, decoded, and for every number as it is spelled. A
    /// number that it changes becomes a string.
    /// </param>
    public static byte[]? Change(string json, Func<string, string> change)
    {
        var changed = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(changed, Legible);
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            while (reader.Read())
            {
                Copy(ref reader, writer, change);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped half of a surrogate pair is valid JSON and no text.
            return null;
        }

        writer.Flush();
        return changed.WrittenSpan.ToArray();
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, Func<string, string> change)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(change(reader.GetString()!));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(change(reader.GetString()!));
                break;
            case JsonTokenType.Number when Encoding.UTF8.GetString(reader.ValueSpan) is var number && change(number) is var other && other != number:
                writer.WriteStringValue(other);
                break;
            default:
                // A number, true, false or null, in its own spelling.
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
