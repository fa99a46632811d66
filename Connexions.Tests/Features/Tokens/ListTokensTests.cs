using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Tests.Support;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Persistence;

namespace Connexions.Tests.Features.Tokens;

public sealed class ListTokensTests : TokensTestBase
{
    [Fact]
    public async Task List_ShowsEverythingButWhatOpens()
    {
        var created = (await CreateAsync(Draft() with { Ranges = "203.0.113.7", CallsPerMinute = "90" })).Require();

        var row = Assert.Single((await ListAsync()).Items);

        Assert.Equal((created.TokenId, "Site internet", created.Text.Reveal()[..ServiceToken.HintLength], TokenState.Active), (row.TokenId, row.Nom, row.Hint, row.State));
        Assert.Equal(["brevo", "zoho"], row.Providers.Select(provider => provider.Code));
        Assert.Equal((Purposes.Emails | Purposes.Contacts, 90, "Karim Benali"), (row.Purposes, row.CallsPerMinute, row.CreatedBy));
        Assert.Equal((Now, Now.AddYears(1)), (row.CreatedAt, row.ExpiresAt));
        Assert.Equal(["203.0.113.7"], row.Ranges);
        Assert.Null(row.RevokedAt ?? row.LastUsedAt);
        var shown = row.ToString() + string.Concat(typeof(TokenRow).GetProperties().Select(property => property.GetValue(row)));
        Assert.DoesNotContain(ServiceToken.Hash(created.Text.Reveal()), shown, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Text.Reveal(), shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_TellsEachState_AndPutsOpenOnesFirstNewestFirst()
    {
        var then = Now.AddDays(3);
        await MakeAsync("expire alors", then);
        await MakeAsync("révoqué", then.AddYears(1));
        await MakeAsync("ancien", then.AddYears(1));
        await MakeAsync("dans quatorze jours", then.AddDays(14));
        await MakeAsync("nouveau", then.AddYears(1));
        await MakeAsync("bientôt", then.AddDays(14).AddSeconds(-1));
        (await RevokeAsync((await ListAsync()).Items.Single(row => row.Nom == "révoqué").TokenId)).Require();
        Database.Clock.Advance(then - Now);

        Assert.Equal(
            [
                ("bientôt", TokenState.ExpiresSoon), ("nouveau", TokenState.Active), ("dans quatorze jours", TokenState.Active), ("ancien", TokenState.Active),
                ("révoqué", TokenState.Revoked), ("expire alors", TokenState.Expired),
            ],
            (await ListAsync()).Items.Select(row => (row.Nom, row.State)));
    }

    [Fact]
    public async Task List_OfATokenThatSomebodyChangedInTheDatabase_SaysThatItIsToBeReplacedAndLetsItBeRevoked()
    {
        var (token, _) = await Given.TokenAsync(Agency);
        await Database.Contexts.RunSqlAsync("UPDATE service_tokens SET calls_per_minute = 1");

        var row = Assert.Single((await ListAsync()).Items);
        Assert.Equal((TokenState.Unusable, true), (row.State, row.IsOpen));
        (await RevokeAsync(token.TokenId)).Require();
        Assert.Equal(TokenState.Revoked, Assert.Single((await ListAsync()).Items).State);
    }

    [Fact]
    public async Task List_OfAPersonWhoIsGone_SaysNobodysName()
    {
        await Given.TokenAsync(Agency);
        (await RevokeAsync((await StoredAsync())[0].TokenId)).Require();

        var row = Assert.Single((await ListAsync()).Items);
        Assert.Equal(((string?)null, "Karim Benali", Now), (row.CreatedBy, row.RevokedBy, row.RevokedAt));
    }

    [Fact]
    public async Task List_Paged_ShowsEachOnce()
    {
        for (var number = 0; number < ListTokens.PageSize + 3; number++)
        {
            await Given.TokenAsync(Agency);
        }

        var (first, second, beyond) = (await ListAsync(), await ListAsync(page: 2), await ListAsync(page: 99));

        Assert.Equal((ListTokens.PageSize, 3, 2), (first.Items.Count, second.Items.Count, beyond.Number));
        Assert.Equal(ListTokens.PageSize + 3, first.Items.Concat(second.Items).Select(row => row.TokenId).Distinct().Count());
        Assert.Equal(ListTokens.PageSize + 3, first.Total);
    }

    [Fact]
    public async Task List_OfAClient_HidesThoseOfSiblingsNetworkAndAgencies()
    {
        var sibling = await Given.IndependentAsync(sibling: Agency);
        var (own, _) = await Given.TokenAsync(Agency);
        var (theirs, _) = await Given.TokenAsync(sibling);
        var (networks, _) = await Given.TokenAsync(Network);

        Assert.Equal([own.TokenId], (await ListAsync()).Items.Select(row => row.TokenId));
        Assert.Equal([theirs.TokenId], (await ListAsync(await Given.ActorAsync(sibling))).Items.Select(row => row.TokenId));
        Assert.Equal([networks.TokenId], (await ListAsync(await Given.ActorAsync(Network))).Items.Select(row => row.TokenId));
    }

    [Fact]
    public async Task Journal_OfAUse_NamesTheToolToItsOwnClientOnly()
    {
        var (token, _) = await Given.TokenAsync(Agency, new("Caisse", ["brevo"], Purposes.Emails, [], 60, Now.AddDays(30)));
        var director = await Given.ActorAsync(Network);
        await UseAsync(Agency, token);
        // The network that lent the key has the use in its journal, and no access to the agency's tokens.
        await UseAsync(Network, token);

        var own = (await Database.Get<ListEntries>().HandleAsync(Manager, Uses, default)).Require().Entries[0];
        var lenders = (await Database.Get<ListEntries>().HandleAsync(director, Uses, default)).Require().Entries[0];

        Assert.Equal((AuditAction.ConnexionUsed, ActorKind.Tool, "Caisse"), (own.Action, own.ActorKind, own.ActorName));
        Assert.Equal((AuditAction.ConnexionUsed, ActorKind.Tool, (string?)null), (lenders.Action, lenders.ActorKind, lenders.ActorName));
    }

    private async Task MakeAsync(string name, DateTime expiresAt)
    {
        await Given.TokenAsync(Agency, new(name, ["brevo"], Purposes.Emails, [], 60, expiresAt));
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private static ListEntriesRequest Uses => new() { Part = JournalPart.Uses };

    private async Task UseAsync(Place place, ServiceToken token)
    {
        await using var db = Database.Open(place.JobScope);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var facts = new AuditFacts(place.OrganisationId, AuditAction.ConnexionUsed) { Client = place.Client, Provider = "brevo" };
        db.Record(AuditEntry.ForUse(facts, new UseFacts("email.send", UseResult.Sent), Guid.NewGuid(), token.TokenId, personId: null, Now));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }
}
