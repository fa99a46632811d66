using System.Text;

namespace Connexions.Web.Persistence.Search;

/// <summary>How one database keeps the index and looks through it. Words and ids are parameters; SQL is made of constants only.</summary>
internal abstract class SearchDialect
{
    /// <param name="query">Something at least: words, a name or a type.</param>
    /// <param name="people">People's accounts, or else clients and organisations.</param>
    /// <param name="withLabels">Whether labels are looked through beside names.</param>
    /// <param name="most">No more rows than that.</param>
    /// <returns>A query of <c>OrganisationId</c>, <c>Kind</c> and <c>SubjectId</c>.</returns>
    public abstract (string Sql, object[] Parameters) Find(SearchQuery query, bool people, bool withLabels, int most);

    /// <summary>Keeps others from writing a document until the transaction ends, before what it is made of is read.</summary>
    public abstract IEnumerable<(string Sql, object[] Parameters)> Hold(Guid subjectId);

    public virtual IEnumerable<(string Sql, object[] Parameters)> Remove(Guid subjectId) =>
        [("DELETE FROM search_documents WHERE subject_id = {0}", [subjectId])];

    public virtual IEnumerable<(string Sql, object[] Parameters)> Store(SearchDocument text) =>
    [
        (
            "UPDATE search_documents SET organisation_id = {0}, kind = {1}, names = {3}, labels = {4} WHERE subject_id = {2}",
            [text.OrganisationId, text.Kind, text.SubjectId, text.Names, text.Labels]),
        (
            """
            INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
            SELECT {0}, {1}, {2}, {3}, {4} WHERE NOT EXISTS (SELECT 1 FROM search_documents WHERE subject_id = {2})
            """,
            [text.OrganisationId, text.Kind, text.SubjectId, text.Names, text.Labels]),
    ];

    /// <returns>Null for clients of all types and organisations.</returns>
    protected static string? KindOf(SearchQuery query, bool people) => people ? SearchKinds.Person : query.Type is { } type ? SearchKinds.Of(type) : null;

    /// <summary>A word as it is looked for: one too short to be found inside others has to begin one.</summary>
    protected static string Term(string word) => word.EnumerateRunes().Count() switch
    {
        1 => "  " + word,
        2 => " " + word,
        _ => word,
    };
}

/// <summary>FTS5's index of three letters each, which triggers keep beside the documents.</summary>
internal sealed class SqliteSearch : SearchDialect
{
    /// <summary>A writer is alone.</summary>
    public override IEnumerable<(string Sql, object[] Parameters)> Hold(Guid subjectId) => [];

    public override (string Sql, object[] Parameters) Find(SearchQuery query, bool people, bool withLabels, int most)
    {
        var parameters = new List<object> { most };
        var sql = new StringBuilder("""
            SELECT d.organisation_id AS OrganisationId, d.kind AS Kind, d.subject_id AS SubjectId
            FROM search_trigrams CROSS JOIN search_documents AS d ON d.document_id = search_trigrams.rowid WHERE search_trigrams MATCH {1}
            """);
        // The words of the organisation's name are among the document's names: by them the few are found whose name is then looked at.
        string[] names = [.. SearchQuery.WordsOf(query.Organisation).Select(Quote)];
        string[] words = [.. query.Words.Select(Quote)];
        string[] terms =
        [
            .. KindOf(query, people) is { } kind ? [$"kind : {Quote(kind)}"] : Array.Empty<string>(),
            .. names.Length > 0 ? [$"names : ({string.Join(" AND ", names)})"] : Array.Empty<string>(),
            .. words.Length > 0 ? [$"{(withLabels ? "{names labels}" : "names")} : ({string.Join(" AND ", words)})"] : Array.Empty<string>(),
        ];
        parameters.Add(string.Join(" AND ", terms) + (KindOf(query, people) is null ? $" NOT kind : {Quote(SearchKinds.Person)}" : ""));
        if (query.Organisation.Length > 0)
        {
            parameters.Add(query.Organisation);
            sql.Append(" AND EXISTS (SELECT 1 FROM organisations AS o WHERE o.organisation_id = d.organisation_id AND instr(o.nom_folded, {2}) > 0)");
        }

        return (sql.Append(" LIMIT {0}").ToString(), [.. parameters]);
    }

    private static string Quote(string word) => $"\"{Term(word).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>
/// A table of what each word of a document ends with, letter by letter, and of what it begins with: an index of it finds what
/// stands inside words. Any SQL Server has it; the full-text component finds beginnings only, and is not everywhere.
/// </summary>
internal sealed class SqlServerSearch : SearchDialect
{
    /// <summary>As much of a word as one can look for.</summary>
    public const int TermLength = Domain.Text.PlainText.SearchMaxLength;

    // A statement may have 2,100 parameters.
    private const int TermsAtOnce = 1000;

    /// <summary>
    /// Two may change what one document is made of, an organisation its name and a client its own: who comes second reads
    /// what the first has stored, and not what stood there before.
    /// </summary>
    public override IEnumerable<(string Sql, object[] Parameters)> Hold(Guid subjectId) =>
        [("UPDATE search_documents SET kind = kind WHERE subject_id = {0}", [subjectId])];

    public override (string Sql, object[] Parameters) Find(SearchQuery query, bool people, bool withLabels, int most)
    {
        var parameters = new List<object> { most };
        var conditions = new List<string>();
        conditions.Add(KindOf(query, people) is { } kind ? $"d.kind = {Parameter(kind)}" : $"d.kind <> {Parameter(SearchKinds.Person)}");

        foreach (var (word, inLabels) in SearchQuery.WordsOf(query.Organisation).Select(word => (word, false)).Concat(query.Words.Select(word => (word, withLabels))))
        {
            // A range, not LIKE: nothing of what is typed means anything but itself.
            var term = Start(Term(word));
            conditions.Add($"d.document_id IN (SELECT t.document_id FROM search_terms AS t WHERE t.term >= {Parameter(term)} AND t.term < {Parameter(term + '\uffff')}{(inLabels ? "" : " AND t.in_names = 1")})");
        }

        if (query.Organisation.Length > 0)
        {
            conditions.Add($"EXISTS (SELECT 1 FROM organisations AS o WHERE o.organisation_id = d.organisation_id AND CHARINDEX({Parameter(query.Organisation)}, o.nom_folded) > 0)");
        }

        return (
            $$"""
            SELECT TOP ({0}) d.organisation_id AS OrganisationId, d.kind AS Kind, d.subject_id AS SubjectId
            FROM search_documents AS d WHERE {{string.Join(" AND ", conditions)}} ORDER BY d.document_id
            """,
            [.. parameters]);

        string Parameter(object value)
        {
            parameters.Add(value);
            return $"{{{parameters.Count - 1}}}";
        }
    }

    public override IEnumerable<(string Sql, object[] Parameters)> Store(SearchDocument text)
    {
        // Names first: what stands in both is told as a name.
        var terms = Terms(text.Names).Select(term => (Term: term, InNames: true))
            .Concat(Terms(text.Labels).Select(term => (Term: term, InNames: false))).DistinctBy(one => one.Term, StringComparer.Ordinal);
        return
        [
            .. base.Store(text),
            ("DELETE FROM search_terms WHERE document_id = (SELECT document_id FROM search_documents WHERE subject_id = {0})", [text.SubjectId]),
            .. terms.Chunk(TermsAtOnce).Select(chunk => (
                $$"""
                INSERT INTO search_terms (term, document_id, in_names)
                SELECT t.term, d.document_id, t.in_names FROM search_documents AS d
                CROSS JOIN (VALUES {{string.Join(", ", chunk.Select((one, at) => $"({{{at + 1}}}, {(one.InNames ? 1 : 0)})"))}}) AS t (term, in_names)
                WHERE d.subject_id = {0}
                """,
                (object[])[text.SubjectId, .. chunk.Select(one => one.Term)])),
        ];
    }

    /// <summary>Each word from each of its letters on, as far as three are left; and with its beginning, marked as such.</summary>
    private static IEnumerable<string> Terms(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(word => Enumerable.Range(0, Math.Max(0, word.Length - 2)).Select(at => word[at..]).Append("  " + word).Append(" " + word))
        .Select(Start);

    private static string Start(string term) => term[..Math.Min(term.Length, TermLength)];
}
