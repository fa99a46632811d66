using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

internal sealed class SharingPolicyConfiguration : IEntityTypeConfiguration<SharingPolicy>
{
    public void Configure(EntityTypeBuilder<SharingPolicy> builder)
    {
        builder.ToTable("sharing_policies");
        builder.Ignore(row => row.Quota);
        builder.HasKey(row => row.PolicyId);
        builder.Property(row => row.PolicyId).ValueGeneratedNever();
        // What selections refer to, so that they follow the policy's network.
        builder.HasAlternateKey(row => new { row.PolicyId, row.ReseauId });
        builder.Property(row => row.OrganisationId).IsConcurrencyToken();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.Property(row => row.Provider).HasMaxLength(40);
        // What was shared before purposes were known is shared for sending. The contacts of the whole account are for the
        // network to open.
        builder.Property(row => row.Purposes).HasDefaultValue(Purposes.All & ~Purposes.Contacts).HasSentinel(Purposes.All & ~Purposes.Contacts);
        builder.HasOne<Reseau>().WithMany().HasForeignKey(row => new { row.ReseauId, row.OrganisationId })
            .HasPrincipalKey(row => new { row.ReseauId, row.OrganisationId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.ReseauId, row.Provider, row.EffectiveFrom }).IsUnique();
        // As the filter asks.
        builder.HasIndex(row => new { row.OrganisationId, row.ReseauId, row.Provider, row.EffectiveFrom });
    }
}

internal sealed class SharingSelectionConfiguration : IEntityTypeConfiguration<SharingSelection>
{
    public void Configure(EntityTypeBuilder<SharingSelection> builder)
    {
        builder.ToTable("sharing_selections");
        builder.HasKey(row => new { row.PolicyId, row.ReseauAgenceId });
        builder.HasIndex(row => new { row.OrganisationId, row.ReseauId });
        builder.HasOne<SharingPolicy>().WithMany().HasForeignKey(row => new { row.PolicyId, row.ReseauId })
            .HasPrincipalKey(row => new { row.PolicyId, row.ReseauId }).OnDelete(DeleteBehavior.Restrict);
        // The agency is one of the policy's own network, or the row is refused.
        builder.HasOne<ReseauAgence>().WithMany().HasForeignKey(row => new { row.ReseauAgenceId, row.ReseauId })
            .HasPrincipalKey(row => new { row.ReseauAgenceId, row.ReseauId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SharingRequestConfiguration : IEntityTypeConfiguration<SharingRequest>
{
    public void Configure(EntityTypeBuilder<SharingRequest> builder)
    {
        builder.ToTable("sharing_requests", table => table.HasCheckConstraint("ck_sharing_requests_client_type", ClientColumns.KnownType(optional: false)));
        builder.HasKey(row => row.RequestId);
        builder.Property(row => row.RequestId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.ClientType).IsConcurrencyToken();
        builder.Property(row => row.ClientId).IsConcurrencyToken();
        // Two directors answering at once: the first counts.
        builder.Property(row => row.AnsweredAt).IsConcurrencyToken();
        builder.Property(row => row.Provider).HasMaxLength(40);
        builder.Property(row => row.Message).HasMaxLength(PlainText.ReasonMaxLength);
        builder.Property(row => row.Answer).HasMaxLength(PlainText.ReasonMaxLength);
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.Provider });
    }
}

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notices", table => table.HasCheckConstraint("ck_notices_client_type", ClientColumns.KnownType(optional: false)));
        builder.HasKey(row => row.NoticeId);
        builder.Property(row => row.NoticeId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(40);
        builder.Property(row => row.Provider).HasMaxLength(40);
        builder.Property(row => row.Text).HasMaxLength(PlainText.ReasonMaxLength);
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.CreatedAt });
    }
}

internal sealed class NoticeReadConfiguration : IEntityTypeConfiguration<NoticeRead>
{
    public void Configure(EntityTypeBuilder<NoticeRead> builder)
    {
        builder.ToTable("notice_reads");
        builder.HasKey(row => new { row.NoticeId, row.PersonId });
        builder.HasOne<Notice>().WithMany().HasForeignKey(row => row.NoticeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
