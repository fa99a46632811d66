using System.Diagnostics;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Support;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Connexions.Tests.Features.Support;

public sealed class SearchQueryTests(ITestOutputHelper output)
{
    private static readonly ActingScope Scope = new ActingScope.Support(Guid.Empty, "test");

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public async Task Query_OnEitherDatabase_TranslatesAndNamesNoSecret(DatabaseProvider provider)
    {
        // With the application's Identity: EF keeps the first model of a context's type for the whole process.
        await using var services = new ServiceCollection().AddLogging().Configure<IdentityOptions>(AccountFeature.Configure).BuildServiceProvider();
        await using var db = new ContextFactory(new DatabaseSettings(provider, "Data Source=unused", Migrate: false), services).Create(Scope);
        IEnumerable<SearchConnexionsRequest> requests =
            [new() { ClientType = ClientType.ReseauAgence }, new() { IsFrozen = true }, .. Enum.GetValues<ConnexionState>().Select(state => new SearchConnexionsRequest { State = state })];
        string[] queries =
        [
            .. ProviderCatalogue.All.SelectMany(one => requests.SelectMany(request => FindConnexions.Latest(db, [Guid.NewGuid(), Guid.NewGuid()], one, request))).Select(query => query.ToQueryString()),
            .. ProviderCatalogue.All.Select(one => AuditedConnexions.Details(db, one).ToQueryString()),
        ];

        output.WriteLine(queries[0]);
        foreach (var sql in queries)
        {
            foreach (var column in ProviderCatalogue.All.Select(one => one.Fields.Single(field => field.Kind == FieldKind.ApiKey).Column).Append("api_key_fingerprint"))
            {
                Assert.DoesNotContain(column, sql, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [SqliteFact]
    public async Task Search_TwentyThousandConnexions_ShowsSomeAndSaysSo()
    {
        await using var database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddSupport() });
        await LargeDatabase.FillAsync(database, organisations: 2000, connexions: 20_000);
        var support = await database.Given.SupportAsync();
        (await database.Get<StartSitting>().HandleAsync(support, new("test"), default)).Require();
        var search = database.Get<SearchConnexions>();

        foreach (var request in new SearchConnexionsRequest[]
        {
            new(), new(), new() { Page = 40 }, new() { Text = "besancon" }, new() { Text = "compte1999" }, new() { Text = "agence lyon", Sort = ConnexionSort.UpdatedAt, Descending = true },
            new() { Text = "exemple" }, new() { Organisation = "nimes", State = ConnexionState.Unreadable }, new() { Provider = "zoho", Sort = ConnexionSort.Account },
        })
        {
            var watch = Stopwatch.StartNew();
            var found = (await search.HandleAsync(support, request, default)).Require();
            output.WriteLine($"{watch.ElapsedMilliseconds} ms: {found.Total} found, {found.Rows.Count} shown ({request.Text} {request.Organisation} {request.Provider} {request.Sort} page {request.Page})");
            Assert.InRange(found.Rows.Count, 1, SearchConnexionsRequest.DefaultPageSize);
            Assert.Equal(request switch { { Text: "compte1999" } or { Organisation: "nimes" } => SearchLimit.None, { Text: null, Organisation: null } => SearchLimit.Latest, _ => SearchLimit.Clients }, found.Limit);
        }
    }
}
