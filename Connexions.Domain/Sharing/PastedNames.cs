using System.Collections.Immutable;
using Connexions.Domain.Text;

namespace Connexions.Domain.Sharing;

/// <summary>A name that several agencies bear: which of them is meant is for a person to say.</summary>
/// <param name="Count">How many bear it.</param>
public sealed record AmbiguousName(string Name, int Count);

/// <summary>What a pasted list of names means: nothing is guessed, what cannot be told is handed back as it was written.</summary>
/// <param name="Unknown">Lines that are no agency's name, each once, in their order.</param>
public sealed record PastedNames(IReadOnlySet<Guid> Found, IReadOnlyList<string> Unknown, IReadOnlyList<AmbiguousName> Ambiguous)
{
    /// <param name="text">One name a line; case, accents and empty lines do not matter.</param>
    /// <param name="agencies">Id and name of every agency of the network.</param>
    public static PastedNames Read(string? text, IEnumerable<(Guid Id, string Nom)> agencies)
    {
        var byName = agencies.ToLookup(agency => FoldedText.Fold(agency.Nom), agency => agency.Id, StringComparer.Ordinal);
        var found = ImmutableHashSet.CreateBuilder<Guid>();
        var unknown = new List<string>();
        var ambiguous = new List<AmbiguousName>();
        foreach (var (folded, line) in Lines(text))
        {
            var bearers = byName[folded].ToList();
            switch (bearers.Count)
            {
                case 0:
                    unknown.Add(line);
                    break;
                case 1:
                    found.Add(bearers[0]);
                    break;
                default:
                    ambiguous.Add(new AmbiguousName(line, bearers.Count));
                    break;
            }
        }

        return new PastedNames(found.ToImmutable(), unknown, ambiguous);
    }

    private static IEnumerable<(string Folded, string Line)> Lines(string? text) => (text ?? "")
        .Split('\n', '\r')
        .Select(PlainText.Clean)
        .OfType<string>()
        .Select(line => (FoldedText.Fold(line), line))
        .DistinctBy(line => line.Item1, StringComparer.Ordinal);
}
