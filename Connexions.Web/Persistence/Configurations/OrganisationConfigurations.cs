using Connexions.Domain.Organisations;
using Connexions.Domain.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

internal sealed class OrganisationConfiguration : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.HasKey(row => row.OrganisationId);
        builder.Property(row => row.OrganisationId).ValueGeneratedNever();
        builder.Property(row => row.Nom).HasMaxLength(PlainText.NameMaxLength);
        builder.Property(row => row.NomFolded).HasMaxLength(2 * PlainText.NameMaxLength);
        builder.HasIndex(row => row.NomFolded);
    }
}

internal sealed class ReseauConfiguration : IEntityTypeConfiguration<Reseau>
{
    public void Configure(EntityTypeBuilder<Reseau> builder)
    {
        builder.ToTable("reseau", ClientTableExtensions.HasOneId);
        builder.HasKey(row => row.ReseauId);
        builder.Property(row => row.ReseauId).ValueGeneratedNever();
        builder.HasAlternateKey(row => new { row.ReseauId, row.OrganisationId });
        builder.BelongsToOrganisation();
        builder.HasNames(row => row.Nom, row => row.NomFolded, "reseau_nom");
    }
}

internal sealed class ReseauAgenceConfiguration : IEntityTypeConfiguration<ReseauAgence>
{
    public void Configure(EntityTypeBuilder<ReseauAgence> builder)
    {
        builder.ToTable("reseau_agence", ClientTableExtensions.HasOneId);
        builder.HasKey(row => row.ReseauAgenceId);
        builder.Property(row => row.ReseauAgenceId).ValueGeneratedNever();
        builder.HasAlternateKey(row => new { row.ReseauAgenceId, row.OrganisationId });
        // What a sharing selection refers to, so that it can only name an agency of its own network.
        builder.HasAlternateKey(row => new { row.ReseauAgenceId, row.ReseauId });
        builder.HasOne<Reseau>().WithMany().HasForeignKey(row => row.ReseauId).OnDelete(DeleteBehavior.Restrict);
        builder.BelongsToOrganisation();
        builder.HasNames(row => row.Nom, row => row.NomFolded, "agence_nom");
    }
}

internal sealed class AgenceIndependanteConfiguration : IEntityTypeConfiguration<AgenceIndependante>
{
    public void Configure(EntityTypeBuilder<AgenceIndependante> builder)
    {
        builder.ToTable("agence_independante", ClientTableExtensions.HasOneId);
        builder.HasKey(row => row.AgenceIndependanteId);
        builder.Property(row => row.AgenceIndependanteId).ValueGeneratedNever();
        builder.HasAlternateKey(row => new { row.AgenceIndependanteId, row.OrganisationId });
        builder.BelongsToOrganisation();
        builder.HasNames(row => row.Nom, row => row.NomFolded, "agence_nom");
    }
}
