using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Integrations;

/// <summary>A member's screens find their rows by an index, however many organisations there are.</summary>
public sealed class MemberQueryPlanTests
{
    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Editor_OfOneProvider_SeeksTheUniqueIndexOfItsTable(string code)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Open((await database.Given.NetworkAsync()).MemberScope);
        var provider = ProviderCatalogue.Find(code)!;

        var plan = await QueryPlan.OfAsync(db, db.ConnexionsOf(provider));

        AssertSeeks(plan, provider.Table);
    }

    [Fact]
    public async Task Cards_OfAllProviders_SeekTheUniqueIndexOfEachTable()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Open((await database.Given.NetworkAsync()).MemberScope);

        var plan = await QueryPlan.OfAsync(db, ConnexionRows.Own(db));

        Assert.All(ProviderCatalogue.All, provider => AssertSeeks(plan, provider.Table));
    }

    [Fact]
    public async Task Right_CheckedByEveryHandler_SeeksKeysOnly()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var actor = await database.Given.ActorAsync(await database.Given.NetworkAsync());
        await using var db = database.Open(actor.Scope);

        var plan = await QueryPlan.OfAsync(db, UnitsOfWork.Held().Compile()(db, actor.MembershipId, actor.PersonId, actor.Role, actor.SessionId));

        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.StartsWith("SEARCH", StringComparison.Ordinal));
    }

    private static void AssertSeeks(IReadOnlyList<string> plan, string table)
    {
        Assert.Contains(plan, step => step.StartsWith("SEARCH", StringComparison.Ordinal)
            && step.Contains($"IX_{table}_organisation_id_client_type_client_id", StringComparison.Ordinal)
            && step.Contains("(organisation_id=?", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) && step.Contains(table, StringComparison.Ordinal));
    }
}
