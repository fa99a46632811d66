using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Connexions.Tests.Features.Sharing;

public sealed class SharingQueryTests(ITestOutputHelper output)
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    [SqliteTheory]
    [MemberData(nameof(Providers))]
    public async Task EffectiveConnexion_OfOneAgency_IsOneQueryThatSeeksEveryTable(string code)
    {
        await using var database = await TestDatabase.CreateAsync();
        var agency = await database.Given.AgencyAsync(await database.Given.NetworkAsync());
        await using var db = database.Open(agency.MemberScope);

        var query = SharingReads.OfAgency(ProviderCatalogue.Find(code)!).Compile()(db, agency.Reference.Id, agency.OrganisationId, database.Clock.UtcNow);
        var plan = await QueryPlan.OfAsync(db, query);

        output.WriteLine(query.ToQueryString());
        output.WriteLine(string.Join(Environment.NewLine, plan));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.DoesNotContain("_api_key", query.ToQueryString(), StringComparison.Ordinal);
        Assert.DoesNotContain("api_key_suffix", query.ToQueryString(), StringComparison.Ordinal);
    }

    /// <summary>The network's own organisation is not its agencies': nothing leads to a family but an index of its own.</summary>
    [SqliteFact]
    public async Task Family_OfANetwork_IsFoundByIndexInEveryTable()
    {
        await using var database = await TestDatabase.CreateAsync();
        var network = await database.Given.NetworkAsync();
        await using var db = database.Open(new ActingScope.Network(Guid.Empty, network.OrganisationId, network.Reference.Id));

        string[] steps =
        [
            .. await QueryPlan.OfAsync(db, ConnexionRows.Across(db)),
            .. await QueryPlan.OfAsync(db, db.Across<ReseauAgence>()),
            .. await QueryPlan.OfAsync(db, db.Across<Membership>()),
            .. await QueryPlan.OfAsync(db, db.Across<Invitation>()),
            .. await QueryPlan.OfAsync(db, db.Across<SharingRequest>()),
        ];

        output.WriteLine(string.Join(Environment.NewLine, steps));
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.All(ProviderCatalogue.All, provider => Assert.Contains(steps, step => step.Contains($"IX_{provider.Table}_family_id (family_id=?)", StringComparison.Ordinal)));
    }

    /// <summary>The query is translated once, under the first agency that asks: nothing of that one may stay in it.</summary>
    [Fact]
    public async Task Facts_OfTwoNetworksAgenciesInTurn_AreEachOnesOwn()
    {
        await using var database = await TestDatabase.CreateAsync();
        var agencies = new List<(Place Agency, string Network, string Own)>();
        foreach (var name in new[] { "alpha", "beta" })
        {
            var network = await database.Given.NetworkAsync(name);
            var agency = await database.Given.AgencyAsync(network);
            await database.Given.ConnexionWithKeyAsync(Brevo, network, email: $"reseau@{name}.test");
            await database.Given.ConnexionWithKeyAsync(Brevo, agency, email: $"agence@{name}.test");
            agencies.Add((agency, $"reseau@{name}.test", $"agence@{name}.test"));
        }

        foreach (var (agency, network, own) in agencies.Concat(agencies))
        {
            await using var db = database.Open(agency.MemberScope);
            var facts = await SharingReads.FactsAsync(db, Brevo, database.Clock.UtcNow, CancellationToken.None);
            Assert.Equal((network, own), (facts.Network!.AccountEmail, facts.Own!.AccountEmail));
        }
    }

    [Fact]
    public async Task Facts_AskedForByAScopeThatMayNot_AreRefusedAlthoughTranslatedForOneThatMay()
    {
        await using var database = await TestDatabase.CreateAsync();
        var network = await database.Given.NetworkAsync();
        var agency = await database.Given.AgencyAsync(network);
        await using (var db = database.Open(agency.MemberScope))
        {
            Assert.Equal(PolicyForAgency.Unstated, (await SharingReads.FactsAsync(db, Brevo, database.Clock.UtcNow, CancellationToken.None)).Policy);
        }

        foreach (var scope in new[] { network.MemberScope, agency.JobScope, (ActingScope)new ActingScope.Administration(Guid.NewGuid()) })
        {
            await using var db = database.Open(scope);
            await Assert.ThrowsAsync<ForbiddenScopeException>(() =>
                SharingReads.FactsOfAsync(db, Brevo, agency.OrganisationId, agency.Reference, database.Clock.UtcNow, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Policy_OfSeveralDecided_IsTheLatestWhoseMomentHasCome()
    {
        await using var database = await TestDatabase.CreateAsync();
        var network = await database.Given.NetworkAsync();
        var agency = await database.Given.AgencyAsync(network);
        var now = database.Clock.UtcNow;
        foreach (var (mode, from) in new[] { (SharingMode.None, now.AddDays(-2)), (SharingMode.All, now.AddDays(-1)), (SharingMode.Selected, now.AddDays(1)) })
        {
            await database.Given.PolicyAsync(network, Brevo, new SharingTerms(mode, OwnAllowed: true, OwnSenderAllowed: false), from);
        }

        await using var db = database.Open(agency.MemberScope);
        Assert.Equal(SharingMode.All, (await SharingReads.FactsAsync(db, Brevo, now, CancellationToken.None)).Policy!.Mode);
        Assert.Equal(PolicyForAgency.Unstated, (await SharingReads.FactsAsync(db, Brevo, now.AddDays(-3), CancellationToken.None)).Policy);
    }
}
