using System.Diagnostics;
using System.Net;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Gateway;

/// <summary>A right that is withdrawn stops the next call within a second, though what was read is used again for a moment.</summary>
public sealed class WithdrawnRightTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private readonly GatewayUnderTest gateway = new(app);

    private static Provider Brevo => GatewayUnderTest.Brevo;

    [Fact]
    public async Task Token_Revoked_StopsWithinASecond()
    {
        var (network, agency, id, text) = await LendAsync();

        await gateway.RevokeAsync(agency, id);

        Assert.Equal(HttpStatusCode.Unauthorized, await FirstRefusalAsync(text));
        Assert.NotEqual(network, agency);
    }

    [Fact]
    public async Task Policy_Withdrawn_StopsWithinASecond()
    {
        var (network, _, _, text) = await LendAsync();

        await gateway.ShareAsync(Brevo, network, new SharingTerms(SharingMode.None, true, true));

        Assert.Equal(HttpStatusCode.Conflict, await FirstRefusalAsync(text));
    }

    [Fact]
    public async Task Purpose_Withdrawn_StopsWithinASecond()
    {
        var (network, _, _, text) = await LendAsync();

        await gateway.ShareAsync(Brevo, network, new SharingTerms(SharingMode.All, true, true) { Purposes = Purposes.Contacts });

        Assert.Equal(HttpStatusCode.Forbidden, await FirstRefusalAsync(text));
    }

    [Fact]
    public async Task Connexion_Frozen_StopsWithinASecond()
    {
        var (network, _, _, text) = await LendAsync();

        await gateway.ChangeConnexionAsync(Brevo, network, connexion => connexion.Freeze("essai", DateTime.UtcNow));

        Assert.Equal(HttpStatusCode.Conflict, await FirstRefusalAsync(text));
    }

    [Fact]
    public async Task Key_Replaced_IsUsedWithinASecond()
    {
        var (network, _, _, text) = await LendAsync();
        var vault = app.Services.GetRequiredService<SecretVault>();

        // A key that the provider does not know.
        await gateway.ChangeConnexionAsync(Brevo, network, connexion =>
            connexion.ReplaceKey(vault.Protect(connexion, SecretText.From(Planted.Brevo())!), "", null, DateTime.UtcNow));

        Assert.Equal(HttpStatusCode.BadGateway, await FirstRefusalAsync(text));
    }

    private async Task<(Place Network, Place Agency, Guid TokenId, string Text)> LendAsync()
    {
        var network = await gateway.NetworkAsync();
        var agency = await gateway.AgencyAsync(network);
        await gateway.ConnexionAsync(Brevo, network, "contact@reseau.test", "Réseau");
        await gateway.ShareAsync(Brevo, network);
        var (id, text) = await gateway.TokenAsync(agency);
        using var answer = await gateway.SendMailAsync(text);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (network, agency, id, text);
    }

    /// <summary>Calls without a pause until one does not pass; none may pass that begins a second after.</summary>
    private async Task<HttpStatusCode> FirstRefusalAsync(string text)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var began = since.Elapsed;
            using var answer = await gateway.SendMailAsync(text);
            if (answer.StatusCode != HttpStatusCode.Created)
            {
                return answer.StatusCode;
            }

            Assert.True(began < TimeSpan.FromSeconds(1), $"A call that began {began.TotalMilliseconds:F0} ms after passed.");
        }
    }
}
