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
        builder.ToTable("claims", table =>
        {
            table.HasCheckConstraint("ck_claims_client_type", ClientColumns.KnownType(optional: false));
            // An unknown provider would leave all of the columns below empty, and so switch their foreign keys off.
            table.HasCheckConstraint("ck_claims_provider", $"provider IN ({string.Join(", ", ProviderCatalogue.All.Select(provider => $"'{provider.Code}'"))})");
            table.HasCheckConstraint("ck_claims_used_or_kept", "(connexion_id IS NULL AND collision_id IS NOT NULL) OR (connexion_id IS NOT NULL AND collision_id IS NULL)");
        });
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
        builder.HasOne<Collision>().WithMany().HasForeignKey(row => new { row.CollisionId, row.ClientId })
            .HasPrincipalKey(row => new { row.CollisionId, row.ClientId }).IsRequired(false).OnDelete(DeleteBehavior.Restrict);
        ClaimColumns.Apply(builder);
    }
}

/// <summary>
/// A claim is used by a connexion of its own client, and of no other: enforced by the database as the dynamic foreign key
/// is (<see cref="ClientColumns"/>), with a stored computed column for each provider's table. The client by its id
/// alone, which no other client has.
/// </summary>
internal static class ClaimColumns
{
    public static void Apply(EntityTypeBuilder<Claim> builder)
    {
        foreach (var provider in ProviderCatalogue.All)
        {
            builder.Property<Guid?>(Of(provider)).HasColumnName(provider.Table + "_id")
                .HasComputedColumnSql($"CASE WHEN provider = '{provider.Code}' THEN connexion_id END", stored: true);
            builder.HasOne(provider.ConnexionType).WithMany().HasForeignKey(Of(provider), nameof(Claim.ClientId))
                .HasPrincipalKey(nameof(Connexion.Id), nameof(Connexion.ClientId)).IsRequired(false).OnDelete(DeleteBehavior.Restrict);
        }
    }

    /// <summary>
    /// The database computes these columns. Told to the context as well, they say which is to be written first, a
    /// new connexion or the claims it uses.
    /// </summary>
    public static void Order(DbContext db)
    {
        foreach (var entry in db.ChangeTracker.Entries<Claim>().Where(entry => entry.State is EntityState.Added or EntityState.Modified))
        {
            if (ProviderCatalogue.Find(entry.Entity.Provider) is { } provider)
            {
                entry.Property(Of(provider)).CurrentValue = entry.Entity.ConnexionId;
            }
        }
    }

    private static string Of(Provider provider) => provider.ConnexionType.Name + "Id";
}

internal sealed class CollisionConfiguration : IEntityTypeConfiguration<Collision>
{
    public void Configure(EntityTypeBuilder<Collision> builder)
    {
        builder.ToTable("collisions", table => table.HasCheckConstraint("ck_collisions_client_type", ClientColumns.KnownType(optional: false)));
        builder.HasKey(row => row.CollisionId);
        // What a claim that is kept for it refers to, so that it is kept for the same client.
        builder.HasAlternateKey(row => new { row.CollisionId, row.ClientId });
        builder.Property(row => row.CollisionId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.Provider).HasMaxLength(40);
        builder.Property(row => row.KeyValue).HasMaxLength(KeyFingerprint.Length);
        builder.Property(row => row.AccountValue).HasMaxLength(KeyFingerprint.Length);
        builder.Property(row => row.KeySuffix).HasMaxLength(4);
        builder.Property(row => row.AccountName).HasMaxLength(PlainText.NameMaxLength);
        builder.Property(row => row.AccountEmail).HasMaxLength(PlainText.EmailMaxLength);
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
