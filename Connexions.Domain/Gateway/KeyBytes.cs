using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Gateway;

/// <summary>Finds a key in bytes that arrive piece by piece: in UTF-8, as it is and as JSON may spell it, in its own case.</summary>
public sealed class KeyBytes
{
    private readonly byte[][] spellings;
    private readonly SearchValues<byte> firstBytes;

    public KeyBytes(SecretText key)
    {
        spellings = [.. Spellings(key.Reveal()).Distinct().Select(Encoding.UTF8.GetBytes)];
        firstBytes = SearchValues.Create([.. spellings.Select(spelling => spelling[0])]);
    }

    /// <summary>Of the longest spelling, in bytes.</summary>
    public int MaxLength => spellings.Max(spelling => spelling.Length);

    /// <summary>The first place of the key, or of a beginning of it that the bytes end with; -1 when there is none.</summary>
    public int IndexIn(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; bytes[at..].IndexOfAny(firstBytes) is >= 0 and var next; at++)
        {
            at += next;
            foreach (var spelling in spellings)
            {
                var length = Math.Min(spelling.Length, bytes.Length - at);
                if (bytes.Slice(at, length).SequenceEqual(spelling.AsSpan(0, length)))
                {
                    return at;
                }
            }
        }

        return -1;
    }

    /// <summary>How many bytes the key takes up that the bytes begin with; 0 when they do not.</summary>
    public int LengthAtStart(ReadOnlySpan<byte> bytes)
    {
        foreach (var spelling in spellings)
        {
            if (bytes.StartsWith(spelling))
            {
                return spelling.Length;
            }
        }

        return 0;
    }

    // JSON may have a backslash before a slash (PHP writes it so), and must have one before quotes and backslashes.
    private static IEnumerable<string> Spellings(string key)
    {
        var json = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(key);
        return [key, json, json.Replace("/", @"\/", StringComparison.Ordinal)];
    }
}
