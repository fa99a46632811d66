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
/// that it seeks the index. A null organisation, that of a context without scope, equals nothing. Of the two ways to belong to
/// a scope, its client or its whole organisation, one always compares with a null: EF leaves it out of the statement, and there
/// is one statement for each way. A condition on a parameter would stay in it, and keep SQL Server from seeking to the client.
/// </summary>
internal static class QueryFilters
{
    /// <summary>The one name of all tenant filters: lifting it, in <see cref="CrossTenantReads"/>, reaches a whole query.</summary>
    public const string Tenant = "tenant";

    public static void Apply(ModelBuilder builder, ConnexionsDbContext context)
    {
        builder.Entity<Organisation>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Organisations));

        builder.Entity<Reseau>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Reseaux)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (context.FilterClientType == ClientType.Reseau && row.ReseauId == context.FilterClientId)));

        builder.Entity<ReseauAgence>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.ReseauAgences)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (context.FilterClientType == ClientType.ReseauAgence && row.ReseauAgenceId == context.FilterClientId)));

        builder.Entity<AgenceIndependante>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.AgencesIndependantes)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (context.FilterClientType == ClientType.AgenceIndependante && row.AgenceIndependanteId == context.FilterClientId)));

        builder.Entity<Connexion>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Connexions)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Membership>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Memberships)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Invitation>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Invitations)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<SharingPolicy>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Policies)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (context.FilterClientType == ClientType.Reseau && row.ReseauId == context.FilterClientId)));

        builder.Entity<SharingSelection>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Policies)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (context.FilterClientType == ClientType.Reseau && row.ReseauId == context.FilterClientId)));

        builder.Entity<SharingRequest>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Requests)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Notice>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Notices)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<NoticeRead>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.NoticeReads)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Claim>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Claims)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<Collision>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Collisions)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<VerificationRun>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.VerificationRuns)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<ServiceToken>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.ServiceTokens)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<UsageHour>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Usage)
            && (row.OrganisationId == context.FilterWholeOrganisationId || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        // What concerns the organisation as a whole (support's looks) is shown to each of its clients.
        builder.Entity<AuditEntry>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Audit)
            && (row.OrganisationId == context.FilterWholeOrganisationId || row.ClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));

        builder.Entity<AuditDetail>().HasQueryFilter(Tenant, row => row.OrganisationId == context.FilterOrganisationId(TenantTable.Audit)
            && (row.OrganisationId == context.FilterWholeOrganisationId || row.ClientId == null || (row.ClientType == context.FilterClientType && row.ClientId == context.FilterClientId)));
    }
}
