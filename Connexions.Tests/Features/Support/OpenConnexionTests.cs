using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Tests.Support;
using Connexions.Web.Features.Support;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Support;

public sealed class OpenConnexionTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private Place agency = null!;
    private Actor support = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddSupport() });
        agency = await database.Given.AgencyAsync(await database.Given.NetworkAsync(), "Lumière Évreux");
        support = await database.Given.SupportAsync();
        (await database.Get<StartSitting>().HandleAsync(support, new("ticket 4711"), default)).Require();
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Open_EachProvider_ShowsEverythingButTheKey()
    {
        foreach (var provider in ProviderCatalogue.All)
        {
            var key = Planted.KeyFor(provider);
            var stored = await database.Given.ConnexionWithKeyAsync(provider, agency, key, "evreux@lumiere.test", "Compte Évreux");

            var opened = (await OpenAsync(provider.Code, stored.Id.ToString())).Require();

            Assert.Equal(AuditedConnexions.Kinds(provider).Order(), opened.Values.Keys.Order());
            Assert.Equal(AuditedConnexions.Kinds(provider).ToDictionary(kind => kind, stored.Get), opened.Values);
            Assert.Equal(("Lumière Évreux", ConnexionState.NeverVerified), (opened.Found.ClientName, opened.Found.State));
            Assert.Equal((database.Clock.UtcNow, (DateTime?)database.Clock.UtcNow), (opened.CreatedAt, opened.KeyChangedAt));
            Assert.DoesNotContain(key.Reveal(), opened.ToString(), StringComparison.Ordinal);
            Assert.Equal(key.Suffix(), opened.Found.KeySuffix);
        }
    }

    [Fact]
    public async Task Open_Twice_IsTwiceInTheJournalOfTheClientInFull()
    {
        var brevo = ProviderCatalogue.All[0];
        var stored = await database.Given.ConnexionWithKeyAsync(brevo, agency);
        await OpenAsync(brevo.Code, stored.Id.ToString());
        await OpenAsync(brevo.Code, stored.Id.ToString());

        await using var db = database.Open(agency.MemberScope);
        var entries = await db.AuditEntries.Include(row => row.Detail).Where(row => row.Action == AuditAction.SupportOpened).ToListAsync();

        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry =>
        {
            Assert.Equal((agency.OrganisationId, agency.Client, brevo.Code, stored.Id), (entry.OrganisationId, entry.Owner, entry.Provider, entry.ConnexionId));
            Assert.Equal((support.PersonId, Role.Support, "ticket 4711"), (entry.ActorId, entry.ActingRole, entry.Detail!.Reason));
        });
    }

    [Theory]
    [InlineData("brevo", "0190b0a0-0000-7000-8000-000000000000")]
    [InlineData("brevo", "no-uuid")]
    [InlineData("brevo", null)]
    [InlineData("unknown", "*")]
    [InlineData("zoho", "*")]
    public async Task Open_WhatIsNotThere_IsTheSameNotFound(string provider, string? id)
    {
        var stored = await database.Given.ConnexionAsync(ProviderCatalogue.Find("brevo")!, agency);

        var result = await OpenAsync(provider, id == "*" ? stored.Id.ToString() : id);

        Assert.Equal(Error.NotFound, Assert.Single(result.Errors));
        await using var db = database.Open(new ActingScope.Job("test", Organisation.Platform));
        Assert.False(await db.AuditEntries.AnyAsync(row => row.Action == AuditAction.SupportOpened));
    }

    [Fact]
    public async Task Open_ByTheOwnerOrWithoutSitting_ShowsNothing()
    {
        var stored = await database.Given.ConnexionAsync(ProviderCatalogue.All[0], agency);
        var owner = await database.Given.ActorAsync(agency);
        database.Get<SupportSittings>().End(support);

        var byOwner = await database.Get<OpenConnexion>().HandleAsync(owner, "brevo", stored.Id.ToString(), default);
        var withoutSitting = await OpenAsync("brevo", stored.Id.ToString());

        Assert.Equal(Error.NotFound, Assert.Single(byOwner.Errors));
        Assert.Equal(SupportErrors.NoSitting, Assert.Single(withoutSitting.Errors));
    }

    [Fact]
    public async Task Open_WhatWasUsed_ShowsThatConnexionsUsesAndItsLastRefusal()
    {
        var brevo = ProviderCatalogue.All[0];
        var stored = await database.Given.ConnexionAsync(brevo, agency);
        await database.Given.UsageAsync(agency, brevo, new() { Calls = 7, Emails = 6, Refused = 2, Errors = 1 }, stored.Id, at: database.Clock.UtcNow.AddDays(-3));
        await database.Given.UsageAsync(agency, brevo, new() { Calls = 100 });
        await database.Given.UsageAsync(await database.Given.IndependentAsync(sibling: agency), brevo, new() { Calls = 1000 }, stored.Id);
        await database.Given.UseAsync(agency, brevo, new("email.send", UseResult.Refused) { Refusal = GatewayErrors.TooFast.Code }, Guid.NewGuid(), connexionId: stored.Id);
        await database.Given.UseAsync(agency, brevo, new("email.send", UseResult.Refused) { Refusal = GatewayErrors.NoSender.Code }, Guid.NewGuid(), connexionId: Guid.NewGuid());

        var use = (await OpenAsync(brevo.Code, stored.Id.ToString())).Require().Use;

        Assert.Equal((7, 6, 2, 1), (use.Counts.Calls, use.Counts.Emails, use.Counts.Refused, use.Counts.Errors));
        Assert.Equal(new LastRefusal(database.Clock.UtcNow, GatewayErrors.TooFast.Code), use.LastRefusal);
    }

    [SqliteFact]
    public async Task Refusals_AreFoundByTheirIndex()
    {
        await using var db = database.Open(support.Scope);

        var plan = await QueryPlan.OfAsync(db, AuditedUse.Refusals(db, agency.OrganisationId, Guid.NewGuid()));

        Assert.Contains("ix_audit_entries_refused_uses (organisation_id=?)", Assert.Single(plan), StringComparison.Ordinal);
    }

    private Task<Result<OpenedConnexion>> OpenAsync(string? provider, string? id) =>
        database.Get<OpenConnexion>().HandleAsync(support, provider, id, default);
}
