namespace Connexions.Tests.Architecture;

public sealed class SearchTests
{
    private static readonly string[] Tables = ["search_documents", "search_trigrams", "search_terms"];

    /// <summary>Whoever looks through the names of all organisations is asked for the scope in one place only.</summary>
    [Fact]
    public void TablesOfTheSearch_AreNamedByTheIndexAlone()
    {
        Rule.NobodyBreaks("Ask SearchIndex, which asks for the scope, instead of its tables", Repository.ProductFiles("*.cs")
            .Where(file => !file.StartsWith("Connexions.Web/Persistence/Search/", StringComparison.Ordinal) && Tables.Any(Repository.Read(file).Contains)));
    }
}
