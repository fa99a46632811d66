using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connexions.Tests.Features.Verifications.Background;

/// <summary>The background job against a provider that answers as it is told, on a real database and through its walls.</summary>
public abstract class JobTestBase : IAsyncLifetime
{
    protected static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    protected static readonly Provider OpenAi = ProviderCatalogue.Find("openai")!;
    protected static readonly Provider Zoho = ProviderCatalogue.Find("zoho")!;

    protected TestDatabase Database { get; private set; } = null!;

    private protected StubProvider Answers { get; } = new();

    protected CapturedLog Log { get; } = new();

    protected virtual ProviderClientOptions ClientOptions => new() { Retries = 0 };

    private protected VerificationJob Job => Database.Get<VerificationJob>();

    public async Task InitializeAsync() => Database = await TestDatabase.CreateAsync(options: new() { Services = Register });

    public Task DisposeAsync() => Database.DisposeAsync().AsTask();

    protected void Register(IServiceCollection services)
    {
        services.AddSharing();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton(new VerificationOptions { Parallel = 4 });
        services.AddVerificationJob();
        services.AddSingleton(ClientOptions);
        services.AddSingleton<ProviderLimits>();
        services.AddSingleton(provider => new ProviderClient(
            ProviderAddresses.Read(new ConfigurationBuilder().Build(), new HostingEnvironment { EnvironmentName = "Development" }),
            provider.GetRequiredService<ProviderLimits>(), ClientOptions, provider.GetRequiredService<TimeProvider>(), NullLogger<ProviderClient>.Instance, _ => Answers));
    }

    protected Task<int> RoundAsync() => Job.RoundAsync(CancellationToken.None);

    protected async Task<Connexion> ReadAsync(Connexion connexion)
    {
        await using var db = Database.Open(new ActingScope.Job("test", connexion.OrganisationId));
        return await db.ConnexionsOf(ProviderCatalogue.Of(connexion)).AsNoTracking().SingleAsync(row => row.Id == connexion.Id);
    }

    /// <summary>From now on the database takes nothing that is learnt of a key.</summary>
    protected async Task BreakAsync(Connexion connexion)
    {
        await using var db = Database.Open(new ActingScope.Job("test", connexion.OrganisationId));
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"""
            CREATE TRIGGER a_bug BEFORE UPDATE OF last_try ON {ProviderCatalogue.Of(connexion).Table}
            WHEN OLD.id = '{connexion.Id.ToString().ToUpperInvariant()}' BEGIN SELECT RAISE(ABORT, 'A bug.'); END
            """;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A provider's side of the wire.</summary>
    private protected sealed class StubProvider : HttpMessageHandler
    {
        private readonly ConcurrentDictionary<string, Func<HttpResponseMessage>> answers = new(StringComparer.Ordinal);

        public ConcurrentQueue<(string Path, string Key)> Calls { get; } = new();

        public Func<HttpResponseMessage> Otherwise { get; set; } = () => Json(HttpStatusCode.ServiceUnavailable, "{}");

        /// <summary>Called before each answer.</summary>
        public Func<Task>? Before { get; set; }

        public void Accept(SecretText key, string account) => answers[key.Reveal()] = () => Json(
            HttpStatusCode.OK, $$"""{"organization_id":"{{account}}","email":"{{account}}@compte.test","companyName":"Compte {{account}}","plan":[]}""");

        public void Refuse(SecretText key) => answers[key.Reveal()] = () => Json(HttpStatusCode.Unauthorized, """{"message":"Key not found","code":"unauthorized"}""");

        public void Forget(SecretText key) => answers.TryRemove(key.Reveal(), out _);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var key = request.Headers.TryGetValues("api-key", out var values) ? values.Single() : request.Headers.Authorization?.Parameter ?? "";
            Calls.Enqueue((request.RequestUri!.AbsolutePath, key));
            if (Before is not null)
            {
                await Before();
            }

            return request.RequestUri.AbsolutePath.EndsWith("senders", StringComparison.Ordinal)
                ? Json(HttpStatusCode.OK, """{"senders":[]}""")
                : (answers.GetValueOrDefault(key) ?? Otherwise)();
        }

        private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
            new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
