using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Connexions.Web.Persistence;

/// <summary>
/// The second wall: refuses to save any row outside the scope's organisation and client, in its old or its new values,
/// and any change of a tenant's row that leaves no entry in a journal.
/// </summary>
internal static class WriteGuard
{
    /// <param name="recorded">How many journal entries this save stores.</param>
    public static void Check(ConnexionsDbContext db, int recorded)
    {
        db.ChangeTracker.DetectChanges();
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            if (TenantTables.Find(entry.Metadata.ClrType) is { } table)
            {
                CheckRow(db, entry, table, recorded);
            }
            else if (db.Scope is not null && !IsJournalHead(entry))
            {
                throw new ForbiddenScopeException(db.Scope, $"write {entry.Metadata.ClrType.Name}");
            }
        }
    }

    private static void CheckRow(ConnexionsDbContext db, EntityEntry entry, TenantTable table, int recorded)
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

        if (recorded == 0)
        {
            throw new InvalidOperationException($"A change of {table} is saved together with its journal entry, or not at all.");
        }

        if (!Reaches(db, extent, Owner(entry.CurrentValues, entry))
            || (entry.State != EntityState.Added && !Reaches(db, extent, Owner(entry.OriginalValues, entry))))
        {
            throw new ForbiddenScopeException(db.Scope, $"write {table} of another client");
        }
    }

    private static bool Reaches(ConnexionsDbContext db, Extent extent, (Guid Organisation, ClientRef? Client) owner) => extent switch
    {
        Extent.OwnClient => owner.Organisation == db.Scope!.OrganisationId && owner.Client == db.Scope.Client,
        Extent.OwnOrganisation => owner.Organisation == db.Scope!.OrganisationId,
        Extent.Family => owner.Client is { Type: ClientType.ReseauAgence, Id: var id }
            && db.Across<ReseauAgence>().Any(agence => agence.ReseauAgenceId == id && agence.OrganisationId == owner.Organisation),
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

    private static bool IsJournalHead(EntityEntry entry) => entry.Entity is AuditHead;
}
