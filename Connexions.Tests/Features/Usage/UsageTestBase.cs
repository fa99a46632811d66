using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Usage;

/// <summary>A network that lends its Brevo key to an agency, and those who work for them.</summary>
public abstract class UsageTestBase : IAsyncLifetime
{
    protected static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    protected static readonly Provider OpenAi = ProviderCatalogue.Find("openai")!;

    protected TestDatabase Database { get; private set; } = null!;

    protected Given Given => Database.Given;

    protected DateTime Now => Database.Clock.UtcNow;

    protected Place Network { get; private set; } = null!;

    protected Place Lyon { get; private set; } = null!;

    protected Actor Director { get; private set; } = null!;

    protected Actor Manager { get; private set; } = null!;

    /// <summary>The network's Brevo connexion.</summary>
    protected Guid Lent { get; private set; }

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddUsage() });
        Network = await Given.NetworkAsync("Réseau Lumière");
        Lyon = await Given.AgencyAsync(Network, "Lumière Lyon");
        Director = await Given.ActorAsync(Network);
        Manager = await Given.ActorAsync(Lyon);
        Lent = (await Given.ConnexionWithKeyAsync(Brevo, Network)).Id;
    }

    public virtual async Task DisposeAsync() => await Database.DisposeAsync();

    /// <summary>An agency's use of the network's key, in the figures of both.</summary>
    protected async Task BorrowAsync(Place agency, UsageCounts counts, DateTime? at = null)
    {
        await Given.UsageAsync(agency, Brevo, counts, Lent, at: at);
        await Given.UsageAsync(Network, Brevo, counts, Lent, agency, at);
    }
}
