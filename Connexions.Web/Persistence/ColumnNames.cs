using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>Our own tables name their columns in snake_case, as the brief does; a configuration that names one wins.</summary>
internal static class ColumnNames
{
    public static void Apply(ModelBuilder builder)
    {
        var ours = builder.Model.GetEntityTypes()
            .Where(entity => entity.ClrType.Namespace?.StartsWith(nameof(Connexions), StringComparison.Ordinal) == true
                && entity.ClrType != typeof(Account.Person));
        foreach (var property in ours.SelectMany(entity => entity.GetDeclaredProperties()))
        {
            if (property.GetColumnName() == property.Name)
            {
                property.SetColumnName(ToSnakeCase(property.Name));
            }
        }
    }

    private static string ToSnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
