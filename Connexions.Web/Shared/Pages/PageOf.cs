namespace Connexions.Web.Shared.Pages;

/// <summary>One page of a list that the database cut.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Number">Counts from 1.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, int Total, int Number, int Size)
{
    public int Last => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>Whether there are others beyond the last page: more than anybody pages through, a search finds them.</summary>
    public bool IsMore { get; init; }
}
