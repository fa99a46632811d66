using Connexions.Domain.Gateway;
using Connexions.Domain.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

internal sealed class ServiceTokenConfiguration : IEntityTypeConfiguration<ServiceToken>
{
    public void Configure(EntityTypeBuilder<ServiceToken> builder)
    {
        builder.ToTable("service_tokens", table => table.HasCheckConstraint("ck_service_tokens_client_type", ClientColumns.KnownType(optional: false)));
        builder.HasKey(row => row.TokenId);
        builder.Property(row => row.TokenId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.Nom).HasMaxLength(PlainText.NameMaxLength);
        builder.Property(row => row.TokenHash).HasMaxLength(ServiceToken.TokenHashLength);
        builder.Property(row => row.Hint).HasMaxLength(ServiceToken.HintLength);
        builder.Property(row => row.Seal).HasMaxLength(ServiceToken.SealMaxLength);
        builder.Property(row => row.Providers).HasMaxLength(ServiceToken.ProvidersMaxLength);
        builder.Property(row => row.AllowedRanges).HasMaxLength(ServiceToken.RangesMaxLength);
        // Two people revoking at once: the first counts.
        builder.Property(row => row.RevokedAt).IsConcurrencyToken();
        // A caller shows the token and nothing else: its hash leads, as an invitation's does.
        builder.HasIndex(row => row.TokenHash).IsUnique();
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.CreatedAt });
    }
}

internal sealed class UsageHourConfiguration : IEntityTypeConfiguration<UsageHour>
{
    public void Configure(EntityTypeBuilder<UsageHour> builder)
    {
        builder.ToTable("usage_hours", table => table.HasCheckConstraint("ck_usage_hours_client_type", ClientColumns.KnownType(optional: false)));
        // In the order in which statistics ask: whose, from when to when.
        builder.HasKey(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.Hour, row.Provider, row.ConnexionId, row.AgencyId });
        builder.HasClient();
        builder.Property(row => row.Provider).HasMaxLength(40);
        builder.Property(row => row.Revision).IsConcurrencyToken();
    }
}

internal sealed class QuotaDayConfiguration : IEntityTypeConfiguration<QuotaDay>
{
    public void Configure(EntityTypeBuilder<QuotaDay> builder)
    {
        builder.ToTable("quota_days");
        builder.HasKey(row => new { row.ConnexionId, row.Day, row.AgencyId });
        builder.Property(row => row.ConnexionId).ValueGeneratedNever();
        builder.Property(row => row.Calls).IsConcurrencyToken();
        builder.Property(row => row.Emails).IsConcurrencyToken();
    }
}
