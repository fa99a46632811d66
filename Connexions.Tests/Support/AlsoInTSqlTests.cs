using Connexions.Domain.Access;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Support;

public sealed class AlsoInTSqlTests
{
    [Fact]
    public async Task Query_AskedOfSqlite_IsReadInTSqlAsWell()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Open(new ActingScope.Administration(Guid.Empty));
        var marked = $"personne-{Guid.NewGuid():N}";
        var some = new List<Guid> { Guid.NewGuid() };

        await db.Set<Person>().TagWith(marked).Where(person => some.Contains(person.Id) && person.LockoutEnd == null).Take(3).ToListAsync();
        await db.Set<Person>().TagWith(marked).CountAsync();

        var texts = SentSql.All.Where(one => one.Database == DatabaseProvider.SqlServer && one.Text.Contains(marked, StringComparison.Ordinal)).Select(one => one.Text).ToList();
        Assert.Equal(2, texts.Count);
        Assert.Contains(texts, text => text.Contains("SELECT TOP(@", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("COUNT(*)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_ThatOnlySqliteUnderstands_FailsTheTestThatAsksIt()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Open(new ActingScope.Administration(Guid.Empty));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Set<Person>().CountAsync(person => EF.Functions.Glob(person.Email!, "a*")));

        Assert.Contains(nameof(SqliteDbFunctionsExtensions.Glob), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_ThatIsNoTSql_IsRefused() =>
        Assert.Throws<Xunit.Sdk.XunitException>(() => TSql.Parse("SELECT id FROM people LIMIT 3"));
}
