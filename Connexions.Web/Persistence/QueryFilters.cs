using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>
/// The first wall: every read of a tenant's table is narrowed to the scope's organisation and client, by equality, so
/// that it seeks the index. A null organisation, that of a context without scope, equals nothing. Whether the scope names a
/// client is asked of a parameter's being null: EF writes two statements for the two cases, where a condition in the statement
/// would keep SQL Server from seeking to the client.
/// </summary>
internal static class QueryFilters
{
    /// <summary>The one name of all tenant filters: lifting it, in <see cref="CrossTenantReads"/>, reaches a whole query.</summary>
    public const string Tenant = "tenant";

    public static void Apply(ModelBuilder builder, ConnexionsDbContext context)
    {
        builder.Entity<Organisation>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Organisations));

        builder.Entity<Reseau>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Reseaux)
            && (context.FilterClientId == null || (context.FilterClientType == ClientType.Reseau && row.ReseauId == context.FilterClientId)));

        builder.Entity<ReseauAgence>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.ReseauAgences)
            && (context.FilterClientId == null || (context.FilterClientType == ClientType.ReseauAgence && row.ReseauAgenceId == context.FilterClientId)));

        builder.Entity<AgenceIndependante>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.AgencesIndependantes)
            && (context.FilterClientId == null || (context.FilterClientType == ClientType.AgenceIndependante && row.AgenceIndependanteId == context.FilterClientId)));

        builder.Entity<Connexion>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Connexions)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Membership>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Memberships)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Invitation>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Invitations)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<SharingPolicy>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Policies)
            && (context.FilterClientId == null || (context.FilterClientType == ClientType.Reseau && row.ReseauId == context.FilterClientId)));

        builder.Entity<SharingSelection>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Policies)
            && (context.FilterClientId == null || (context.FilterClientType == ClientType.Reseau && row.ReseauId == context.FilterClientId)));

        builder.Entity<SharingRequest>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Requests)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Notice>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Notices)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<NoticeRead>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.NoticeReads)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Claim>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Claims)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Collision>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Collisions)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<VerificationRun>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.VerificationRuns)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<ServiceToken>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.ServiceTokens)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<UsageHour>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Usage)
            && (context.FilterClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        // What concerns the organisation as a whole (support's looks) is shown to each of its clients.
        builder.Entity<AuditEntry>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Audit)
            && (context.FilterClientId == null || row.ClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<AuditDetail>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Audit)
            && (context.FilterClientId == null || row.ClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));
    }
}
