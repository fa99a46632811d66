using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
using Connexions.Web.Features.Verifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

internal sealed class ClaimConfiguration : IEntityTypeConfiguration<Claim>
{
    public void Configure(EntityTypeBuilder<Claim> builder)
    {
        builder.ToTable("claims", table => table.HasCheckConstraint("ck_claims_client_type", ClientColumns.KnownType(optional: false)));
        builder.HasKey(row => row.ClaimId);
        builder.Property(row => row.ClaimId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.Provider).HasMaxLength(40);
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(10);
        builder.Property(row => row.Value).HasMaxLength(KeyFingerprint.Length);
        // The one index of tenants' data that does not lead with the tenant (design section 3): the alarm itself.
        builder.HasIndex(row => new { row.Value, row.Kind, row.Provider, row.Slot }).IsUnique();
        builder.HasIndex(row => row.ConnexionId);
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId });
    }
}

internal sealed class CollisionConfiguration : IEntityTypeConfiguration<Collision>
{
    public void Configure(EntityTypeBuilder<Collision> builder)
    {
        builder.ToTable("collisions", table => table.HasCheckConstraint("ck_collisions_client_type", ClientColumns.KnownType(optional: false)));
        builder.HasKey(row => row.CollisionId);
        builder.Property(row => row.CollisionId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.Provider).HasMaxLength(40);
        builder.Property(row => row.KeyValue).HasMaxLength(KeyFingerprint.Length);
        builder.Property(row => row.AccountValue).HasMaxLength(KeyFingerprint.Length);
        builder.Property(row => row.Contest).HasMaxLength(PlainText.ReasonMaxLength);
        builder.Property(row => row.Settlement).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.SettlementReason).HasMaxLength(PlainText.ReasonMaxLength);
        // Two administrators settling at once: the first counts.
        builder.Property(row => row.SettledAt).IsConcurrencyToken();
        // A client's own, settled ones included; and those that were about a key or an account, whosever they are.
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.Provider }, "ix_collisions_client");
        builder.HasIndex(row => row.KeyValue);
        builder.HasIndex(row => row.AccountValue);
        // One open collision per client and provider.
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.Provider }).IsUnique().HasFilter("settled_at IS NULL");
        builder.HasIndex(row => new { row.SettledAt, row.ContestedAt });
    }
}

internal sealed class VerificationRunConfiguration : IEntityTypeConfiguration<VerificationRun>
{
    public void Configure(EntityTypeBuilder<VerificationRun> builder)
    {
        builder.ToTable("verification_runs", table => table.HasCheckConstraint("ck_verification_runs_client_type", ClientColumns.KnownType(optional: false)));
        builder.HasKey(row => row.RunId);
        builder.Property(row => row.RunId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.EndedAt).IsConcurrencyToken();
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.StartedAt });
        // One open run per network.
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId }).IsUnique().HasFilter("ended_at IS NULL");
        builder.HasIndex(row => row.EndedAt);
    }
}

internal sealed class JobLeaseConfiguration : IEntityTypeConfiguration<JobLease>
{
    public void Configure(EntityTypeBuilder<JobLease> builder)
    {
        builder.ToTable("job_leases");
        builder.HasKey(row => row.Job);
        builder.Property(row => row.Job).HasMaxLength(40);
        builder.Property(row => row.Holder).IsConcurrencyToken();
        builder.Property(row => row.Until).IsConcurrencyToken();
    }
}
