using System.Text.Json;

namespace Connexions.Domain.Gateway;

/// <summary>What a call to a language model took, in the pieces of text that models are billed by.</summary>
/// <param name="Input">Read by the model.</param>
/// <param name="Output">Written by it, its reasoning included.</param>
public readonly record struct ModelTokens(int Input, int Output);

/// <summary>
/// Finds in an answer that passes by, whole or a stream of events, what it says it took: the member <c>usage</c>
/// (openai-openapi: CompletionUsage, ResponseUsage, the usage of embeddings, images and transcriptions). What it says last
/// counts. Nothing is held but a member that has begun and not ended.
/// </summary>
/// <remarks>
/// No text can pass for it: inside a JSON string quotation marks are escaped. An object of the same name that somebody put
/// into a schema comes before the answer's own, and rarely counts anything.
/// </remarks>
public sealed class TokenScanner
{
    /// <summary>No such member is longer, in bytes.</summary>
    private const int MaxLength = 4096;

    private enum Found
    {
        Whole,
        Begun,
        SomethingElse,
    }

    private byte[]? held;

    private static ReadOnlySpan<byte> Name => "\"usage\""u8;

    /// <summary>Null while the answer has told nothing.</summary>
    public ModelTokens? Told { get; private set; }

    public void Look(ReadOnlySpan<byte> bytes)
    {
        if (held is not null)
        {
            // Seldom: a member, or its name, lies across two writes.
            bytes = (byte[])[.. held, .. bytes];
            held = null;
        }

        for (var at = bytes.IndexOf(Name); at >= 0; at = bytes.IndexOf(Name))
        {
            var rest = bytes[(at + Name.Length)..];
            switch (Read(rest, out var tokens, out var length))
            {
                case Found.Whole:
                    Told = tokens;
                    break;
                case Found.Begun when rest.Length < MaxLength:
                    held = bytes[at..].ToArray();
                    return;
                case Found.Begun:
                    length = MaxLength;
                    break;
            }

            bytes = rest[length..];
        }

        for (var length = Math.Min(Name.Length - 1, bytes.Length); length > 0; length--)
        {
            if (Name.StartsWith(bytes[^length..]))
            {
                held = bytes[^length..].ToArray();
                return;
            }
        }
    }

    /// <param name="rest">What follows the name.</param>
    /// <param name="length">How much of it was looked at and need not be again.</param>
    private static Found Read(ReadOnlySpan<byte> rest, out ModelTokens tokens, out int length)
    {
        (tokens, length) = (default, 0);
        var colon = SkipSpace(rest, 0);
        var start = colon < rest.Length && rest[colon] == ':' ? SkipSpace(rest, colon + 1) : colon;
        if (start >= rest.Length)
        {
            return Found.Begun;
        }

        return start > colon && rest[start] == '{' ? ReadObject(rest[..Math.Min(rest.Length, MaxLength)], start, out tokens, out length) : Found.SomethingElse;
    }

    private static Found ReadObject(ReadOnlySpan<byte> rest, int start, out ModelTokens tokens, out int length)
    {
        (tokens, length) = (default, 0);
        int? input = null, output = null, total = null;
        var reader = new Utf8JsonReader(rest[start..], isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                {
                    length = start + (int)reader.BytesConsumed;
                    // Embeddings have an input and a total alone.
                    output ??= total - input;
                    tokens = new ModelTokens(input ?? 0, output ?? 0);
                    return input >= 0 && output >= 0 ? Found.Whole : Found.SomethingElse;
                }

                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                ref var member = ref total;
                if (reader.ValueTextEquals("input_tokens"u8) || reader.ValueTextEquals("prompt_tokens"u8))
                {
                    member = ref input;
                }
                else if (reader.ValueTextEquals("output_tokens"u8) || reader.ValueTextEquals("completion_tokens"u8))
                {
                    member = ref output;
                }
                else if (!reader.ValueTextEquals("total_tokens"u8))
                {
                    continue;
                }

                if (!reader.Read())
                {
                    return Found.Begun;
                }

                member = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count) ? count : null;
            }

            return Found.Begun;
        }
        catch (JsonException)
        {
            return Found.SomethingElse;
        }
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int from)
    {
        var next = text[from..].IndexOfAnyExcept(" \t\r\n"u8);
        return next < 0 ? text.Length : from + next;
    }
}
