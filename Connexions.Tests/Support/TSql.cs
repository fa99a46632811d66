using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connexions.Tests.Support;

/// <summary>T-SQL as Microsoft's own parser reads it: what can be known of it without a server.</summary>
internal static class TSql
{
    /// <summary>SQL Server 2019: the oldest whose T-SQL EF writes by itself.</summary>
    public static TSqlScript Parse(string text)
    {
        var parsed = (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        return errors.Count == 0
            ? parsed
            : throw new Xunit.Sdk.XunitException($"This is no T-SQL: {string.Join(' ', errors.Select(error => $"line {error.Line}: {error.Message}"))}\n{text}");
    }

    /// <summary>
    /// Columns that a batch adds to a table and then uses: the server compiles a batch as a whole, before the column is
    /// there (message 207). What stands in an <c>EXEC(N'…')</c> is compiled by itself, and so is no fault.
    /// </summary>
    public static IReadOnlyList<string> UsedWhereAdded(TSqlBatch batch)
    {
        var added = new AddedColumns();
        batch.Accept(added);
        var uses = new Uses(added.Found);
        batch.Accept(uses);
        return uses.Faults;
    }

    private static string Name(SchemaObjectName name) => name.BaseIdentifier.Value;

    private sealed class AddedColumns : TSqlFragmentVisitor
    {
        public HashSet<(string Table, string Column)> Found { get; } = new(Pairs);

        public override void Visit(AlterTableAddTableElementStatement node) =>
            Found.UnionWith(node.Definition.ColumnDefinitions.Select(column => (Name(node.SchemaObjectName), column.ColumnIdentifier.Value)));

        public override void Visit(ExecuteStatement node)
        {
            // sp_rename 'table.column', 'new': the new name is as unknown to the batch as an added one.
            if (node.ExecuteSpecification.ExecutableEntity is ExecutableProcedureReference { ProcedureReference.ProcedureReference.Name: { } procedure, Parameters: { Count: >= 2 } given }
                && Name(procedure).Equals("sp_rename", StringComparison.OrdinalIgnoreCase)
                && given[0].ParameterValue is StringLiteral { Value: var old } && given[1].ParameterValue is StringLiteral { Value: var renamed })
            {
                var parts = old.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
                if (parts.Length >= 2)
                {
                    Found.Add((parts[^2], renamed));
                }
            }
        }
    }

    private sealed class Uses(HashSet<(string Table, string Column)> added) : TSqlFragmentVisitor
    {
        public List<string> Faults { get; } = [];

        public override void Visit(DataModificationStatement node) => Look(node, within: node);

        public override void Visit(SelectStatement node) => Look(node, within: node);

        // Its columns are looked up when it runs; the condition of a filtered one when the batch is compiled.
        public override void Visit(CreateIndexStatement node)
        {
            if (node.FilterPredicate is { } filter)
            {
                Look(node, within: filter);
            }
        }

        private void Look(TSqlStatement statement, TSqlFragment within)
        {
            var (tables, columns) = (new Tables(), new Columns());
            statement.Accept(tables);
            within.Accept(columns);
            Faults.AddRange(columns.Found.Where(column => tables.Found.Any(table => added.Contains((table, column))))
                .Select(column => $"{column} in line {statement.StartLine}"));
        }
    }

    private sealed class Tables : TSqlFragmentVisitor
    {
        public HashSet<string> Found { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override void Visit(NamedTableReference node) => Found.Add(Name(node.SchemaObject));

        public override void Visit(CreateIndexStatement node) => Found.Add(Name(node.OnName));
    }

    private sealed class Columns : TSqlFragmentVisitor
    {
        public HashSet<string> Found { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override void Visit(ColumnReferenceExpression node)
        {
            if (node.MultiPartIdentifier is { Identifiers: [.., { } last] })
            {
                Found.Add(last.Value);
            }
        }
    }

    private static readonly IEqualityComparer<(string, string)> Pairs = EqualityComparer<(string Table, string Column)>.Create(
        (one, other) => one.Table.Equals(other.Table, StringComparison.OrdinalIgnoreCase) && one.Column.Equals(other.Column, StringComparison.OrdinalIgnoreCase),
        one => HashCode.Combine(one.Table.ToUpperInvariant(), one.Column.ToUpperInvariant()));
}
