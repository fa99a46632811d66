namespace Connexions.Domain.Secrets;

/// <summary>Finds parts of a key in a text, whatever their case: every run of so many characters that is in the key as well.</summary>
/// <remarks>The time is in proportion to the text's length times that of a run, however long and repetitive the key is.</remarks>
public sealed class KeyRuns
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> runs;

    /// <param name="key">The key; one that is shorter than a run is looked for as a whole.</param>
    /// <param name="length">How many characters make a run, at least 1.</param>
    /// <param name="otherSpellings">The key as an encoding spells it; what is shorter than a run is not looked for.</param>
    public KeyRuns(string key, int length, params IEnumerable<string> otherSpellings)
    {
        Length = Math.Min(length, key.Length);
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var spelling in otherSpellings.Prepend(key))
        {
            for (var at = 0; at + Length <= spelling.Length; at++)
            {
                found.Add(spelling.Substring(at, Length));
            }
        }

        runs = found.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How many characters a run has.</summary>
    public int Length { get; }

    /// <summary>Where runs begin in a text, in order; they may overlap.</summary>
    public IEnumerable<int> In(string text)
    {
        for (var at = 0; at + Length <= text.Length; at++)
        {
            if (runs.Contains(text.AsSpan(at, Length)))
            {
                yield return at;
            }
        }
    }
}
