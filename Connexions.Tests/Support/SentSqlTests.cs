using Connexions.Domain.Access;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Connexions.Tests.Support;

public sealed class SentSqlTests
{
    [Fact]
    public async Task Statement_SentByATest_IsCollectedOnceWithItsParameters()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var marked = $"personne-{Guid.NewGuid():N}";
        for (var time = 0; time < 2; time++)
        {
            await using var db = database.Open(new ActingScope.Administration(Guid.Empty));
            await db.Set<Web.Account.Person>().TagWith(marked).Where(person => person.Email == marked).ToListAsync();
        }

        var statement = Assert.Single(SentSql.All, one => one.Database == DatabaseProvider.Sqlite && one.Text.Contains(marked, StringComparison.Ordinal));
        Assert.Equal((DatabaseProvider.Sqlite, CommandSource.LinqQuery), (statement.Database, statement.Source));
        Assert.Equal(marked, Assert.Single(statement.Parameters).Value);
    }

    [Fact]
    public async Task Statement_ThatARuleRefuses_FailsTheTestThatSendsIt()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Open(new ActingScope.Administration(Guid.Empty));
        var marked = $"refused-{Guid.NewGuid():N}";
        void Refuse(SentStatement statement, System.Data.Common.DbCommand command)
        {
            if (statement.Text.Contains(marked, StringComparison.Ordinal))
            {
                throw new Xunit.Sdk.XunitException(marked);
            }
        }

        SentSql.New += Refuse;
        try
        {
            var refusal = await Assert.ThrowsAsync<Xunit.Sdk.XunitException>(() => db.Set<Web.Account.Person>().TagWith(marked).ToListAsync());
            Assert.Equal(marked, refusal.Message);
        }
        finally
        {
            SentSql.New -= Refuse;
        }
    }
}
