using System.Net;
using Connexions.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Security;

/// <summary>
/// Every address of the application, asked for by everybody: what is not for somebody answers them as an unknown address
/// does, and whoever is not signed in is asked to sign in. A new page is in the table below, or fails the test.
/// </summary>
public sealed class RouteWalkTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Flags]
    private enum Who
    {
        Nobody = 0,
        Stranger = 1,
        Director = 2,
        Manager = 4,
        Independent = 8,
        Support = 16,
        Administrator = 32,
        Clients = Director | Manager | Independent,
        SignedIn = Clients | Support | Administrator,
        Everybody = Stranger | SignedIn,
    }

    private static readonly Dictionary<Who, string?> Accounts = new()
    {
        [Who.Stranger] = null,
        [Who.Director] = "directeur@lumiere.demo",
        [Who.Manager] = "lyon@lumiere.demo",
        [Who.Independent] = "horizon@independante.demo",
        [Who.Support] = "support@connexions.demo",
        [Who.Administrator] = "admin@connexions.demo",
    };

    private const string AnId = "0198c0de-0000-7000-8000-000000000000";

    /// <param name="Address">One that the pattern covers.</param>
    /// <param name="Answer">What those hear for whom it is.</param>
    private sealed record Row(Who For, string Address, HttpStatusCode Answer = HttpStatusCode.OK);

    private static readonly Dictionary<string, Row> Rows = new(StringComparer.Ordinal)
    {
        ["/"] = new(Who.SignedIn, "/"),
        ["/journal"] = new(Who.SignedIn, "/journal"),
        ["/connexions"] = new(Who.Clients, "/connexions"),
        ["/connexions/{ProviderCode}"] = new(Who.Clients, "/connexions/brevo"),
        ["/jetons"] = new(Who.Clients, "/jetons"),
        ["/brancher"] = new(Who.Clients, "/brancher"),
        ["/utilisation"] = new(Who.Clients, "/utilisation"),
        ["/utilisation/chiffres.csv"] = new(Who.Clients, "/utilisation/chiffres.csv?periode=Week"),
        ["/equipe"] = new(Who.Clients, "/equipe"),
        ["/partage"] = new(Who.Director, "/partage"),
        ["/partage/{ProviderCode}"] = new(Who.Director, "/partage/brevo"),
        ["/partage/couverture"] = new(Who.Director, "/partage/couverture"),
        ["/partage/couverture.csv"] = new(Who.Director, "/partage/couverture.csv"),
        ["/support/connexions"] = new(Who.Support, "/support/connexions"),
        ["/support/connexions/{ProviderCode}/{Id}"] = new(Who.Support, $"/support/connexions/brevo/{AnId}"),
        ["/support/clients/{ClientType}/{Id}"] = new(Who.Support, $"/support/clients/reseau/{AnId}"),
        ["/support/verifications"] = new(Who.Support, "/support/verifications"),
        ["/support/collisions"] = new(Who.Support, "/support/collisions"),
        ["/administration/organisations"] = new(Who.Administrator, "/administration/organisations"),
        ["/administration/organisations/{OrganisationId:guid}"] = new(Who.Administrator, $"/administration/organisations/{AnId}"),
        ["/administration/comptes"] = new(Who.Administrator, "/administration/comptes"),
        ["/administration/collisions"] = new(Who.Administrator, "/administration/collisions"),
        // In Development, as these tests run; PublicSiteTests has what it is in Production.
        ["/composants"] = new(Who.SignedIn, "/composants"),
        ["/compte/connexion"] = new(Who.Everybody, "/compte/connexion"),
        ["/compte/deconnexion"] = new(Who.Everybody, "/compte/deconnexion"),
        ["/compte/mot-de-passe"] = new(Who.SignedIn, "/compte/mot-de-passe"),
        ["/compte/securite"] = new(Who.SignedIn, "/compte/securite"),
        ["/compte/acces-refuse"] = new(Who.Everybody, "/compte/acces-refuse"),
        ["/compte/acces-retire"] = new(Who.Everybody, "/compte/acces-retire"),
        ["/compte/invitation/{Token}"] = new(Who.Everybody, "/compte/invitation/perdue"),
        ["/compte/nouveau-mot-de-passe/{PersonId:guid}/{Token}"] = new(Who.Everybody, $"/compte/nouveau-mot-de-passe/{AnId}/perdu"),
        // Nobody's membership has that id.
        ["/compte/role/{membershipId:guid}"] = new(Who.SignedIn, $"/compte/role/{AnId}", HttpStatusCode.NotFound),
        ["/preferences/langue/{culture}"] = new(Who.Everybody, "/preferences/langue/fr", HttpStatusCode.Found),
        ["/preferences/theme/{theme}"] = new(Who.Everybody, "/preferences/theme/system", HttpStatusCode.Found),
        ["/gateway"] = new(Who.Everybody, "/gateway"),
        ["/gateway/{Code}"] = new(Who.Everybody, "/gateway/brevo"),
        ["/introuvable"] = new(Who.Everybody, "/introuvable"),
        ["/erreur"] = new(Who.Everybody, "/erreur"),
        ["/erreur/{Status:int}"] = new(Who.Everybody, "/erreur/404"),
        ["/health/live"] = new(Who.Everybody, "/health/live"),
        ["/health/ready"] = new(Who.Everybody, "/health/ready"),
        // A person's sign-in opens nothing there: it asks for a service token.
        ["/api/v1/token"] = new(Who.Everybody, "/api/v1/token", HttpStatusCode.Unauthorized),
        ["/api/v1/connexions"] = new(Who.Everybody, "/api/v1/connexions", HttpStatusCode.Unauthorized),
        ["/api/v1/connexions/{provider}"] = new(Who.Everybody, "/api/v1/connexions/brevo", HttpStatusCode.Unauthorized),
        ["/api/v1/usage"] = new(Who.Everybody, "/api/v1/usage", HttpStatusCode.Unauthorized),
        // Static files in Development, where what is built next may bring more.
        ["/{**path:file}"] = new(Who.Everybody, "/nulle-part.txt", HttpStatusCode.NotFound),
        ["/openapi/{documentName}.json"] = new(Who.Everybody, "/openapi/v1.json"),
    };

    /// <summary>Blazor's own, which hold no page: what a circuit shows is decided by the page it was opened with.</summary>
    private static readonly string[] OfBlazor = ["/_blazor", "/_framework/"];

    private IEnumerable<string> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
        .Where(route => !OfBlazor.Any(own => route.StartsWith(own, StringComparison.Ordinal)))
        .Distinct(StringComparer.Ordinal);

    [Fact]
    public void Route_EveryOne_IsInTheTable()
    {
        Assert.True(!Routes.Except(Rows.Keys, StringComparer.Ordinal).Any(),
            $"Say in RouteWalkTests.Rows for whom these are: {string.Join(", ", Routes.Except(Rows.Keys, StringComparer.Ordinal))}");
        Assert.True(!Rows.Keys.Except(Routes, StringComparer.Ordinal).Any(),
            $"Take these out of RouteWalkTests.Rows, they are gone: {string.Join(", ", Rows.Keys.Except(Routes, StringComparer.Ordinal))}");
    }

    [Fact]
    public async Task Route_ForEverybody_AnswersThoseItIsFor()
    {
        var wrong = new List<string>();
        foreach (var (who, email) in Accounts)
        {
            using var caller = new Caller(app);
            if (email is not null)
            {
                await caller.SignInAsync(email);
            }

            foreach (var (route, row) in Rows)
            {
                var answer = await caller.GetAsync(row.Address);
                var expected = row.For.HasFlag(who) ? row.Answer : who == Who.Stranger ? HttpStatusCode.Found : HttpStatusCode.NotFound;
                if (answer.Status != expected || (!row.For.HasFlag(who) && who == Who.Stranger && answer.Location?.StartsWith("/compte/connexion?retour=", StringComparison.Ordinal) != true))
                {
                    wrong.Add($"{route} answers {(int)answer.Status} {answer.Location} to {who}, not {(int)expected}");
                }
            }
        }

        Assert.True(wrong.Count == 0, "Does the page lack its [ForRole] or [ForClients], or the table the role?\n" + string.Join('\n', wrong));
    }
}
