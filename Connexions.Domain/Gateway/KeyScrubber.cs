using System.Text;
using System.Text.RegularExpressions;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Gateway;

/// <summary>
/// Takes the traces of a key out of what a provider says: parts of it, also in base64 or hexadecimal, behind escapes
/// (<see cref="Reading"/>), backwards or with something between its characters, echoes with their middle masked, and
/// whatever has the shape of any API key. Rather too much than too little: it is for errors.
/// </summary>
/// <remarks>The time is in proportion to the text's length, whatever the key and the text repeat.</remarks>
public sealed partial class KeyScrubber
{
    /// <summary>What stands in a trace's place, however long it was.</summary>
    public const string Mask = "•••";

    /// <summary>So many characters of the key in a row are a trace of it; the whole key when it is shorter.</summary>
    public const int RunLength = 8;

    /// <summary>
    /// So many characters of the key around a mask make it an echo of the key. OpenAI leaves the first and the last ones
    /// (github.com/continuedev/continue/issues/9634).
    /// </summary>
    private const int EchoLength = 3;

    private readonly string key;
    private readonly KeyRuns runs;
    private readonly KeyRuns? bareRuns;

    public KeyScrubber(SecretText key)
    {
        this.key = key.Reveal();
        runs = new KeyRuns(this.key, RunLength, Others(this.key));
        var bare = string.Concat(this.key.Where(char.IsAsciiLetterOrDigit));
        // What little is left of a short key, or of one of other characters, is in any text.
        bareRuns = bare.Length >= RunLength ? new KeyRuns(bare, RunLength, Others(bare)) : null;
    }

    /// <summary>Whether there is a trace in a text, for example in a header's value.</summary>
    public bool Holds(string text) => Traces(text) is not null;

    /// <summary>The text with <see cref="Mask"/> for each trace; the same text when there is none.</summary>
    public string Scrub(string text)
    {
        if (Traces(text) is not { } traces)
        {
            return text;
        }

        var scrubbed = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!traces[at])
            {
                scrubbed.Append(text[at]);
            }
            else if (at == 0 || !traces[at - 1])
            {
                scrubbed.Append(Mask);
            }
        }

        return scrubbed.ToString();
    }

    /// <summary>
    /// The body of an error, in UTF-8. In JSON every name and every text is scrubbed as it reads, and the JSON is
    /// written anew; anything else is scrubbed as one text. What is no UTF-8 becomes U+FFFD.
    /// </summary>
    /// <param name="mediaType">As the provider says; a page is not tried as JSON.</param>
    public byte[] ScrubBody(ReadOnlySpan<byte> body, string? mediaType)
    {
        var text = Encoding.UTF8.GetString(body);
        var isPage = mediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;
        return (isPage ? null : JsonStrings.Change(text.TrimStart('\uFEFF'), Scrub)) ?? Encoding.UTF8.GetBytes(Scrub(text));
    }

    // Which characters belong to a trace; null when none does.
    private bool[]? Traces(string text)
    {
        var traces = TracesAsWritten(text);
        using var reading = Reading.Of(text);
        if (reading is not null)
        {
            do
            {
                var below = TracesAsWritten(reading.Text.ToString());
                for (var at = 0; at < below.Length; at++)
                {
                    if (below[at])
                    {
                        traces.AsSpan(reading.Place(at)..reading.Place(at + 1)).Fill(true);
                    }
                }
            }
            while (reading.Resolve());
        }

        return traces.AsSpan().Contains(true) ? traces : null;
    }

    private bool[] TracesAsWritten(string text)
    {
        var traces = new bool[text.Length];
        foreach (var at in runs.In(text))
        {
            traces.AsSpan(at, runs.Length).Fill(true);
        }

        MarkBare(text, traces);
        foreach (var format in KeyFormats.All)
        {
            foreach (var found in format.Pattern.EnumerateMatches(text))
            {
                traces.AsSpan(found.Index, found.Length).Fill(true);
            }
        }

        foreach (var mask in Masks().EnumerateMatches(text))
        {
            MarkEcho(text, traces, mask.Index, mask.Index + mask.Length);
        }

        return traces;
    }

    // More of the key than a run has been found already: what is looked for here are shorter beginnings and ends.
    private void MarkEcho(string text, bool[] traces, int start, int end)
    {
        var isNextToTrace = (start > 0 && traces[start - 1]) || (end < text.Length && traces[end]);
        var before = Longest(start, count => text.AsSpan(start - count, count).Equals(key.AsSpan(0, count), StringComparison.OrdinalIgnoreCase));
        var after = Longest(text.Length - end, count => text.AsSpan(end, count).Equals(key.AsSpan(key.Length - count), StringComparison.OrdinalIgnoreCase));
        if (isNextToTrace || before + after >= Math.Min(EchoLength, key.Length))
        {
            traces.AsSpan((start - before)..(end + after)).Fill(true);
        }

        int Longest(int room, Func<int, bool> isOfKey) => Enumerable.Range(0, Math.Min(runs.Length, room) + 1).Last(isOfKey);
    }

    // The key with anything between its characters that is neither letter nor digit, or without what is neither in it.
    private void MarkBare(string text, bool[] traces)
    {
        if (bareRuns is null)
        {
            return;
        }

        var places = Enumerable.Range(0, text.Length).Where(at => char.IsAsciiLetterOrDigit(text[at])).ToArray();
        foreach (var at in bareRuns.In(string.Create(places.Length, (text, places), static (bare, from) =>
        {
            for (var index = 0; index < bare.Length; index++)
            {
                bare[index] = from.text[from.places[index]];
            }
        })))
        {
            traces.AsSpan(places[at]..(places[at + bareRuns.Length - 1] + 1)).Fill(true);
        }
    }

    // Of a short key they would be too short to tell it by.
    private static IEnumerable<string> Others(string key) => key.Length < RunLength
        ? []
        : KeyEncodings.Of(key).Append(new string([.. key.Reverse()]));

    [GeneratedRegex(@"(?:[*•●.…]{3,}|…|x{4,})+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Masks();
}
