using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Support;

/// <summary>The database tells each connexion's state as the domain does, over every combination of what decides it.</summary>
public sealed class SearchStatesTests : IAsyncLifetime
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private TestDatabase database = null!;
    private Actor support = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddSupport() });
        support = await database.Given.SupportAsync();
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Search_ByEachState_FindsWhatTheDomainSaysIsInIt()
    {
        var expected = new Dictionary<Guid, ConnexionState>();
        var platform = await database.Given.NetworkAsync();
        VerificationVerdict?[] verdicts = [null, .. Enum.GetValues<VerificationVerdict>().Cast<VerificationVerdict?>()];
        foreach (var verdict in verdicts.Where(verdict => verdict?.IsConclusive() != false))
        {
            foreach (var last in verdicts.Where(last => last?.IsConclusive() != true || last == VerificationVerdict.Rejected))
            {
                foreach (var inConflict in new[] { false, true })
                {
                    var place = await database.Given.IndependentAsync(sibling: platform);
                    var connexion = await database.Given.ConnexionWithKeyAsync(Brevo, place);
                    await LearnAsync(connexion, verdict, last, inConflict);
                    var refusedOnce = last == VerificationVerdict.Rejected && verdict != VerificationVerdict.Rejected;
                    var standing = new Standing(HasKey: true, IsReadable: true, inConflict, verdict, refusedOnce, last ?? verdict);
                    expected[connexion.Id] = standing.State;
                }
            }
        }

        expected[(await database.Given.ConnexionAsync(Brevo, platform)).Id] = ConnexionState.Incomplete;
        database.Get<SupportSittings>().Start(support, "ticket 4711");

        Assert.All(Enum.GetValues<ConnexionState>(), state => Assert.True(expected.ContainsValue(state) || state is ConnexionState.Missing or ConnexionState.Unreadable, state.ToString()));
        foreach (var state in Enum.GetValues<ConnexionState>())
        {
            var found = await SearchAsync(new() { State = state });
            Assert.Equal(expected.Where(pair => pair.Value == state).Select(pair => pair.Key).Order(), found.Select(row => row.Id).Order());
            Assert.All(found, row => Assert.Equal((state, state), (row.State, row.Facts.State)));
        }

        var sorted = await SearchAsync(new() { Sort = ConnexionSort.State });
        Assert.Equal(expected.Values.Order(), sorted.Select(row => row.State));
    }

    [Fact]
    public async Task Search_OfWhatIsSuspended_FindsThatAlone_AndNoStateFindsIt()
    {
        var platform = await database.Given.NetworkAsync();
        var suspended = await database.Given.ConnexionWithKeyAsync(Brevo, platform);
        var other = await database.Given.ConnexionWithKeyAsync(Brevo, await database.Given.IndependentAsync(sibling: platform));
        await using (var db = database.Open(new ActingScope.Job("given", suspended.OrganisationId)))
        {
            (await db.ConnexionsOf(Brevo).SingleAsync(row => row.Id == suspended.Id)).Freeze("essai", database.Clock.UtcNow);
            await database.Given.SaveAsync(db, new AuditFacts(suspended.OrganisationId, AuditAction.ConnexionFrozen) { Client = suspended.Client, Provider = Brevo.Code, ConnexionId = suspended.Id });
        }

        database.Get<SupportSittings>().Start(support, "ticket 4711");

        Assert.Equal(suspended.Id, Assert.Single(await SearchAsync(new() { IsFrozen = true })).Id);
        Assert.Equal(other.Id, Assert.Single(await SearchAsync(new() { State = ConnexionState.NeverVerified })).Id);
        Assert.Equal(2, (await SearchAsync(new())).Count);
    }

    private async Task LearnAsync(Connexion connexion, VerificationVerdict? verdict, VerificationVerdict? last, bool inConflict)
    {
        await using var db = database.Open(new ActingScope.Job("given", connexion.OrganisationId));
        var row = await db.ConnexionsOf(Brevo).SingleAsync(row => row.Id == connexion.Id);
        var now = database.Clock.UtcNow;
        // It takes two refusals to make one verdict.
        var (first, second) = verdict == VerificationVerdict.Rejected ? (verdict, verdict) : (null, verdict);
        foreach (var (one, at) in new[] { (first, now - SecondLook.After), (second, now), (last, now) })
        {
            if (one is { } learnt)
            {
                row.Learn(new Verification(learnt) { BlockedAddress = learnt == VerificationVerdict.IpBlocked ? "203.0.113.7" : null }, at);
            }
        }

        row.AskAgain(now.AddDays(1));

        if (inConflict)
        {
            row.EnterConflict(now);
        }

        row.Touch(Guid.Empty, now);
        await database.Given.SaveAsync(db, new AuditFacts(connexion.OrganisationId, AuditAction.VerdictChanged) { Client = connexion.Client, Provider = Brevo.Code, ConnexionId = connexion.Id });
    }

    private async Task<IReadOnlyList<FoundConnexion>> SearchAsync(SearchConnexionsRequest request)
    {
        var found = (await database.Get<SearchConnexions>().HandleAsync(support, request with { PageSize = SearchConnexionsRequest.MaxPageSize }, CancellationToken.None)).Require();
        Assert.Equal(found.Total, found.Rows.Count);
        return found.Rows;
    }
}
