using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>A line of a spool's file: a beginning, an end (with the id of its use), or both at once.</summary>
internal sealed record ReceiptLine(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UseBegun? Begun = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? UseId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UseEnded? Ended = null)
{
    public const byte End = (byte)'\n';

    /// <summary>Null for what is not a whole line of ours.</summary>
    public static ReceiptLine? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ReceiptJson.Default.ReceiptLine) is { } line && (line.Begun is not null || (line.UseId is not null && line.Ended is not null))
                ? line
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Enumerations by name, so that a file of another version reads the same; JSON escapes line ends, so a line is a line.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReceiptLine))]
internal sealed partial class ReceiptJson : JsonSerializerContext;

/// <summary>Turns lines into bytes, over and over in the same memory. For one caller at a time.</summary>
internal sealed class ReceiptWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private readonly Utf8JsonWriter json;

    public ReceiptWriter() => json = new Utf8JsonWriter(buffer);

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public void Clear() => buffer.ResetWrittenCount();

    public void Add(ReceiptLine line)
    {
        JsonSerializer.Serialize(json, line, ReceiptJson.Default.ReceiptLine);
        json.Flush();
        json.Reset();
        buffer.Write([ReceiptLine.End]);
    }

    public void Dispose() => json.Dispose();
}
