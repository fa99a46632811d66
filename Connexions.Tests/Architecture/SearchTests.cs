namespace Connexions.Tests.Architecture;

public sealed class SearchTests
{
    private static readonly string[] Tables = ["search_documents", "search_trigrams", "search_terms"];

    /// <summary>Whoever looks through the names of all organisations is asked for the scope in one place only.</summary>
    [Fact]
    public void TablesOfTheSearch_AreNamedByTheIndexAlone()
    {
        var elsewhere = Repository.ProductFiles("*.cs").Where(file => !file.StartsWith("Connexions.Web/Persistence/Search/", StringComparison.Ordinal))
            .Where(file => Tables.Any(Repository.Read(file).Contains)).ToList();

        Assert.True(elsewhere.Count == 0, $"Ask SearchIndex, which asks for the scope, instead of its tables: {string.Join(", ", elsewhere)}");
    }
}
