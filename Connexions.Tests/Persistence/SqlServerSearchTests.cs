using System.Globalization;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Persistence.Search;

namespace Connexions.Tests.Persistence;

/// <summary>What can be said without a server of how SQL Server is searched.</summary>
public sealed class SqlServerSearchTests
{
    private static readonly SqlServerSearch Search = new();

    [Fact]
    public void Statements_OfEveryKind_AreTSql()
    {
        var document = new SearchDocument(Guid.NewGuid(), SearchKinds.Organisation, Guid.NewGuid(), "  reseau  lumiere", "  compte@exemple.test");
        var query = SearchQuery.For("eu agence") with { Organisation = "lumiere" };

        Assert.All(
            [
                Search.Find(query, people: false, withLabels: true, 10), Search.Find(query with { Type = ClientType.Reseau }, people: false, withLabels: false, 10),
                Search.Find(SearchQuery.For("x"), people: true, withLabels: false, 10), .. Search.Hold(document.SubjectId), .. Search.Store(document), .. Search.Remove(document.SubjectId),
            ],
            one => TSql.Parse(string.Format(CultureInfo.InvariantCulture, one.Sql, [.. one.Parameters.Select((_, at) => $"@p{at}")])));
    }

    [Fact]
    public void Terms_OfADocument_AreWhatItsWordsEndAndBeginWith_EachOnce()
    {
        var store = Search.Store(new SearchDocument(Guid.NewGuid(), SearchKinds.Organisation, Guid.NewGuid(), "  lyon", "  lyon  eu")).Last();

        Assert.Equal(["lyon", "yon", "  lyon", " lyon", "  eu", " eu"], store.Parameters.Skip(1));
    }

    /// <summary>A statement may have 2,100 parameters.</summary>
    [Fact]
    public void Document_OfVeryLongWords_IsStoredInSeveralStatements()
    {
        var labels = string.Concat(Enumerable.Range(0, 9).Select(number => "  " + number + new string('a', 250)));

        var statements = Search.Store(new SearchDocument(Guid.NewGuid(), SearchKinds.Organisation, Guid.NewGuid(), "  x", labels)).ToList();

        Assert.All(statements, one => Assert.InRange(one.Parameters.Length, 1, 2000));
        Assert.All(statements.SelectMany(one => one.Parameters.Skip(1)).OfType<string>().Where(term => term != labels), term => Assert.InRange(term.Length, 1, SqlServerSearch.TermLength));
    }
}
