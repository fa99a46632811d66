using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Isolation.Races;

/// <summary>
/// What is decided by what was read, done twice at once, or done while what was read changes: two real transactions, the
/// second of which comes when the first has decided and not written yet. The outcome is one that would have come about had
/// one followed the other.
/// </summary>
public abstract class RaceTestBase(DatabaseProvider on) : DatabaseTests(on)
{
    protected const string Password = "une phrase bien longue";

    protected static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    protected override TestDatabaseOptions SetUp => new() { Services = AddFeatures };

    protected Place Network { get; private set; } = null!;

    protected Place Lyon { get; private set; } = null!;

    protected Actor Director { get; private set; } = null!;

    protected Actor Manager { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Network = await Given.NetworkAsync("Réseau");
        Lyon = await Given.AgencyAsync(Network, "Lyon");
        Director = await Given.ActorAsync(Network);
        Manager = await Given.ActorAsync(Lyon);
        // What the first use makes over a connection of its own.
        Database.Vault.MakeReady();
        await Database.Peppers.CurrentAsync(CancellationToken.None);
    }

    protected static void AddFeatures(IServiceCollection services)
    {
        services.Configure<IdentityOptions>(AccountFeature.Configure);
        new IdentityBuilder(typeof(Person), services).AddDefaultTokenProviders();
        services.AddAccess();
        services.AddAdministration();
        services.AddTokens();
        services.AddSharing();
        services.AddIntegrations();
        services.AddClaims();
        services.AddVerificationJob();
    }

    /// <inheritdoc cref="Interleaved.RunAsync"/>
    protected Task<Outcome<T, TSecond>> BesideAsync<T, TSecond>(Func<Task<T>> first, Func<Task<TSecond>> second, int at = 1) =>
        Interleaved.RunAsync(Database.Settings.Provider, first, second, at);

    protected Task<Outcome<T, T>> TwiceAsync<T>(Func<Task<T>> work) => BesideAsync(work, work);

    protected async Task<List<AuditAction>> JournalAsync(Place place, params AuditAction[] actions)
    {
        await using var db = Database.Open(place.JobScope);
        return await db.AuditEntries.Where(entry => actions.Contains(entry.Action)).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync();
    }

    protected async Task<T> ReadAsync<T>(ActingScope scope, Func<ConnexionsDbContext, Task<T>> read)
    {
        await using var db = Database.Open(scope);
        return await read(db);
    }

    /// <summary>The last part of the address: what only the link holds.</summary>
    protected static string TokenOf(OneTimeLink link) => link.Under("http://localhost").Split('/')[^1];
}
