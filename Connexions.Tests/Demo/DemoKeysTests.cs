using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Integrations.Brevo;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;
using Connexions.Web.Features.Verifications.Http;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Demo;

/// <summary>The demonstration as it starts: its keys, asked of the providers that stand in for the real ones.</summary>
public sealed class DemoKeysTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public void Providers_WithTheDemonstration_AreOfThisMachine()
    {
        var addresses = app.Services.GetRequiredService<ProviderAddresses>();
        Assert.All(ProviderCatalogue.All, provider => Assert.True(addresses.Of(provider).IsLoopback, provider.Name));
    }

    [Fact]
    public async Task Stored_EveryReadableKey_OpensTheAccountThatItsConnexionNames()
    {
        var connexions = await StoredAsync();
        var (vault, client) = (app.Services.GetRequiredService<SecretVault>(), app.Services.GetRequiredService<ProviderClient>());
        var opened = 0;
        foreach (var connexion in connexions)
        {
            if (vault.Unprotect(connexion) is not { } key)
            {
                continue;
            }

            opened++;
            var provider = ProviderCatalogue.Of(connexion);
            Assert.Contains(DemoKeys.All, known => known.Key == key.Reveal() && known.Case == FakeCase.Valid);
            if (!provider.Verifier.CanProbe)
            {
                continue;
            }

            var verification = await client.VerifyAsync(provider, key, connexion.OrganisationId, withSenders: true, default);
            Assert.Equal(VerificationVerdict.Valid, verification.Verdict);
            if (connexion is BrevoConnexion brevo)
            {
                Assert.Equal((brevo.AccountEmail, brevo.Get(FieldKind.AccountName)), (verification.Account!.Email, verification.Account.Name));
                Assert.Contains(verification.Senders!, sender => sender.Email == brevo.Get(FieldKind.SenderEmail) && sender.IsActive);
            }
        }

        Assert.True(opened >= 8);
    }

    private async Task<List<Connexion>> StoredAsync()
    {
        var contexts = app.Services.GetRequiredService<ContextFactory>();
        List<Guid> organisations;
        await using (var all = contexts.Create(new ActingScope.Administration(Guid.Empty)))
        {
            organisations = await all.Across<Organisation>().Select(organisation => organisation.OrganisationId).ToListAsync();
        }

        var connexions = new List<Connexion>();
        foreach (var organisation in organisations)
        {
            await using var db = contexts.Create(new ActingScope.Job("demo", organisation));
            connexions.AddRange(await db.Set<Connexion>().AsNoTracking().ToListAsync());
        }

        return connexions;
    }
}
