using System.Collections.Frozen;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Connexions.Web.Persistence;

/// <summary>
/// The second wall: refuses to save any row outside the scope's organisation and client, in its old or its new values,
/// and any change of a tenant's row that leaves no entry in a journal (a routine look at the provider excepted).
/// </summary>
internal static class WriteGuard
{
    /// <param name="recorded">How many journal entries this save stores.</param>
    public static void Check(ConnexionsDbContext db, int recorded)
    {
        db.ChangeTracker.DetectChanges();
        var family = new Family(db);
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            if (TenantTables.Find(entry.Metadata.ClrType) is { } table)
            {
                CheckRow(db, family, entry, table, recorded);
            }
            else if (db.Scope is not null && !IsJournalHead(entry))
            {
                throw new ForbiddenScopeException(db.Scope, $"write {entry.Metadata.ClrType.Name}");
            }
        }
    }

    /// <summary>For entries that are inserted without being tracked.</summary>
    public static void CheckUses(ConnexionsDbContext db, IEnumerable<AuditEntry> uses)
    {
        var family = new Family(db);
        var extent = ScopeTable.Writes(db.Scope, TenantTable.Audit);
        if (!uses.All(use => use is { Action: AuditAction.ConnexionUsed, Detail: null } && Reaches(db, family, extent, (use.OrganisationId, use.Owner))))
        {
            throw new ForbiddenScopeException(db.Scope, $"write {TenantTable.Audit} of another client");
        }
    }

    private static void CheckRow(ConnexionsDbContext db, Family family, EntityEntry entry, TenantTable table, int recorded)
    {
        var extent = ScopeTable.Writes(db.Scope, table);
        if (table == TenantTable.Accounts)
        {
            // Identity's own context carries no scope; of the scopes, only those that the table names write accounts.
            if (db.Scope is not null && extent == Extent.None)
            {
                throw new ForbiddenScopeException(db.Scope, $"write {table}");
            }

            return;
        }

        if (table is TenantTable.Audit or TenantTable.Notices && entry.State != EntityState.Added)
        {
            throw new ForbiddenScopeException(db.Scope, $"change what is written in {table}");
        }

        if (recorded == 0 && !IsRoutine(entry))
        {
            throw new InvalidOperationException($"A change of {table} is saved together with its journal entry, or not at all.");
        }

        if (!Reaches(db, family, extent, Owner(entry.CurrentValues, entry))
            || (entry.State != EntityState.Added && !Reaches(db, family, extent, Owner(entry.OriginalValues, entry))))
        {
            throw new ForbiddenScopeException(db.Scope, $"write {table} of another client");
        }
    }

    /// <summary>The agencies of the scope's network, read once for a save that may name a thousand of them.</summary>
    private sealed class Family(ConnexionsDbContext db)
    {
        private readonly Lazy<HashSet<(Guid Organisation, ClientRef? Client)>> agencies = new(() =>
            [.. db.Across<ReseauAgence>().Select(agence => new { agence.OrganisationId, agence.ReseauAgenceId }).AsEnumerable()
                .Select(agence => (agence.OrganisationId, (ClientRef?)new ClientRef(ClientType.ReseauAgence, agence.ReseauAgenceId)))]);

        public bool Contains((Guid Organisation, ClientRef? Client) owner) => agencies.Value.Contains(owner);
    }

    private static bool Reaches(ConnexionsDbContext db, Family family, Extent extent, (Guid Organisation, ClientRef? Client) owner) => extent switch
    {
        Extent.OwnClient => owner.Organisation == db.Scope!.OrganisationId && owner.Client == db.Scope.Client,
        Extent.OwnOrganisation => owner.Organisation == db.Scope!.OrganisationId,
        Extent.Family => family.Contains(owner),
        Extent.OwnAndFamily => (owner.Organisation == db.Scope!.OrganisationId && owner.Client == db.Scope.Client) || family.Contains(owner),
        Extent.All => true,
        _ => false,
    };

    // Read from the stored values, not from the object: an object attached by hand may say anything.
    private static (Guid Organisation, ClientRef? Client) Owner(PropertyValues values, EntityEntry entry)
    {
        var organisation = values.GetValue<Guid>(nameof(ITenantOwned.OrganisationId));
        if (entry.Entity is IClientOwned)
        {
            var type = values[nameof(ClientType)] as ClientType?;
            var id = values["ClientId"] as Guid?;
            return (organisation, ClientRef.From(type, id));
        }

        return (organisation, ((ITenantOwned)entry.Entity).Owner);
    }

    /// <summary>A look at the provider that taught nothing new: noted in the row, and no line of the journal.</summary>
    public static bool IsRoutine(EntityEntry entry) => entry is { Entity: Connexion, State: EntityState.Modified }
        && entry.Properties.Where(property => property.IsModified).All(property => Routine.Contains(property.Metadata.Name));

    private static readonly FrozenSet<string> Routine = new[]
    {
        nameof(Connexion.VerdictAt), nameof(Connexion.LastTry), nameof(Connexion.LastTryAt), nameof(Connexion.FruitlessTries),
        nameof(Connexion.NextCheckAt), nameof(Connexion.BlockedAddress), nameof(Connexion.ProviderSenders),
    }.ToFrozenSet();

    private static bool IsJournalHead(EntityEntry entry) => entry.Entity is AuditHead;
}
