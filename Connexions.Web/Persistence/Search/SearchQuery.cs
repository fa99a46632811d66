using Connexions.Domain.Organisations;
using Connexions.Domain.Text;

namespace Connexions.Web.Persistence.Search;

/// <summary>What to look for.</summary>
/// <param name="Words">Folded. Each stands in a name or a label; one of less than three letters begins a word there.</param>
public sealed record SearchQuery(IReadOnlyList<string> Words)
{
    // More words narrow nothing down.
    private const int MaxWords = 8;

    /// <summary>Folded: a part of the organisation's name; empty for any.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>Clients of one type; null for all of them, and organisations themselves.</summary>
    public ClientType? Type { get; init; }

    /// <summary>Whether nobody said what to look for.</summary>
    public bool IsEmpty => Words.Count == 0 && Organisation.Length == 0;

    public static SearchQuery For(string? text) => new(WordsOf(text));

    public static IReadOnlyList<string> WordsOf(string? text) =>
        [.. FoldedText.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MaxWords)];
}

/// <param name="Client">Null for an organisation itself.</param>
public sealed record FoundClient(Guid OrganisationId, ClientRef? Client);

/// <param name="IsMore">Whether there are others: not the best, the oldest are told then.</param>
public sealed record Found<T>(IReadOnlyList<T> Rows, bool IsMore);
