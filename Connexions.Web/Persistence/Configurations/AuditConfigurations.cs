using Connexions.Domain.Auditing;
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
