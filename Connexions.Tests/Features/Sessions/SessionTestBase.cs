using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sessions;

/// <summary>A database with the handlers around sessions and passwords.</summary>
public abstract class SessionTestBase : IAsyncLifetime
{
    protected const string Password = "une phrase bien longue";

    protected static readonly Origin Laptop = new("192.0.2.7", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0");

    protected TestDatabase Database { get; private set; } = null!;

    protected Given Given => Database.Given;

    public async Task InitializeAsync() => Database = await TestDatabase.CreateAsync(options: Options);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    /// <summary>Another server on the same database: it knows only what it reads there.</summary>
    protected TestDatabase AnotherServer() => Database.Reopen(Options with { Clock = Database.Clock });

    protected static List<(Guid SessionId, SessionEnd By)> EndedOn(TestDatabase server)
    {
        var ended = new List<(Guid, SessionEnd)>();
        server.Get<LiveSessions>().SessionEnded += (sessionId, by) => ended.Add((sessionId, by));
        return ended;
    }

    protected Task<string> SignInAsync(Guid personId) => Database.Get<OpenSession>().HandleAsync(personId, Laptop, default);

    protected async Task<SessionFacts?> FindAsync(string token, TestDatabase? server = null) => await (server ?? Database).Get<SessionBook>().FindAsync(token, default);

    /// <summary>What the platform's journal says of an account, the oldest first.</summary>
    protected async Task<List<AuditEntry>> JournalAsync()
    {
        await using var db = Database.Open(new ActingScope.Job("test", Organisation.Platform));
        return await db.AuditEntries.AsNoTracking().Include(entry => entry.Detail).Where(entry => AccountEntries.Actions.Contains(entry.Action)).OrderBy(entry => entry.Sequence).ToListAsync();
    }

    protected async Task<List<PersonSession>> RowsAsync()
    {
        await using var db = Database.Contexts.CreateUnstamped();
        return await db.Set<PersonSession>().AsNoTracking().ToListAsync();
    }

    /// <summary>Searches all that the database holds.</summary>
    protected async Task AssertNowhereAsync(string text) =>
        Assert.DoesNotContain(text, await StoredText.ReadAsync(Database.Settings), StringComparison.OrdinalIgnoreCase);

    private static TestDatabaseOptions Options => new()
    {
        Services = services =>
        {
            services.Configure<IdentityOptions>(AccountFeature.Configure);
            new IdentityBuilder(typeof(Person), services).AddDefaultTokenProviders();
            services.AddSessionHandlers();
            services.AddAccess();
        },
    };
}
