using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Access;
using Connexions.Web.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit.Sdk;

namespace Connexions.Tests.Support;

public sealed class ReadPlansTests
{
    private static readonly ActingScope Administration = new ActingScope.Administration(Guid.Empty);

    [Fact]
    public async Task Read_ThatTheApplicationSendsThroughAWholeTable_FailsWhereItIsSent_AndWhereTheDatabaseEnds()
    {
        var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using (var db = database.Open(Administration))
        {
            var all = db.Across<Invitation>().TagWith($"all of them {Guid.NewGuid()}");

            // Looked at by the test alone it may be what it is; the application may not send the same.
            await all.Where(row => row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > database.Clock.UtcNow).ToListAsync();
            var fault = await Assert.ThrowsAsync<XunitException>(() => ListTeam.OpenAsync(all, database.Clock.UtcNow, CancellationToken.None));
            Assert.StartsWith("Features.Access.ListTeam goes through the whole of invitations", fault.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<XunitException>(async () => await database.DisposeAsync());
    }

    [Fact]
    public async Task Scans_OfAJoinWithinAQuery_AreToldByTheTablesName()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Open(Administration);
        await db.Database.OpenConnectionAsync();

        Assert.Equal(["reseau_agence"], Scans(db, db.Across<ReseauAgence>().Where(row => row.Nom == "x")
            .Join(db.Across<Reseau>(), row => row.ReseauId, reseau => reseau.ReseauId, (row, reseau) => reseau.Nom).Distinct().Take(3)));
        Assert.Empty(Scans(db, db.Across<ReseauAgence>().Where(row => row.ReseauId == Guid.Empty)));
    }

    private static IReadOnlyList<string> Scans<T>(ConnexionsDbContext db, IQueryable<T> query)
    {
        using var command = query.CreateDbCommand();
        command.Connection = db.Database.GetDbConnection();
        return ReadPlans.Scans((SqliteCommand)command);
    }
}
