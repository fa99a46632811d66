using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Tests.Support;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Shared.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Features.Tokens;

/// <summary>A network with an agency, and those who work for them.</summary>
public abstract class TokensTestBase : IAsyncLifetime
{
    protected CapturedLog Log { get; } = new();

    protected TestDatabase Database { get; private set; } = null!;

    protected Given Given => Database.Given;

    protected DateTime Now => Database.Clock.UtcNow;

    protected Place Network { get; private set; } = null!;

    protected Place Agency { get; private set; } = null!;

    protected Actor Manager { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(options: new()
        {
            Services = services => services.AddTokens().AddAuditing().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log)),
        });
        Network = await Given.NetworkAsync("Réseau");
        Agency = await Given.AgencyAsync(Network, "Lyon");
        Manager = await Given.ActorAsync(Agency, await Given.PersonAsync(displayName: "Karim Benali"));
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    /// <summary>A form filled in well enough.</summary>
    protected CreateTokenRequest Draft(Place? place = null) => new((place ?? Agency).Reference)
    {
        Name = "Site internet",
        Providers = ["brevo", "zoho"],
        Purposes = Purposes.Emails | Purposes.Contacts,
    };

    protected Task<Result<CreatedToken>> CreateAsync(CreateTokenRequest draft, Actor? actor = null) =>
        Database.Get<CreateToken>().HandleAsync(actor ?? Manager, draft, CancellationToken.None);

    protected Task<Result<Done>> RevokeAsync(Guid tokenId, Actor? actor = null, Place? place = null) =>
        Database.Get<RevokeToken>().HandleAsync(actor ?? Manager, new((place ?? Agency).Reference, tokenId), CancellationToken.None);

    protected async Task<PageOf<TokenRow>> ListAsync(Actor? actor = null, int page = 1) =>
        (await Database.Get<ListTokens>().HandleAsync(actor ?? Manager, page, CancellationToken.None)).Require();

    protected async Task<List<ServiceToken>> StoredAsync(Place? place = null)
    {
        await using var db = Database.Open((place ?? Agency).MemberScope);
        return await db.ServiceTokens.OrderBy(row => row.CreatedAt).ToListAsync();
    }

    protected async Task<List<AuditEntry>> JournalAsync(AuditAction action, Place? place = null)
    {
        await using var db = Database.Open((place ?? Agency).JobScope);
        return await db.AuditEntries.Include(entry => entry.Detail).Where(entry => entry.Action == action).OrderBy(entry => entry.Sequence).ToListAsync();
    }
}
