using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Connexions.Domain.Results;

namespace Connexions.Domain.Gateway;

/// <summary>The JSON of a mail: read only when every reader reads the same in it, and written anew.</summary>
internal static class MailJson
{
    /// <summary>How much of a name an error repeats, in characters.</summary>
    private const int NameMaxLength = 60;

    /// <summary>How many values a mail may hold: five times what two thousand recipients with a page of texts each make.</summary>
    private const int MaxValues = 200_000;

    /// <summary>How deep they may be nested.</summary>
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false, AllowDuplicateProperties = false };

    private static readonly JsonDocumentOptions Lenient = Strict with { AllowDuplicateProperties = true };

    /// <summary>Escapes what JSON itself wants escaped, and pictures such as 😀: none of this is put into a page.</summary>
    private static readonly JsonSerializerOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions WithoutNull = new(Legible) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>An object in which no name stands twice, at any depth, and every text is Unicode.</summary>
    public static Result<JsonObject> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (IsTooDetailed(body.Span))
            {
                return GatewayErrors.BodyTooDetailed with { Arguments = [MaxValues, MaxDepth] };
            }

            if (!Utf8.IsValid(body.Span))
            {
                return GatewayErrors.BodyUnreadable;
            }

            var mail = JsonElement.Parse(body.Span, Strict);
            if (MayHoldHalves(body.Span))
            {
                ReadTexts(mail);
            }

            return mail.ValueKind == JsonValueKind.Object ? JsonObject.Create(mail)! : GatewayErrors.BodyUnreadable;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            // The parser refuses a name that stands twice, and does not say which.
            return FindNameTwice(body.Span) is { } name ? Ambiguous(name) : GatewayErrors.BodyUnreadable;
        }
    }

    public static byte[] Write(JsonObject mail) => JsonSerializer.SerializeToUtf8Bytes(mail, Legible);

    /// <summary>A mail of our own. What is null is left out.</summary>
    public static byte[] Compose<T>(T mail) => JsonSerializer.SerializeToUtf8Bytes(mail, WithoutNull);

    /// <summary>Refuses a member that another reader might take for one of these names.</summary>
    public static Error? RefuseMisspelt(JsonObject members, MemberNames names) =>
        members.Select(member => member.Key).FirstOrDefault(names.IsMisspelt) is { } misspelt ? Ambiguous(misspelt) : null;

    /// <summary>Without case, without signs, without the letters that Unicode keeps beside the usual ones (ſ, full width…).</summary>
    public static string Fold(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    public static Error Ambiguous(string name) => GatewayErrors.BodyAmbiguous with { Arguments = [Shorten(name)] };

    public static string Shorten(string name) => name.Length > NameMaxLength ? name[..NameMaxLength] : name;

    /// <summary>The text of a string; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Found out before anything is made of it: three million empty objects are few bytes and much memory.</summary>
    /// <exception cref="JsonException">It is not JSON, as far as it was read.</exception>
    private static bool IsTooDetailed(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        for (var values = 0; reader.Read();)
        {
            var begins = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if ((begins && reader.CurrentDepth == MaxDepth) || (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray) && ++values > MaxValues))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there may be half of a surrogate pair: only as an escape can it come in valid UTF-8.</summary>
    private static bool MayHoldHalves(ReadOnlySpan<byte> body) => body.IndexOf("\\ud"u8) >= 0 || body.IndexOf("\\uD"u8) >= 0;

    /// <exception cref="InvalidOperationException">A text is none: it holds half of a surrogate pair.</exception>
    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    /// <summary>Null also for what cannot be read.</summary>
    private static string? FindNameTwice(ReadOnlySpan<byte> body)
    {
        try
        {
            return NameTwice(JsonElement.Parse(body, Lenient));
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    private static string? NameTwice(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                return element.EnumerateObject().Select(member => names.Add(member.Name) ? NameTwice(member.Value) : member.Name).FirstOrDefault(name => name is not null);
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(NameTwice).FirstOrDefault(name => name is not null);
            default:
                return null;
        }
    }

    /// <summary>InvalidOperationException: half of a surrogate pair inside a text.</summary>
    private static bool IsUnreadable(Exception exception) => exception is JsonException or InvalidOperationException;
}
