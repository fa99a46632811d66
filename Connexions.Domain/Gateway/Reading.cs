using System.Buffers;

namespace Connexions.Domain.Gateway;

/// <summary>
/// A text as it reads once its escapes are resolved, then as that reads, and so on: those of JSON (<c>\u002F</c>,
/// <c>\/</c>, <c>\\</c>), of URLs (<c>%2F</c>) and of pages (<c>&amp;#47;</c>, <c>&amp;#x2F;</c>, <c>&amp;sol;</c>), all at once. NUL falls
/// away: what is left of UTF-16 that was taken for bytes is its text.
/// </summary>
internal sealed class Reading : IDisposable
{
    /// <summary>How often escapes are resolved at most: a URL in a page in a text in JSON takes three.</summary>
    private const int MaxDepth = 4;

    /// <summary>Stands for what was left out.</summary>
    private const char Gap = '\uFFFF';

    private static readonly SearchValues<char> Beginnings = SearchValues.Create("\\%&\0");

    private readonly int around;
    private readonly char[] text;
    private readonly int[] places;
    private int length;
    private int depth;

    private Reading(ReadOnlySpan<char> source, int around)
    {
        this.around = around;
        (text, places) = (ArrayPool<char>.Shared.Rent(source.Length), ArrayPool<int>.Shared.Rent(source.Length + 1));
        length = Settled = source.Length;
        Resolve(source, []);
    }

    public ReadOnlySpan<char> Text => text.AsSpan(0, length);

    /// <summary>How much of the text stands whatever follows: all but an escape that is not whole.</summary>
    public int Settled { get; private set; }

    /// <summary>The text as it reads once its escapes are resolved; null when it has none, nor the beginning of one at its end.</summary>
    /// <param name="around">How much of what is written plainly is wanted before and after each escape; the rest may be left out.</param>
    public static Reading? Of(ReadOnlySpan<char> source, int around = int.MaxValue)
    {
        for (var at = 0; source[at..].IndexOfAny(Beginnings) is >= 0 and var next; at++)
        {
            at += next;
            if (Escape.Read(source[at..]) is { Length: > 0 } or { IsOpen: true })
            {
                return new Reading(source, around);
            }
        }

        return null;
    }

    /// <summary>Where in the source a character begins; where the source ends, for the text's length.</summary>
    public int Place(int index) => places[index];

    /// <summary>Goes one level deeper. False when nothing is different there, or this is deep enough.</summary>
    public bool Resolve() => depth < MaxDepth && Resolve(text.AsSpan(0, length), places.AsSpan(0, length + 1));

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(text, clearArray: true);
        ArrayPool<int>.Shared.Return(places);
    }

    /// <param name="from">The source, or this text: it gets shorter, so that it is written over itself.</param>
    /// <param name="fromPlaces">None for the source.</param>
    private bool Resolve(ReadOnlySpan<char> from, ReadOnlySpan<int> fromPlaces)
    {
        depth++;
        var end = fromPlaces.IsEmpty ? from.Length : fromPlaces[^1];
        var (read, write, settled, resolved) = (0, 0, -1, false);
        // Behind what is settled nobody knows what it will read as.
        while (read < Settled)
        {
            var plain = from[read..Settled].IndexOfAny(Beginnings);
            Copy(from, fromPlaces, ref read, ref write, plain < 0 ? Settled - read : plain);
            if (read == Settled)
            {
                break;
            }

            var escape = Escape.Read(from[read..Settled]);
            if (escape.Length == 0)
            {
                settled = escape.IsOpen && settled < 0 ? write : settled;
                Keep(from, fromPlaces, ref read, ref write, 1);
                continue;
            }

            resolved = true;
            if (escape.Value != '\0')
            {
                (text[write], places[write]) = (escape.Value, fromPlaces.IsEmpty ? read : fromPlaces[read]);
                write++;
            }

            read += escape.Length;
        }

        settled = settled < 0 ? write : settled;
        Keep(from, fromPlaces, ref read, ref write, from.Length - read);
        (places[write], length, Settled) = (end, write, settled);
        return resolved || Settled < length;
    }

    private void Copy(ReadOnlySpan<char> from, ReadOnlySpan<int> fromPlaces, ref int read, ref int write, int count)
    {
        var left = count - (2L * around) - 1;
        if (left <= 0)
        {
            Keep(from, fromPlaces, ref read, ref write, count);
            return;
        }

        Keep(from, fromPlaces, ref read, ref write, around);
        (text[write], places[write]) = (Gap, fromPlaces.IsEmpty ? read : fromPlaces[read]);
        (read, write) = (read + (int)left + 1, write + 1);
        Keep(from, fromPlaces, ref read, ref write, around);
    }

    private void Keep(ReadOnlySpan<char> from, ReadOnlySpan<int> fromPlaces, ref int read, ref int write, int count)
    {
        from.Slice(read, count).CopyTo(text.AsSpan(write));
        if (!fromPlaces.IsEmpty)
        {
            fromPlaces.Slice(read, count).CopyTo(places.AsSpan(write));
        }
        else
        {
            for (var index = 0; index < count; index++)
            {
                places[write + index] = read + index;
            }
        }

        (read, write) = (read + count, write + count);
    }

    /// <param name="Length">In the text; 0 when there is no escape.</param>
    /// <param name="IsOpen">Whether there might be one if the text went on.</param>
    private readonly record struct Escape(char Value, int Length, bool IsOpen)
    {
        /// <summary>What a number of a page's may have: the longest that is a character in use, with leading zeros.</summary>
        private const int MaxDigits = 8;

        // Those that stand for what keys and other escapes are made of.
        private static readonly (string Name, char Value)[] Names =
        [
            ("amp;", '&'), ("num;", '#'), ("percnt;", '%'), ("bsol;", '\\'), ("sol;", '/'), ("plus;", '+'),
            ("equals;", '='), ("lowbar;", '_'), ("period;", '.'), ("colon;", ':'), ("semi;", ';'), ("quot;", '"'),
        ];

        private static readonly Escape None = new(default, 0, IsOpen: false);

        private static readonly Escape Open = new('\0', 0, IsOpen: true);

        /// <param name="text">Begins with what may begin an escape.</param>
        public static Escape Read(ReadOnlySpan<char> text) => text switch
        {
            ['\0', ..] => new('\0', 1, IsOpen: false),
            ['%', ..] => Digits(text, 1, 2),
            ['\\', 'u' or 'U', ..] => Digits(text, 2, 4),
            ['\\', '/' or '\\', ..] => new(text[1], 2, IsOpen: false),
            ['&', '#', 'x' or 'X', ..] => Number(text, 3, 16),
            ['&', '#', ..] => Number(text, 2, 10),
            ['&' or '\\'] => Open,
            ['&', ..] => Named(text),
            _ => None,
        };

        private static Escape Digits(ReadOnlySpan<char> text, int from, int count)
        {
            var value = 0;
            for (var at = from; at < from + count; at++)
            {
                if (at == text.Length)
                {
                    return Open;
                }

                if (!char.IsAsciiHexDigit(text[at]))
                {
                    return None;
                }

                value = (value * 16) + HexValue(text[at]);
            }

            return new((char)value, from + count, IsOpen: false);
        }

        // Pages are read without the semicolon as well.
        private static Escape Number(ReadOnlySpan<char> text, int from, int @base)
        {
            var (value, at) = (0L, from);
            for (; at < text.Length && (@base == 16 ? char.IsAsciiHexDigit(text[at]) : char.IsAsciiDigit(text[at])); at++)
            {
                value = (value * @base) + HexValue(text[at]);
                if (at - from >= MaxDigits)
                {
                    return None;
                }
            }

            return at == text.Length ? Open
                : at == from || value > char.MaxValue ? None
                : new((char)value, text[at] == ';' ? at + 1 : at, IsOpen: false);
        }

        private static Escape Named(ReadOnlySpan<char> text)
        {
            var open = None;
            foreach (var (name, value) in Names)
            {
                // A mail may be nothing but ampersands: most names are told from what follows by a letter.
                if (name[0] != text[1])
                {
                    continue;
                }

                if (text[1..].StartsWith(name))
                {
                    return new(value, name.Length + 1, IsOpen: false);
                }

                if (name.AsSpan().StartsWith(text[1..]))
                {
                    open = Open;
                }
            }

            return open;
        }

        private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
    }
}
