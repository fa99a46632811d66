using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing;

/// <summary>A network with a Brevo key and three agencies, and its director; through the real handlers and walls.</summary>
public abstract class SharingTestBase : IAsyncLifetime
{
    protected static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    protected static readonly SharingTerms SharedWithAll = new(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: false);

    protected TestDatabase Database { get; private set; } = null!;

    protected Place Network { get; private set; } = null!;

    protected Place Lyon { get; private set; } = null!;

    protected Place Nantes { get; private set; } = null!;

    protected Place Troyes { get; private set; } = null!;

    protected Actor Director { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(options: new()
        {
            Services = Register,
        });
        Network = await Database.Given.NetworkAsync("Réseau");
        Lyon = await Database.Given.AgencyAsync(Network, "Lyon");
        Nantes = await Database.Given.AgencyAsync(Network, "Nantes");
        Troyes = await Database.Given.AgencyAsync(Network, "Troyes");
        Director = await Database.Given.ActorAsync(Network);
        await Database.Given.ConnexionWithKeyAsync(Brevo, Network, name: "Compte du réseau");
    }

    protected virtual void Register(IServiceCollection services) => services.AddSharing();

    public virtual Task DisposeAsync() => Database.DisposeAsync().AsTask();

    protected static HashSet<Guid> Ids(params Place[] agencies) => [.. agencies.Select(agency => agency.Reference.Id)];

    protected PolicyDraft Draft(SharingTerms terms, HashSet<Guid>? selected = null, DateTime? from = null) =>
        new(Network.Reference, Brevo.Code, terms, selected ?? [], from);

    protected async Task<PolicyView> PolicyAsync() =>
        (await Database.Get<ListPolicies>().HandleAsync(Director, CancellationToken.None)).Require().Policies.Single(policy => policy.Provider == Brevo);

    protected async Task<Result<SavedPolicy>> SaveAsync(PolicyDraft draft, (Guid?, Guid?)? version = null) =>
        await Database.Get<SavePolicy>().HandleAsync(Director, new(draft, version ?? (await PolicyAsync()).Version), CancellationToken.None);

    protected async Task<Source> SourceAsync(Place agency)
    {
        var actor = await Database.Given.ActorAsync(agency);
        return (await Database.Get<GetEffective>().HandleAsync(actor, Brevo.Code, CancellationToken.None)).Require().Effective.Source;
    }

    protected async Task<T> ReadAsync<T>(Place place, Func<Web.Persistence.ConnexionsDbContext, Task<T>> read)
    {
        await using var db = Database.Open(place.MemberScope);
        return await read(db);
    }
}
