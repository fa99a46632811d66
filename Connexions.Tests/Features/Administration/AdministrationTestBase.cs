using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Administration;

/// <summary>A database with an administrator at work, and the handlers of access and administration.</summary>
public abstract class AdministrationTestBase : IAsyncLifetime
{
    protected const string Password = "une phrase bien longue";

    protected TestDatabase Database { get; private set; } = null!;

    protected Given Given => Database.Given;

    protected Actor Administrator { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Services = AddFeatures });
        Administrator = await Given.AdministratorAsync(await Given.PersonAsync("admin@exemple.test", "Amélie Bernard"));
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    protected async Task<List<AuditEntry>> JournalAsync(Guid organisationId, AuditAction? action = null)
    {
        await using var db = Database.Open(new ActingScope.Job("test", organisationId));
        return await db.AuditEntries.AsNoTracking().Include(entry => entry.Detail)
            .Where(entry => action == null || entry.Action == action).OrderBy(entry => entry.Sequence).ToListAsync();
    }

    protected Task<List<AuditEntry>> PlatformJournalAsync(AuditAction? action = null) => JournalAsync(Organisation.Platform, action);

    protected async Task<Membership?> MembershipAsync(Guid membershipId)
    {
        await using var db = Database.Open(new ActingScope.Administration(Guid.Empty));
        return await db.Across<Membership>().SingleOrDefaultAsync(row => row.MembershipId == membershipId);
    }

    protected async Task<Person> ReloadAsync(Guid personId)
    {
        await using var db = Database.Contexts.CreateUnstamped();
        return await db.Set<Person>().SingleAsync(person => person.Id == personId);
    }

    /// <summary>The last part of the address: what only the link holds.</summary>
    protected static string TokenOf(OneTimeLink link) => link.Under("http://localhost").Split('/')[^1];

    /// <summary>Searches all that the database holds.</summary>
    protected async Task AssertNowhereAsync(string token) =>
        Assert.DoesNotContain(token, await StoredText.ReadAsync(Database.Settings), StringComparison.Ordinal);

    /// <summary>A database in which nobody is yet.</summary>
    protected static Task<TestDatabase> EmptyAsync() => TestDatabase.CreateAsync(options: new TestDatabaseOptions { Services = AddFeatures });

    private static void AddFeatures(IServiceCollection services)
    {
        services.Configure<IdentityOptions>(AccountFeature.Configure);
        new IdentityBuilder(typeof(Person), services).AddDefaultTokenProviders();
        services.AddSessionHandlers();
        services.AddAccess();
        services.AddAdministration();
    }
}
