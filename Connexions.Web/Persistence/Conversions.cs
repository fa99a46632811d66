using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Connexions.Web.Persistence;

/// <summary>How types of ours are stored, the same in every table.</summary>
internal static class Conversions
{
    public static void Apply(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<ClientType>().HaveConversion<ClientTypeConverter>().HaveMaxLength(ClientTypes.MaxLength);
        configuration.Properties<Role>().HaveConversion<RoleConverter>().HaveMaxLength(Roles.MaxLength);
        configuration.Properties<SharingMode>().HaveConversion<SharingModeConverter>().HaveMaxLength(SharingModes.MaxLength);
        configuration.Properties<VerificationVerdict>().HaveConversion<string>().HaveMaxLength(VerificationVerdicts.MaxLength);
        configuration.Properties<VerificationCause>().HaveConversion<string>().HaveMaxLength(VerificationCauses.MaxLength);
        configuration.Properties<Purposes>().HaveConversion<PurposesConverter>().HaveMaxLength(PurposeCodes.MaxLength);
        configuration.Properties<DateTime>().HaveConversion<UtcConverter>();
    }

    private sealed class ClientTypeConverter() : ValueConverter<ClientType, string>(type => type.ToText(), text => ClientTypes.Parse(text));

    private sealed class RoleConverter() : ValueConverter<Role, string>(role => role.ToText(), text => Roles.Parse(text));

    private sealed class SharingModeConverter() : ValueConverter<SharingMode, string>(mode => mode.ToText(), text => SharingModes.Parse(text));

    private sealed class PurposesConverter() : ValueConverter<Purposes, string>(purposes => purposes.ToText(), text => PurposeCodes.Parse(text));

    // Neither database keeps the kind of a DateTime: what was stored as UTC comes back as UTC.
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(at => at, at => DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
