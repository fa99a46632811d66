using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connexions.Tests.Persistence;

/// <summary>The script for SQL Server, read batch by batch as a server compiles it.</summary>
public sealed class MigrationScriptTests
{
    private static readonly Lazy<TSqlScript> Script = new(() => TSql.Parse(MigrationScript.ForSqlServer()));

    [Fact]
    public void Script_AnyBatch_UsesNoColumnThatItAdds()
    {
        var faults = Script.Value.Batches.SelectMany(TSql.UsedWhereAdded).ToList();

        Assert.True(faults.Count == 0, $"Wrap the raw SQL of the migration in EXEC(N'…'): {string.Join("; ", faults)}");
    }

    [Fact]
    public void Script_BeforeAnythingElse_SetsWhatFilteredIndicesNeed()
    {
        var first = Script.Value.Batches[0].Statements.OfType<PredicateSetStatement>().Where(set => set.IsOn).Aggregate(SetOptions.None, (all, set) => all | set.Options);

        Assert.True(first.HasFlag(SetOptions.QuotedIdentifier | SetOptions.AnsiNulls | SetOptions.XactAbort), first.ToString());
    }

    /// <summary>What the rule is there for is found by it.</summary>
    [Theory]
    [InlineData("ALTER TABLE [a] ADD [b] int NULL; UPDATE a SET b = 1", 1)]
    [InlineData("IF 1 = 1 BEGIN ALTER TABLE a ADD b int NULL; END; IF 1 = 1 BEGIN UPDATE x SET c = a.B FROM x JOIN [dbo].[A] ON 1 = 1; END", 1)]
    [InlineData("ALTER TABLE a ADD b int NULL; CREATE INDEX i ON a (c) WHERE b IS NULL", 1)]
    [InlineData("EXEC sp_rename N'[a].[c]', N'b', 'COLUMN'; SELECT b FROM a", 1)]
    [InlineData("ALTER TABLE a ADD b int NULL; EXEC(N'UPDATE a SET b = 1'); CREATE INDEX i ON a (b); UPDATE other SET b = 1", 0)]
    [InlineData("CREATE TABLE a (b int); UPDATE a SET b = 1", 0)]
    public void Batch_ThatUsesAColumn_IsFoundWhereItAddsIt(string batch, int faults) =>
        Assert.Equal(faults, TSql.UsedWhereAdded(Assert.Single(TSql.Parse(batch).Batches)).Count);
}
