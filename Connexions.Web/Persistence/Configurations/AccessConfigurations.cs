using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

internal sealed class MembershipConfiguration : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("memberships", table =>
        {
            table.HasCheckConstraint("ck_memberships_client_type", ClientColumns.KnownType(optional: true));
            table.HasCheckConstraint("ck_memberships_role", ClientColumns.RoleFits());
        });
        builder.HasKey(row => row.MembershipId);
        builder.Property(row => row.MembershipId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.ClientType).IsConcurrencyToken();
        builder.Property(row => row.ClientId).IsConcurrencyToken();
        builder.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        // No filter: SQL Server would otherwise leave the platform's rows, which name no client, out of it.
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.PersonId, row.Role }).IsUnique().HasFilter(null);
    }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations", table =>
        {
            table.HasCheckConstraint("ck_invitations_client_type", ClientColumns.KnownType(optional: true));
            table.HasCheckConstraint("ck_invitations_role", ClientColumns.RoleFits());
        });
        builder.HasKey(row => row.InvitationId);
        builder.Property(row => row.InvitationId).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.ClientType).IsConcurrencyToken();
        builder.Property(row => row.ClientId).IsConcurrencyToken();
        // Whoever is first to use or withdraw a link: the other is told.
        builder.Property(row => row.UsedAt).IsConcurrencyToken();
        builder.Property(row => row.WithdrawnAt).IsConcurrencyToken();
        builder.Property(row => row.Email).HasMaxLength(PlainText.EmailMaxLength);
        builder.Property(row => row.TokenHash).HasMaxLength(Invitation.TokenHashLength);
        builder.HasIndex(row => row.TokenHash).IsUnique();
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId });
    }
}

internal sealed class PersonSessionConfiguration : IEntityTypeConfiguration<PersonSession>
{
    public void Configure(EntityTypeBuilder<PersonSession> builder)
    {
        builder.ToTable("sessions");
        builder.HasKey(row => row.SessionId);
        builder.Property(row => row.SessionId).ValueGeneratedNever();
        builder.Property(row => row.TokenHash).HasMaxLength(PersonSession.TokenHashLength);
        builder.Property(row => row.EndedBy).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Address).HasMaxLength(AuditDetail.AddressMaxLength);
        builder.Property(row => row.UserAgent).HasMaxLength(AuditDetail.UserAgentMaxLength);
        builder.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(row => row.TokenHash).IsUnique();
        // Which have ended lately, on whichever server; and, among those that have not, which run out.
        builder.HasIndex(row => new { row.EndedAt, row.ExpiresAt });
    }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.DisplayName).HasMaxLength(PlainText.NameMaxLength);
        builder.Property(row => row.DisplayNameFolded).HasMaxLength(2 * PlainText.NameMaxLength);
        builder.HasIndex(row => row.DisplayNameFolded);
    }
}
