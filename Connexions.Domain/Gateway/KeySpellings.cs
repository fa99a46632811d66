using System.Runtime.InteropServices;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Gateway;

/// <summary>
/// Finds a key by its parts: <see cref="RunLength"/> characters of it in a row (the whole of a shorter key) in whatever
/// case, behind the escapes of JSON, URLs and pages (<see cref="Reading"/>), in UTF-16, in hexadecimal, and in base64
/// wherever it begins. For one caller at a time.
/// </summary>
/// <remarks>
/// A run holds a piece of four characters at one of every nine places: only there a text is looked at, and mostly it is no
/// piece of the key's. So the time is a small part of what it takes to pass the text on.
/// </remarks>
public sealed class KeySpellings
{
    public const int RunLength = 12;

    private const int PieceLength = 4;
    private const int FilterBits = 14;

    /// <summary>What an escape may need of what is written plainly: the rest of a longer escape, and a run.</summary>
    private const int AroundEscapes = 32;

    /// <summary>Stands between spellings, and in no folded text.</summary>
    private const char Divider = '\0';

    // Small letters, for letters; signs of two kinds become one, which finds too much and not too little.
    private const char Fold = ' ';
    private const ulong FoldPiece = 0x0020_0020_0020_0020;

    private readonly int run;
    private readonly int piece;
    private readonly char[] spellings;
    private readonly ulong[] filter = new ulong[(1 << FilterBits) / 64];
    private readonly List<(int Start, int End)> found = [];

    public KeySpellings(SecretText key)
    {
        var text = key.Reveal();
        run = Math.Min(RunLength, text.Length);
        piece = Math.Min(PieceLength, run);
        // What is encoded of a short key is too short to tell it by.
        var all = run == RunLength ? string.Join(Divider, KeyEncodings.Of(text).Prepend(text)) : text;
        spellings = new char[all.Length];
        for (var at = 0; at < all.Length; at++)
        {
            spellings[at] = all[at] == Divider ? Divider : (char)(all[at] | Fold);
        }

        for (var at = 0; at + piece <= spellings.Length; at++)
        {
            var bit = BitOf(PieceAt(spellings, at));
            filter[bit / 64] |= 1UL << bit;
        }
    }

    /// <summary>Whether a part of the key is in a text, for example in a header's value.</summary>
    public bool AreIn(string text)
    {
        found.Clear();
        Look(text, found);
        return found.Count > 0;
    }

    /// <param name="traces">Where parts of the key stand is added to it; places may overlap.</param>
    /// <returns>Where an end of the text begins that may be the beginning of a part of the key; its length when none does.</returns>
    public int Look(ReadOnlySpan<char> text, ICollection<(int Start, int End)> traces)
    {
        Mark(text, null, traces);
        var open = text.Length - TailOf(text);
        using var reading = Reading.Of(text, AroundEscapes);
        if (reading is not null)
        {
            do
            {
                Mark(reading.Text, reading, traces);
                open = Math.Min(open, reading.Place(reading.Settled - TailOf(reading.Text[..reading.Settled])));
            }
            while (reading.Resolve());
        }

        return open;
    }

    private void Mark(ReadOnlySpan<char> text, Reading? reading, ICollection<(int Start, int End)> traces)
    {
        var step = run - piece + 1;
        for (var at = step - 1; at + piece <= text.Length;)
        {
            var looked = PieceAt(text, at);
            var bit = BitOf(looked);
            // Behind a trace, the next run that is not wholly in it.
            at = (filter[bit / 64] & (1UL << bit)) == 0 ? at + step : Math.Max(at + step, MarkAt(text, at, reading, traces) - piece + 1);
        }
    }

    /// <returns>The furthest end of the traces that the piece at this place is in.</returns>
    private int MarkAt(ReadOnlySpan<char> text, int at, Reading? reading, ICollection<(int Start, int End)> traces)
    {
        Span<char> looked = stackalloc char[PieceLength];
        looked = looked[..piece];
        for (var index = 0; index < piece; index++)
        {
            looked[index] = (char)(text[at + index] | Fold);
        }

        var furthest = at;
        for (var from = 0; spellings.AsSpan(from).IndexOf(looked) is >= 0 and var next; from += next + 1)
        {
            var (shift, start, end) = (from + next - at, at, at + piece);
            while (start > 0 && start + shift > 0 && (text[start - 1] | Fold) == spellings[start + shift - 1])
            {
                start--;
            }

            while (end < text.Length && end + shift < spellings.Length && (text[end] | Fold) == spellings[end + shift])
            {
                end++;
            }

            if (end - start >= run)
            {
                traces.Add(reading is null ? (start, end) : (reading.Place(start), reading.Place(end)));
                furthest = Math.Max(furthest, end);
            }
        }

        return furthest;
    }

    /// <summary>How long an end of the text is that stands in a spelling, shorter than a run.</summary>
    private int TailOf(ReadOnlySpan<char> text)
    {
        Span<char> tail = stackalloc char[RunLength];
        var count = 0;
        for (; count < Math.Min(run - 1, text.Length); count++)
        {
            tail[^(count + 1)] = (char)(text[^(count + 1)] | Fold);
            if (spellings.AsSpan().IndexOf(tail[^(count + 1)..]) < 0)
            {
                break;
            }
        }

        return count;
    }

    private ulong PieceAt(ReadOnlySpan<char> text, int at)
    {
        if (piece == PieceLength)
        {
            return MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text.Slice(at, PieceLength))) | FoldPiece;
        }

        var value = 0UL;
        foreach (var c in text.Slice(at, piece))
        {
            value = (value << 16) | (uint)(c | Fold);
        }

        return value;
    }

    private static int BitOf(ulong looked) => (int)((looked * 0x9E37_79B9_7F4A_7C15) >> (64 - FilterBits));
}
