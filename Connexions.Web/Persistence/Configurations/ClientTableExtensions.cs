using System.Linq.Expressions;
using Connexions.Domain.Organisations;
using Connexions.Domain.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

/// <summary>What the three client tables have in common.</summary>
internal static class ClientTableExtensions
{
    /// <summary>
    /// Triggers see to it that no id is in two of the tables and that a client keeps its id, and an agency its network:
    /// no constraint can. They are written in the migration that made them; EF has to know of them on SQL Server, where
    /// a table that has one takes no OUTPUT clause.
    /// </summary>
    public static void HasOneId<T>(TableBuilder<T> table) where T : class, IClient => table.HasTrigger($"tr_{table.Name}_id");

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
