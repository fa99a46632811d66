using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Features.Verifications.Background;
using Connexions.Tests.Support;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Verifications;

/// <summary>The command that protects stored keys anew, beside a running server.</summary>
public sealed class ReprotectSecretsTests : JobTestBase
{
    [Fact]
    public async Task Keys_WithANewKeyAndPepper_AreCarriedOverWithTheirClaims()
    {
        var place = await Database.Given.IndependentAsync();
        var key = Planted.KeyFor(Brevo);
        var stored = await Database.Given.ConnexionWithKeyAsync(Brevo, place, key);
        Answers.Accept(key, "a1");
        await RoundAsync();
        // A server that runs meanwhile, with the ring in its memory.
        await using var server = Database.Reopen(new() { Clock = Database.Clock, Services = Register });
        Assert.NotNull(server.Vault.Unprotect(await ReadAsync(stored)));

        var outcome = await ReprotectAsync(newKey: true, newPepper: true);

        Assert.Equal((1, 0, 0, 0), (outcome.Done, outcome.Skipped, outcome.Unreadable.Count, outcome.Failed.Count));
        var after = await ReadAsync(stored);
        var pepper = await Database.Peppers.CurrentAsync(CancellationToken.None);
        Assert.Equal(2, pepper.Version);
        Assert.Equal(Database.Vault.CurrentKey(), after.ApiKeyRingKeyId);
        Assert.NotEqual((await ReadAsync(stored)).ApiKey, stored.ApiKey);
        Assert.Equal(KeyFingerprint.Compute(pepper, Brevo.Code, key).Value, after.ApiKeyFingerprint);
        Assert.Equal(key.Reveal(), server.Vault.Unprotect(after)?.Reveal());
        Assert.Equal(2, (await server.Peppers.AllAsync(CancellationToken.None)).Count);
        await using var db = Database.Open(place.JobScope);
        var claims = await db.Set<Claim>().OrderBy(claim => claim.Kind).ToListAsync();
        Assert.Equal(
            [ClaimValue.OfAccount(pepper, Brevo.Code, "a1"), ClaimValue.OfKey(KeyFingerprint.Compute(pepper, Brevo.Code, key))],
            claims.Select(claim => claim.ToValue()));
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.SecretsReprotected));

        // The alarm still rings for another client, whichever pepper its server knows.
        var second = await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.IndependentAsync(), key);
        await RoundAsync();
        Assert.NotNull((await ReadAsync(second)).InConflictSince);
    }

    [Fact]
    public async Task Keys_DoneAlready_AreSkipped()
    {
        await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.IndependentAsync());
        await Database.Given.ConnexionWithKeyAsync(OpenAi, await Database.Given.IndependentAsync());
        Assert.Equal(2, (await ReprotectAsync(newKey: true, newPepper: false)).Done);

        var again = await ReprotectAsync(newKey: false, newPepper: false);

        Assert.Equal((0, 2), (again.Done, again.Skipped));
    }

    [Fact]
    public async Task Command_StoppedInTheMiddle_GoesOnWhereItWas()
    {
        for (var number = 0; number < 3; number++)
        {
            await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.IndependentAsync());
        }

        await Assert.ThrowsAsync<TimeoutException>(() => Database.Get<ReprotectSecrets>().HandleAsync(
            newKey: true, newPepper: false, (done, _) => _ = done == 2 ? throw new TimeoutException() : done, CancellationToken.None));

        var outcome = await ReprotectAsync(newKey: false, newPepper: false);

        Assert.Equal((1, 2), (outcome.Done, outcome.Skipped));
    }

    [Fact]
    public async Task Key_ThatCannotBeRead_IsListedAndKeepsNoOtherFromIt()
    {
        var broken = await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.IndependentAsync());
        await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.IndependentAsync());
        await using (var db = Database.Open(new ActingScope.Job("test", broken.OrganisationId)))
        {
            await using var elsewhere = await TestDatabase.CreateAsync();
            var row = await db.ConnexionsOf(Brevo).SingleAsync();
            row.Reprotect(elsewhere.Vault.Protect(row, Planted.KeyFor(Brevo)), null);
            await Database.Given.SaveAsync(db, new(broken.OrganisationId, AuditAction.KeyReplaced));
        }

        var outcome = await ReprotectAsync(newKey: true, newPepper: false);

        Assert.Equal((1, broken.Id), (outcome.Done, Assert.Single(outcome.Unreadable)));
    }

    [Fact]
    public async Task Tokens_WithANewKey_AreSealedAnewUnlessTheirSealDoesNotFit()
    {
        var place = await Database.Given.IndependentAsync();
        var (token, _) = await Database.Given.TokenAsync(place);
        var (moved, _) = await Database.Given.TokenAsync(await Database.Given.IndependentAsync(sibling: place));
        await Database.Contexts.RunSqlAsync("UPDATE service_tokens SET client_id = @client", ("@client", place.Reference.Id));

        var outcome = await ReprotectAsync(newKey: true, newPepper: false);

        Assert.Equal((1, moved.TokenId), (outcome.Done, Assert.Single(outcome.Unreadable)));
        await using var after = Database.Open(place.MemberScope);
        var row = await after.ServiceTokens.SingleAsync(row => row.TokenId == token.TokenId);
        Assert.NotEqual(token.Seal, row.Seal);
        Assert.True(Database.Get<TokenSeals>().IsGenuine(row));
        Assert.Equal(1, (await ReprotectAsync(newKey: false, newPepper: false)).Skipped);
    }

    [Fact]
    public async Task Key_ReplacedByAServerMeanwhile_IsTheOneThatStays()
    {
        var stored = new List<Connexion>();
        for (var number = 0; number < 2; number++)
        {
            stored.Add(await Database.Given.ConnexionWithKeyAsync(Brevo, await Database.Given.IndependentAsync()));
        }

        await using var server = Database.Reopen(new() { Clock = Database.Clock, Services = Register });
        var typed = Planted.KeyFor(Brevo);
        Guid? replaced = null;
        await Database.Get<ReprotectSecrets>().HandleAsync(newKey: true, newPepper: false, (done, _) =>
        {
            if (done == 1)
            {
                // Between two rows: whichever comes second was listed as it was before.
                replaced = ReplaceAsync(server, stored, typed).GetAwaiter().GetResult();
            }
        }, CancellationToken.None);

        Assert.Equal(typed.Reveal(), Database.Vault.Unprotect(await ReadAsync(stored.Single(one => one.Id == replaced)))?.Reveal());
    }

    private async Task<Guid> ReplaceAsync(TestDatabase server, List<Connexion> stored, SecretText typed)
    {
        foreach (var one in stored)
        {
            await using var db = server.Open(new ActingScope.Job("test", one.OrganisationId));
            var row = await db.ConnexionsOf(Brevo).SingleAsync();
            if (row.ApiKey == one.ApiKey)
            {
                row.ReplaceKey(server.Vault.Protect(row, typed), typed.Suffix(), null, server.Clock.UtcNow);
                row.Touch(Guid.Empty, server.Clock.UtcNow);
                await Database.Given.SaveAsync(db, new(one.OrganisationId, AuditAction.KeyReplaced));
                return one.Id;
            }
        }

        throw new InvalidOperationException("Every row was done.");
    }

    private Task<ReprotectOutcome> ReprotectAsync(bool newKey, bool newPepper) =>
        Database.Get<ReprotectSecrets>().HandleAsync(newKey, newPepper, (_, _) => { }, CancellationToken.None);
}
