using System.Text.Json;

namespace Connexions.Domain.Integrations;

/// <summary>
/// One value of a provider's JSON, read without trust: whatever is missing, of another type or ill-formed is empty, and
/// nothing throws.
/// </summary>
public readonly struct AnswerJson
{
    // One name that stands twice says two things: such an answer says nothing.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonElement element;

    private AnswerJson(JsonElement element) => this.element = element;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsArray => element.ValueKind == JsonValueKind.Array;

    public bool IsTrue => element.ValueKind == JsonValueKind.True;

    public bool IsBoolean => element.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Whether it is there and not null.</summary>
    public bool IsPresent => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The text of a string; null for anything else.</summary>
    public string? Text
    {
        get
        {
            try
            {
                return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
            }
            catch (InvalidOperationException)
            {
                // An escaped half of a surrogate pair is valid JSON and no text.
                return null;
            }
        }
    }

    /// <summary>The elements of an array; none for anything else.</summary>
    public IEnumerable<AnswerJson> Items => IsArray ? element.EnumerateArray().Select(item => new AnswerJson(item)) : [];

    /// <summary>A member of an object; empty when there is none.</summary>
    public AnswerJson this[string name]
    {
        get
        {
            try
            {
                return IsObject && element.TryGetProperty(name, out var member) ? new AnswerJson(member) : default;
            }
            catch (InvalidOperationException)
            {
                return default;
            }
        }
    }

    /// <summary>Null for a body that is no JSON, says to be a page, was cut off, or names a member twice.</summary>
    public static AnswerJson? Read(ProviderAnswer answer)
    {
        if (answer.IsCutOff || answer.ContentType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body.TrimStart('\uFEFF'), Strict);
            return new AnswerJson(document.RootElement.Clone());
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // ArgumentException: half of a surrogate pair in the text itself.
            return null;
        }
    }

    /// <summary>Whether one of these members is there and not null.</summary>
    public bool HasAny(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name].IsPresent)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the value is this text, in any case.</summary>
    public bool Is(string text) => string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the value is a text that contains one of these, in any case.</summary>
    public bool Mentions(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (Text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => element.ValueKind.ToString();
}
