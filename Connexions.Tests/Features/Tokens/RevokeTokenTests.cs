using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Tests.Support;
using Connexions.Web.Features.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Tokens;

public sealed class RevokeTokenTests : TokensTestBase
{
    [Fact]
    public async Task Revoke_EndsTheTokenAndIsInTheJournal()
    {
        var created = (await CreateAsync(Draft())).Require();
        Database.Clock.Advance(TimeSpan.FromHours(1));

        (await RevokeAsync(created.TokenId)).Require();

        var token = Assert.Single(await StoredAsync());
        Assert.Equal((Now, Manager.PersonId, false), (token.RevokedAt, token.RevokedBy, token.IsOpen(Now)));
        var entry = Assert.Single(await JournalAsync(AuditAction.ServiceTokenRevoked));
        Assert.Equal((Manager.PersonId, Agency.Client, "Site internet"), (entry.ActorId, entry.Owner, entry.Detail!.Subject));
    }

    [Fact]
    public async Task Revoke_ASecondTime_SaysSoAndChangesNothing()
    {
        var colleague = await Given.ActorAsync(Agency);
        var created = (await CreateAsync(Draft())).Require();
        (await RevokeAsync(created.TokenId)).Require();
        var first = Now;
        Database.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([TokenErrors.AlreadyRevoked], (await RevokeAsync(created.TokenId, colleague)).Errors);

        Assert.Equal((first, Manager.PersonId), ((await StoredAsync())[0].RevokedAt, (await StoredAsync())[0].RevokedBy));
        Assert.Single(await JournalAsync(AuditAction.ServiceTokenRevoked));
    }

    [Fact]
    public async Task Revoke_ByTwoAtOnce_CountsOnce()
    {
        var (token, _) = await Given.TokenAsync(Agency);
        await using var stale = Database.Open(Agency.MemberScope);
        var seen = await stale.ServiceTokens.SingleAsync();
        (await RevokeAsync(token.TokenId)).Require();

        seen.Revoke(Guid.NewGuid(), Now.AddMinutes(1));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => Given.SaveAsync(stale, new(Agency.OrganisationId, AuditAction.ServiceTokenRevoked) { Client = Agency.Client }));
        Assert.Equal(Manager.PersonId, (await StoredAsync())[0].RevokedBy);
    }

    [Fact]
    public async Task Revoke_AnothersToken_IsNotFoundUnderOnesOwnClientAndAMismatchUnderTheirs()
    {
        var sibling = await Given.IndependentAsync(sibling: Agency);
        var (theirs, _) = await Given.TokenAsync(sibling);
        var (networks, _) = await Given.TokenAsync(Network);

        foreach (var id in new[] { theirs.TokenId, networks.TokenId, Guid.NewGuid() })
        {
            Assert.Equal([Error.NotFound], (await RevokeAsync(id)).Errors);
        }

        Assert.Equal([ConnexionErrors.ClientMismatch], (await RevokeAsync(theirs.TokenId, place: sibling)).Errors);
        Assert.Equal([ConnexionErrors.ClientMismatch], (await RevokeAsync((await Given.TokenAsync(Agency)).Token.TokenId, await Given.ActorAsync(Network))).Errors);

        Assert.Null(Assert.Single(await StoredAsync(sibling)).RevokedAt);
        Assert.Null(Assert.Single(await StoredAsync(Network)).RevokedAt);
        Assert.Null(Assert.Single(await StoredAsync()).RevokedAt);
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Administrateur)]
    public async Task Revoke_ByThePlatform_IsNotFound(Role role)
    {
        var (token, _) = await Given.TokenAsync(Agency);

        Assert.Equal([Error.NotFound], (await RevokeAsync(token.TokenId, await Given.ActorAsync(role, Place.Platform))).Errors);
        Assert.Null(Assert.Single(await StoredAsync()).RevokedAt);
    }

    [Fact]
    public async Task Tokens_AfterTheAccessWasWithdrawn_AreNeitherListedNorMadeNorRevoked()
    {
        var (token, _) = await Given.TokenAsync(Agency);
        await Given.WithdrawAsync(Manager);

        Assert.Equal([AccessErrors.Withdrawn], (await RevokeAsync(token.TokenId)).Errors);
        Assert.Equal([AccessErrors.Withdrawn], (await CreateAsync(Draft())).Errors);
        Assert.Equal([AccessErrors.Withdrawn], (await Database.Get<ListTokens>().HandleAsync(Manager, 1, default)).Errors);
        Assert.Null(Assert.Single(await StoredAsync()).RevokedAt);
    }
}
