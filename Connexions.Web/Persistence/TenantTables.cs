using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Account;

namespace Connexions.Web.Persistence;

/// <summary>Which row of the scope table an entity falls under.</summary>
internal static class TenantTables
{
    /// <summary>Null for the application's own plumbing: key ring, pepper, leases, heads of the journals.</summary>
    public static TenantTable? Find(Type entity) => entity switch
    {
        _ when entity == typeof(Organisation) => TenantTable.Organisations,
        _ when entity == typeof(Reseau) => TenantTable.Reseaux,
        _ when entity == typeof(ReseauAgence) => TenantTable.ReseauAgences,
        _ when entity == typeof(AgenceIndependante) => TenantTable.AgencesIndependantes,
        _ when typeof(Connexion).IsAssignableFrom(entity) => TenantTable.Connexions,
        _ when entity == typeof(Membership) => TenantTable.Memberships,
        _ when entity == typeof(Invitation) => TenantTable.Invitations,
        _ when entity == typeof(SharingPolicy) || entity == typeof(SharingSelection) => TenantTable.Policies,
        _ when entity == typeof(SharingRequest) => TenantTable.Requests,
        _ when entity == typeof(Notice) => TenantTable.Notices,
        _ when entity == typeof(NoticeRead) => TenantTable.NoticeReads,
        _ when entity == typeof(Claim) => TenantTable.Claims,
        _ when entity == typeof(Collision) => TenantTable.Collisions,
        _ when entity == typeof(VerificationRun) => TenantTable.VerificationRuns,
        _ when entity == typeof(ServiceToken) => TenantTable.ServiceTokens,
        _ when entity == typeof(UsageHour) => TenantTable.Usage,
        _ when entity == typeof(AuditEntry) || entity == typeof(AuditDetail) => TenantTable.Audit,
        _ when entity == typeof(Person) || entity == typeof(PersonSession) || entity.Namespace == "Microsoft.AspNetCore.Identity" => TenantTable.Accounts,
        _ => null,
    };

    public static TenantTable Of(Type entity) =>
        Find(entity) ?? throw new ArgumentException($"{entity.Name} is no tenant's table.", nameof(entity));
}
