using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Connexions.Web.Persistence.Configurations;

/// <summary>The abstract root: what every provider's table has. One table per provider, none for the root.</summary>
internal sealed class ConnexionConfiguration : IEntityTypeConfiguration<Connexion>
{
    public void Configure(EntityTypeBuilder<Connexion> builder)
    {
        builder.UseTpcMappingStrategy();
        builder.HasKey(row => row.Id);
        // What a claim refers to, so that it is used by its own client.
        builder.HasAlternateKey(row => new { row.Id, row.ClientId });
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasClient();
        builder.Property(row => row.ClientType).IsConcurrencyToken();
        builder.Property(row => row.ClientId).IsConcurrencyToken();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.Property(row => row.FrozenReason).HasMaxLength(PlainText.ReasonMaxLength);
        // The family of a network's agency is that agency's network, and no other: the database says so. That it has one,
        // and who else has which, says a check (below), since a foreign key of which a part is null is not looked at.
        builder.HasOne<ReseauAgence>().WithMany()
            .HasForeignKey(ClientColumns.ReseauAgenceId, nameof(Connexion.FamilyId))
            .HasPrincipalKey(row => new { row.ReseauAgenceId, row.ReseauId })
            .IsRequired(false)
            .OnDelete(DeleteBehavior.Restrict);
        builder.Property(row => row.ApiKeySuffix).HasMaxLength(4);
        builder.Property(row => row.ApiKeyFingerprint).HasMaxLength(KeyFingerprint.Length);
        builder.Property(row => row.BeforeKey).HasMaxLength(4 * SecretText.MaxLength);
        builder.Property(row => row.BeforeSuffix).HasMaxLength(4);
        builder.Property(row => row.BeforeFingerprint).HasMaxLength(KeyFingerprint.Length);
        builder.Property(row => row.BeforeAccountId).HasMaxLength(ProviderAccount.IdMaxLength);
        builder.Property(row => row.BeforeAccountEmail).HasMaxLength(PlainText.EmailMaxLength);
        builder.Property(row => row.BeforeAccountName).HasMaxLength(PlainText.NameMaxLength);
        builder.Property(row => row.ProviderAccountId).HasMaxLength(ProviderAccount.IdMaxLength);
        builder.Property(row => row.ProviderAccountEmail).HasMaxLength(PlainText.EmailMaxLength);
        builder.Property(row => row.ProviderAccountName).HasMaxLength(PlainText.NameMaxLength);
        builder.Property(row => row.ProviderSenders).HasMaxLength(Connexion.ProviderSendersMaxLength);
        builder.Property(row => row.BlockedAddress).HasMaxLength(Connexion.BlockedAddressMaxLength);
        // Those that do not lead with the tenant: what is due, across organisations, for the job's list; what was tried and how
        // it ended, for support's look at the job; and a family, which lies in as many organisations as it has agencies. The
        // unique one of senders does not serve there: it lacks most rows.
        builder.HasIndex(row => row.NextCheckAt);
        // And whose key before is to be let go.
        builder.HasIndex(row => row.BeforeUntil);
        // And support's lists: those in a state, those whose key the ring may not read, those that changed last.
        builder.Property<string>(ShownState.Property).HasMaxLength(ShownState.MaxLength).HasComputedColumnSql(ShownState.Sql, stored: false);
        builder.HasIndex(ShownState.Property, nameof(Connexion.UpdatedAt));
        builder.HasIndex(row => row.UpdatedAt);
        builder.HasIndex(row => row.ApiKeyRingKeyId);
        builder.HasIndex(row => new { row.LastTry, row.LastTryAt });
        builder.HasIndex(row => row.FamilyId);
        builder.Property(row => row.SearchText).HasMaxLength(2 * (PlainText.EmailMaxLength + PlainText.NameMaxLength));
        builder.HasIndex(row => new { row.OrganisationId, row.ClientType, row.ClientId }).IsUnique();
    }
}

/// <summary>One table per provider, from its descriptor.</summary>
internal static class ProviderTables
{
    public static void Apply(ModelBuilder builder)
    {
        // A class between root and leaf only for our code: mapped, EF would not find the leaves' columns through it.
        builder.Ignore<MailConnexion>();
        foreach (var provider in ProviderCatalogue.All)
        {
            var entity = builder.Entity(provider.ConnexionType);
            entity.ToTable(provider.Table, table =>
            {
                table.HasCheckConstraint($"ck_{provider.Table}_client_type", ClientColumns.KnownType(optional: false));
                table.HasCheckConstraint($"ck_{provider.Table}_family", Family);
                foreach (var field in provider.Fields)
                {
                    table.Property<string?>(field.Kind.ToString()).HasColumnName(field.Column);
                }
            });
            if (provider.Fields.SingleOrDefault(field => field.Kind == FieldKind.SenderEmail) is { } sender)
            {
                // Two clients of a family cannot send as the same address. It spans organisations, on purpose.
                entity.HasIndex(nameof(Connexion.FamilyId), sender.Kind.ToString()).IsUnique()
                    .HasFilter($"family_id IS NOT NULL AND {sender.Column} IS NOT NULL");
            }

            foreach (var field in provider.Fields)
            {
                entity.Property<string?>(field.Kind.ToString()).HasMaxLength(MaxLength(field.Kind));
            }
        }
    }

    /// <summary>A network is of its own family, an agency of its network's (the foreign key says which), an independent one of none.</summary>
    private const string Family =
        $"(client_type = '{ClientTypes.Reseau}' AND family_id IS NOT NULL AND family_id = client_id)"
        + $" OR (client_type = '{ClientTypes.ReseauAgence}' AND family_id IS NOT NULL)"
        + $" OR (client_type = '{ClientTypes.AgenceIndependante}' AND family_id IS NULL)";

    private static int MaxLength(FieldKind kind) => kind switch
    {
        // The ciphertext of a key of SecretText.MaxLength characters, in base64url, with its header, is well below this.
        FieldKind.ApiKey => 4 * SecretText.MaxLength,
        FieldKind.AccountEmail or FieldKind.SenderEmail => PlainText.EmailMaxLength,
        _ => PlainText.NameMaxLength,
    };
}
