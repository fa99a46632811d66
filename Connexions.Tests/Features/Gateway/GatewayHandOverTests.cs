using System.Net;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Gateway;

/// <summary>What somebody who writes the database by hand gives to another client of the same organisation opens nothing there.</summary>
public sealed class GatewayHandOverTests(AppUnderTest app) : IClassFixture<AppUnderTest>, IAsyncLifetime
{
    private readonly GatewayUnderTest gateway = new(app);

    private Place owner = null!;
    private Place other = null!;

    private static Provider Brevo => GatewayUnderTest.Brevo;

    public async Task InitializeAsync()
    {
        owner = await gateway.IndependentAsync();
        other = await gateway.IndependentAsync(sibling: owner);
        await gateway.ConnexionAsync(Brevo, owner, "contact@titulaire.test");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Connexion_GivenToAnotherClient_SendsNothing()
    {
        var (_, token) = await gateway.TokenAsync(other);
        Assert.Equal(1, await gateway.RunSqlAsync(
            "UPDATE brevo_connexion SET client_id = @other WHERE client_id = @owner", ("@other", other.Reference.Id), ("@owner", owner.Reference.Id)));

        await AssertRefusedAsync(token, HttpStatusCode.ServiceUnavailable);
    }

    [SqliteFact]
    public async Task Connexion_WhoseIdAndCiphertextAnotherClientsRowTakes_SendsNothing()
    {
        await gateway.ConnexionAsync(Brevo, other, "contact@autre.test");
        var (_, token) = await gateway.TokenAsync(other);
        // The owner's row goes, and the other's becomes it in all but its client.
        Assert.NotEqual(0, await gateway.RunSqlAsync(
            """
            CREATE TEMP TABLE taken AS SELECT id, brevo_api_key, api_key_ring_key_id FROM brevo_connexion WHERE client_id = @owner;
            DELETE FROM brevo_connexion WHERE client_id = @owner;
            UPDATE brevo_connexion SET id = taken.id, brevo_api_key = taken.brevo_api_key, api_key_ring_key_id = taken.api_key_ring_key_id FROM taken WHERE client_id = @other;
            DROP TABLE taken;
            """, ("@owner", owner.Reference.Id), ("@other", other.Reference.Id)));

        await AssertRefusedAsync(token, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Token_GivenToAnotherClient_IsNone()
    {
        var (id, token) = await gateway.TokenAsync(other);
        Assert.Equal(1, await ChangeAsync(id, "client_id = @value", owner.Reference.Id));

        await AssertRefusedAsync(token, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_WhoseHashStandsInAnotherClientsRow_IsNone()
    {
        var (id, token) = await gateway.TokenAsync(other);
        var (owners, _) = await gateway.TokenAsync(owner);
        await ChangeAsync(id, "token_hash = @value", ServiceToken.Hash("autre chose"));
        Assert.Equal(1, await ChangeAsync(owners, "token_hash = @value", ServiceToken.Hash(token)));

        await AssertRefusedAsync(token, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("purposes = @value", "emails")]
    [InlineData("providers = @value", "brevo,openai,zoho")]
    [InlineData("allowed_ranges = @value", null)]
    [InlineData("calls_per_minute = @value", 6000)]
    [InlineData("expires_at = @value", "2099-01-01 00:00:00")]
    [InlineData("seal = @value", null)]
    [InlineData("seal = @value", "CfDJ8")]
    public async Task Token_WhoseTermsWereChanged_IsNone(string change, object? value)
    {
        var (id, token) = await gateway.TokenAsync(owner, terms => terms with
        {
            Providers = ["brevo"], Purposes = Purposes.Contacts | Purposes.Emails, CallsPerMinute = 10, Ranges = [AddressRange.Parse("::1")!, AddressRange.Parse("127.0.0.0/8")!],
        });
        await ChangeAsync(id, change, value);

        await AssertRefusedAsync(token, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_RevokedAndMadeOpenAgain_IsNone()
    {
        var (id, token) = await gateway.TokenAsync(owner);
        await gateway.RevokeAsync(owner, id);
        await ChangeAsync(id, "revoked_at = @value", null);

        await AssertRefusedAsync(token, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_AsItWasMade_SendsForItsClient()
    {
        var (_, token) = await gateway.TokenAsync(owner);

        using var answer = await gateway.SendMailAsync(token);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private Task<int> ChangeAsync(Guid tokenId, string change, object? value) =>
        gateway.RunSqlAsync($"UPDATE service_tokens SET {change} WHERE token_id = @id", ("@value", value), ("@id", tokenId));

    /// <summary>Refused, and no call reached the provider.</summary>
    private async Task AssertRefusedAsync(string token, HttpStatusCode expected)
    {
        var before = gateway.Fake(Brevo).Calls;

        using var answer = await gateway.SendMailAsync(token);

        Assert.Equal((expected, before), (answer.StatusCode, gateway.Fake(Brevo).Calls));
    }
}
