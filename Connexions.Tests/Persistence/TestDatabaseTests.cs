using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Persistence;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Given_ConnexionOfAnAgency_IsSeenByThatAgencyOnly()
    {
        await using var database = await TestDatabase.CreateAsync();
        var network = await database.Given.NetworkAsync();
        var agency = await database.Given.AgencyAsync(network);
        var actor = await database.Given.ActorAsync(agency);
        foreach (var provider in ProviderCatalogue.All)
        {
            await database.Given.ConnexionWithKeyAsync(provider, agency);
        }

        await using var own = database.Open(actor.Scope);
        await using var other = database.Open(network.MemberScope);
        Assert.Equal(ProviderCatalogue.All.Count, await own.AllConnexions.CountAsync());
        Assert.Equal(0, await other.AllConnexions.CountAsync());
    }
}
