using Connexions.Domain.Access;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Connexions.Tests.Persistence;

/// <summary>What migrations make of rows that are there already: a database goes back to before one, gets such rows, and goes forward.</summary>
public abstract class UpgradeTests(DatabaseProvider on) : DatabaseTests(on)
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    [DatabaseFact]
    public async Task OwnersOfFamiliesAndClaims_WhatWasThereAlready_IsMendedOrGone()
    {
        var network = await Given.NetworkAsync();
        var agency = await Given.AgencyAsync(network);
        var independent = await Given.IndependentAsync();
        var sibling = await Given.IndependentAsync(sibling: independent);
        var (shared, own) = (await Given.ConnexionWithKeyAsync(Brevo, network), await Given.ConnexionWithKeyAsync(Brevo, agency));
        var (theirs, others) = (await Given.ConnexionWithKeyAsync(Brevo, independent), await Given.ConnexionWithKeyAsync(Brevo, sibling));
        var collision = Guid.NewGuid();
        await MigrateAsync("TokenSeals");

        await SetFamilyAsync(shared, agency.Reference.Id);
        await SetFamilyAsync(own, null);
        await SetFamilyAsync(theirs, network.Reference.Id);
        await InsertAsync(
            "collisions",
            [("collision_id", collision), .. Columns(independent), ("provider", Brevo.Code), ("pepper_version", 1), ("created_at", ManualTime.Start.UtcDateTime)]);
        var (used, kept) = (await ClaimAsync(independent, theirs.Id), await ClaimAsync(independent, collision));
        await ClaimAsync(independent, others.Id);
        await ClaimAsync(independent, Guid.NewGuid());
        await MigrateAsync();

        await using var db = Database.Open(new ActingScope.Support(Guid.Empty, "x"));
        Assert.Equal(
            new Dictionary<Guid, Guid?> { [shared.Id] = network.Reference.Id, [own.Id] = network.Reference.Id, [theirs.Id] = null, [others.Id] = null },
            await db.Across<Connexion>().ToDictionaryAsync(row => row.Id, row => row.FamilyId));
        Assert.Equal(
            new Dictionary<Guid, (Guid?, Guid?)> { [used] = (theirs.Id, null), [kept] = (null, collision) },
            (await db.Across<Claim>().ToListAsync()).ToDictionary(row => row.ClaimId, row => (row.ConnexionId, row.CollisionId)));
    }

    private async Task MigrateAsync(string? target = null)
    {
        await using var db = Database.Contexts.CreateUnstamped();
        await db.GetService<IMigrator>().MigrateAsync(target);
    }

    private Task<int> SetFamilyAsync(Connexion connexion, Guid? family) =>
        RunAsync("UPDATE brevo_connexion SET family_id = @family WHERE id = @id", ("@family", family), ("@id", connexion.Id));

    private async Task<Guid> ClaimAsync(Place owner, Guid usedBy)
    {
        var id = Guid.NewGuid();
        await InsertAsync(
            "claims",
            [
                ("claim_id", id), .. Columns(owner), ("connexion_id", usedBy), ("provider", Brevo.Code), ("kind", "Key"), ("value", id.ToString("N")),
                ("pepper_version", 1), ("slot", 0), ("created_at", ManualTime.Start.UtcDateTime),
            ]);
        return id;
    }

    private static (string, object?)[] Columns(Place owner) =>
        [("organisation_id", owner.OrganisationId), ("client_type", owner.Reference.Type.ToText()), ("client_id", owner.Reference.Id)];
}

public sealed class UpgradeOnSqlite() : UpgradeTests(DatabaseProvider.Sqlite);

public sealed class UpgradeOnSqlServer() : UpgradeTests(DatabaseProvider.SqlServer), IOnSqlServer;
