using System.Linq.Expressions;
using Connexions.Domain.Organisations;
using Connexions.Domain.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

/// <summary>What the three client tables have in common.</summary>
internal static class ClientTableExtensions
{
    public static void BelongsToOrganisation<T>(this EntityTypeBuilder<T> builder) where T : class, IClient
    {
        builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.OrganisationId);
    }

    public static void HasNames<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, string>> nom, Expression<Func<T, string>> folded, string column)
        where T : class, IClient
    {
        builder.Property(nom).HasColumnName(column).HasMaxLength(PlainText.NameMaxLength);
        builder.Property(folded).HasColumnName(column + "_folded").HasMaxLength(2 * PlainText.NameMaxLength);
    }
}
