using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Connexions.Tests.Features.Sharing;

public sealed class SharingQueryTests(ITestOutputHelper output)
{
    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task EffectiveConnexion_OfOneAgency_IsOneQueryThatSeeksEveryTable(string code)
    {
        await using var database = await TestDatabase.CreateAsync();
        var agency = await database.Given.AgencyAsync(await database.Given.NetworkAsync());
        await using var db = database.Open(agency.MemberScope);

        var query = SharingReads.OfAgency(db, ProviderCatalogue.Find(code)!, agency.Reference.Id, agency.OrganisationId, database.Clock.UtcNow);
        var plan = await QueryPlan.OfAsync(db, query);

        output.WriteLine(query.ToQueryString());
        output.WriteLine(string.Join(Environment.NewLine, plan));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.DoesNotContain("_api_key", query.ToQueryString(), StringComparison.Ordinal);
        Assert.DoesNotContain("api_key_suffix", query.ToQueryString(), StringComparison.Ordinal);
    }
}
