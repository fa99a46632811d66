using BenchmarkDotNet.Attributes;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Simulation;

namespace Connexions.Bench;

/// <summary>A network of 1,000 agencies, half of which have an account of their own at each provider.</summary>
public class FamilyBenchmarks
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private TestDatabase database = null!;
    private Actor director = null!;
    private SimulatePolicy simulate = null!;
    private SavePolicy save = null!;
    private ListPolicies list = null!;
    private bool shared;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        database = await TestDatabase.CreateAsync();
        var network = await database.Given.NetworkAsync();
        await database.Given.ConnexionWithKeyAsync(Brevo, network);
        for (var number = 0; number < 1_000; number++)
        {
            var agency = await database.Given.AgencyAsync(network);
            if (number % 2 == 0)
            {
                foreach (var provider in ProviderCatalogue.All)
                {
                    await database.Given.ConnexionAsync(provider, agency);
                }
            }
        }

        director = await database.Given.ActorAsync(network);
        var live = new LiveNotices();
        simulate = new SimulatePolicy(database.UnitsOfWork, database.KeyRing);
        save = new SavePolicy(database.UnitsOfWork, database.KeyRing, live);
        list = new ListPolicies(database.UnitsOfWork, database.KeyRing);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await database.DisposeAsync();

    /// <summary>What the board is made of: agencies, connexions, policies, selections.</summary>
    [Benchmark]
    public async Task<int> LoadFamily() => (await list.HandleAsync(director, CancellationToken.None)).Require().Agencies.Count;

    [Benchmark]
    public async Task<int> Simulate() => (await simulate.HandleAsync(director, Draft(SharingMode.All), CancellationToken.None)).Require().Count;

    /// <summary>Every agency gains or loses: 1,000 notices and one journal entry each time.</summary>
    [Benchmark]
    public async Task<int> SaveForEveryAgency()
    {
        var view = (await list.HandleAsync(director, CancellationToken.None)).Require().Policies.Single(policy => policy.Provider == Brevo);
        shared = !shared;
        var saved = await save.HandleAsync(director, new SavePolicyRequest(Draft(shared ? SharingMode.All : SharingMode.None), view.Version), CancellationToken.None);
        return saved.Require().Affected.Count;
    }

    private PolicyDraft Draft(SharingMode mode) =>
        new(director.Client!.Value, Brevo.Code, new SharingTerms(mode, OwnAllowed: true, OwnSenderAllowed: false), new HashSet<Guid>(), From: null);
}
