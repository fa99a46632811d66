using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>
/// SQL Server compares text without regard to case: codes that constraints go by are compared byte by byte, as SQLite
/// does by itself.
/// </summary>
internal static class BinaryCollation
{
    private const string Name = "Latin1_General_BIN2";

    public static void Apply(ModelBuilder builder)
    {
        var codes = builder.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetDeclaredProperties())
            .Where(property => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is var type
                && (type == typeof(ClientType) || type == typeof(Role)));
        foreach (var property in codes)
        {
            property.SetCollation(Name);
        }
    }
}
