using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

/// <summary>No foreign key to what an entry tells of: the journal outlives it.</summary>
internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.HasKey(row => new { row.OrganisationId, row.Sequence });
        builder.Property(row => row.Sequence).ValueGeneratedNever();
        builder.Property(row => row.Action).HasConversion<string>().HasMaxLength(40);
        builder.Property(row => row.Outcome).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.ActorKind).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Provider).HasMaxLength(40);
        builder.Property(row => row.Fields).HasMaxLength(AuditEntry.FieldsMaxLength);
        builder.Property(row => row.PreviousHash).HasMaxLength(64);
        builder.Property(row => row.Hash).HasMaxLength(64);
        builder.Property(row => row.DetailHash).HasMaxLength(64);
        builder.Property(row => row.Operation).HasMaxLength(GatewayOperation.CodeMaxLength);
        builder.Property(row => row.UseResult).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Refusal).HasMaxLength(AuditEntry.RefusalMaxLength);
        // The journal without its uses, of which there may be a thousand for each other entry.
        builder.HasIndex(row => new { row.OrganisationId, row.Sequence }).HasFilter("operation IS NULL").HasDatabaseName("ix_audit_entries_told");
        // What one person did, other than to use a connexion.
        builder.HasIndex(row => new { row.OrganisationId, row.ActorId, row.Sequence }).HasFilter("operation IS NULL").HasDatabaseName("ix_audit_entries_actor");
        // Uses by when they began: they are numbered when they are over, and not even in the order in which they end.
        builder.HasIndex(row => new { row.OrganisationId, row.At, row.Sequence }, "ix_audit_entries_uses").HasFilter("operation IS NOT NULL");
        // Refused uses, which are few among the many, so that they can be looked for by themselves.
        builder.HasIndex(row => new { row.OrganisationId, row.At, row.Sequence }, "ix_audit_entries_refused_uses").HasFilter("refusal IS NOT NULL");
        // A use is in a client's journal once, even if two servers had its receipt.
        builder.HasIndex(row => new { row.OrganisationId, row.CorrelationId, row.ClientId }).IsUnique().HasFilter("operation IS NOT NULL");
        builder.HasOne(row => row.Detail).WithOne().HasForeignKey<AuditDetail>(row => new { row.OrganisationId, row.Sequence })
            .IsRequired(false).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AuditDetailConfiguration : IEntityTypeConfiguration<AuditDetail>
{
    public void Configure(EntityTypeBuilder<AuditDetail> builder)
    {
        builder.ToTable("audit_details");
        builder.HasKey(row => new { row.OrganisationId, row.Sequence });
        builder.Property(row => row.Sequence).ValueGeneratedNever();
        builder.Property(row => row.Salt).HasMaxLength(32);
        builder.Property(row => row.Reason).HasMaxLength(PlainText.ReasonMaxLength);
        builder.Property(row => row.Subject).HasMaxLength(PlainText.EmailMaxLength);
        builder.Property(row => row.Address).HasMaxLength(AuditDetail.AddressMaxLength);
        builder.Property(row => row.UserAgent).HasMaxLength(AuditDetail.UserAgentMaxLength);
    }
}

internal sealed class AuditHeadConfiguration : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.ToTable("audit_heads");
        builder.HasKey(row => row.OrganisationId);
        builder.Property(row => row.OrganisationId).ValueGeneratedNever();
        builder.Property(row => row.Hash).HasMaxLength(64);
    }
}
