namespace Connexions.Web.Features.Sharing;

/// <summary>Names of agencies inside a sentence.</summary>
internal static class NameLists
{
    /// <summary>All of them, or the first ones and how many others there are.</summary>
    /// <param name="most">How many are named; one more where it is the only other: a name is shorter than "and 1 other".</param>
    public static string Shorten(IReadOnlyCollection<string> names, int most, Func<string, int, string> andOthers) => names.Count > most + 1
        ? andOthers(string.Join(", ", names.Take(most)), names.Count - most)
        : string.Join(", ", names);
}
