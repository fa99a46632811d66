using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;
using Connexions.Web.Features.Verifications.Http;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Demo;

/// <summary>The demonstration asks its own fakes, and its stored keys open accounts there.</summary>
public sealed class DemoProvidersTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Demonstration_AsksTheFakes()
    {
        var client = app.Services.GetRequiredService<ProviderClient>();
        var addresses = app.Services.GetRequiredService<ProviderAddresses>();

        var verification = await client.VerifyAsync(
            ProviderCatalogue.Find("brevo")!, SecretText.From(DemoKeys.Of("brevo", "Agence Horizon"))!, Guid.NewGuid(), withSenders: true, CancellationToken.None);

        Assert.All(ProviderCatalogue.All, provider => Assert.True(addresses.Of(provider).IsLoopback));
        Assert.Equal("bonjour@horizon.demo", verification.Account?.Email);
        Assert.Equal(["bonjour@horizon.demo"], verification.Senders!.Select(sender => sender.Email));
    }

    [Fact]
    public async Task StoredKeys_OpenAccountsThatMatch_ButForOneThatWarns()
    {
        var stored = await StoredAsync();

        Assert.NotEmpty(stored);
        Assert.All(stored, pair => Assert.Equal(FakeCase.Valid, pair.Key.Case));
        // One account is used by one client: a demonstration does not begin with a conflict.
        Assert.Distinct(stored.Select(pair => (pair.Key.Provider, pair.Key.Account)));
        var strange = Assert.Single(stored, pair => pair.Connexion.AccountEmail != pair.Key.Email);
        Assert.Equal(("evreux@lumiere.demo", "Lumière Évreux"), (strange.Connexion.AccountEmail, strange.Key.Account));
    }

    private async Task<List<(Connexion Connexion, DemoKey Key)>> StoredAsync()
    {
        var contexts = app.Services.GetRequiredService<ContextFactory>();
        var vault = app.Services.GetRequiredService<SecretVault>();
        var found = new List<(Connexion, DemoKey)>();
        await using var administration = contexts.Create(new ActingScope.Administration(Guid.Empty));
        foreach (var organisationId in await administration.Across<Organisation>().Select(row => row.OrganisationId).ToListAsync())
        {
            await using var db = contexts.Create(new ActingScope.Job("test", organisationId));
            foreach (var provider in ProviderCatalogue.All)
            {
                found.AddRange(
                    from connexion in await db.ConnexionsOf(provider).AsNoTracking().ToListAsync()
                    let key = vault.Unprotect(connexion)
                    where key is not null
                    select (connexion, DemoKeys.All.Single(known => known.Provider == provider.Code && known.Key == key.Reveal())));
            }
        }

        return found;
    }
}
