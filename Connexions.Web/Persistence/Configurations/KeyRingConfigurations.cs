using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

internal sealed class KeyRingElementConfiguration : IEntityTypeConfiguration<KeyRingElement>
{
    public void Configure(EntityTypeBuilder<KeyRingElement> builder)
    {
        builder.ToTable("data_protection_keys");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.FriendlyName).HasMaxLength(200);
    }
}

internal sealed class StoredPepperConfiguration : IEntityTypeConfiguration<StoredPepper>
{
    public void Configure(EntityTypeBuilder<StoredPepper> builder)
    {
        builder.ToTable("fingerprint_peppers");
        builder.HasKey(row => row.Version);
        builder.Property(row => row.Version).ValueGeneratedNever();
        // Two servers that have the peppers say another form at once: the first counts.
        builder.Property(row => row.Protected).HasMaxLength(1000).IsConcurrencyToken();
    }
}
