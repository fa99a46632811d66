using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Text;
using Connexions.Web.Persistence.Search;
using Microsoft.Data.Sqlite;

namespace Connexions.Tests.Support;

/// <summary>
/// Fills a SQLite file with as many rows as a whole country's agencies make. It goes past the application, because the
/// walls, which it is not about, would take minutes for as many rows; the database's own constraints hold.
/// </summary>
public static class LargeDatabase
{
    private static readonly string[] Villes =
        ["Lyon", "Nantes", "Évreux", "Besançon", "Béziers", "Saint-Étienne", "Orléans", "Troyes", "Nîmes", "Hyères", "Œuilly", "Fréjus"];

    /// <summary>
    /// Each organisation holds a network, two of its agencies and an independent agency; connexions are dealt out over
    /// clients and providers until there are as many as asked for (at most one per client and provider).
    /// </summary>
    public static async Task FillAsync(TestDatabase database, int organisations, int connexions)
    {
        // Before the transaction: the key ring writes its first key over a connection of its own.
        var ringKey = RingKey(database);
        await using var connection = new SqliteConnection(database.Settings.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
        var clients = new List<(Guid Organisation, ClientRef Client, Guid? Family, string Name)>();
        for (var number = 1; number <= organisations; number++)
        {
            await AddOrganisationAsync(connection, transaction, number, clients);
        }

        for (var number = 0; number < connexions; number++)
        {
            var (organisation, client, family, name) = clients[number % clients.Count];
            var provider = ProviderCatalogue.All[number / clients.Count];
            await AddConnexionAsync(connection, transaction, provider, organisation, client, family, name, number, ringKey, database.Clock.UtcNow.AddMinutes(-number));
        }

        await IndexAsync(connection, transaction);
        await transaction.CommitAsync();
    }

    /// <summary>What is searched, as far as it is not there yet; a word that stands in two names stands there twice.</summary>
    private static async Task IndexAsync(SqliteConnection connection, SqliteTransaction transaction)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var clients = Enum.GetValues<ClientType>().Select(type =>
        {
            var (table, name) = (type.ToText(), type == ClientType.Reseau ? "reseau_nom_folded" : "agence_nom_folded");
            var labels = ProviderCatalogue.All.Select(provider =>
                $"coalesce((SELECT ' ' || search_text FROM {provider.Table} WHERE organisation_id = c.organisation_id AND client_type = '{table}' AND client_id = c.{table}_id), '')");
            return $"SELECT c.organisation_id, '{SearchKinds.Of(type)}', c.{table}_id, ' ' || o.nom_folded || ' ' || c.{name}, {string.Join(" || ", labels)} FROM {table} AS c JOIN organisations AS o USING (organisation_id)";
        });
        // Names of tables come from the model; there are no values.
#pragma warning disable CA2100
        command.CommandText = $"""
            INSERT OR IGNORE INTO search_documents (organisation_id, kind, subject_id, names, labels)
            SELECT organisation_id, kind, subject_id, replace(names, ' ', '  '), replace(labels, ' ', '  ') FROM (
                SELECT organisation_id, '{SearchKinds.Organisation}' AS kind, organisation_id AS subject_id, ' ' || nom_folded AS names, '' AS labels FROM organisations
                UNION ALL {string.Join(" UNION ALL ", clients)})
            """;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static Guid RingKey(TestDatabase database)
    {
        var provider = ProviderCatalogue.All[0];
        var any = provider.NewConnexion(Guid.NewGuid(), new ClientRef(ClientType.Reseau, Guid.NewGuid()), database.Clock.UtcNow);
        return database.Vault.Protect(any, Planted.KeyFor(provider)).KeyId;
    }

    private static async Task AddOrganisationAsync(
        SqliteConnection connection, SqliteTransaction transaction, int number, List<(Guid Organisation, ClientRef Client, Guid? Family, string Name)> clients)
    {
        var (organisation, reseau) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var ville = Villes[number % Villes.Length];
        await InsertAsync(connection, transaction, "organisations", [("organisation_id", organisation), .. Named("nom", $"Organisation {ville} {number}")]);
        await InsertAsync(connection, transaction, "reseau",
            [("reseau_id", reseau), ("organisation_id", organisation), .. Named("reseau_nom", $"Réseau {ville} {number}")]);
        clients.Add((organisation, new ClientRef(ClientType.Reseau, reseau), reseau, $"Réseau {ville} {number}"));
        for (var agence = 1; agence <= 2; agence++)
        {
            var (id, name) = (Guid.CreateVersion7(), $"Agence {ville} {number} n° {agence}");
            await InsertAsync(connection, transaction, "reseau_agence",
                [("reseau_agence_id", id), ("reseau_id", reseau), ("organisation_id", organisation), .. Named("agence_nom", name)]);
            clients.Add((organisation, new ClientRef(ClientType.ReseauAgence, id), reseau, name));
        }

        var independante = Guid.CreateVersion7();
        await InsertAsync(connection, transaction, "agence_independante",
            [("agence_independante_id", independante), ("organisation_id", organisation), .. Named("agence_nom", $"Indépendante {ville} {number}")]);
        clients.Add((organisation, new ClientRef(ClientType.AgenceIndependante, independante), null, $"Indépendante {ville} {number}"));
    }

    private static Task AddConnexionAsync(
        SqliteConnection connection, SqliteTransaction transaction, Provider provider, Guid organisation, ClientRef client, Guid? family, string name, int number, Guid ringKey, DateTime at)
    {
        // One in ten has no key; one in fifty has a key that the ring does not read.
        var hasKey = number % 10 != 0;
        var values = provider.Fields.Select(field => (field.Column, (object?)(field.Kind switch
        {
            FieldKind.ApiKey => hasKey ? "protected" : null,
            FieldKind.AccountEmail or FieldKind.SenderEmail => $"compte{number}@exemple.test",
            _ => name,
        })));
        return InsertAsync(connection, transaction, provider.Table,
        [
            .. values,
            ("id", Guid.CreateVersion7()), ("organisation_id", organisation), ("client_type", client.Type.ToText()), ("client_id", client.Id), ("family_id", family), ("fruitless_tries", 0),
            ("api_key_ring_key_id", !hasKey ? null : number % 50 == 1 ? Guid.NewGuid() : ringKey), ("api_key_suffix", hasKey ? "abcd" : null),
            ("search_text", FoldedText.Fold($"compte{number}@exemple.test {name}")),
            ("created_at", at), ("updated_at", at), ("updated_by", Guid.Empty), ("version", Guid.NewGuid()),
        ]);
    }

    private static (string, object?)[] Named(string column, string name) => [(column, name), (column + "_folded", FoldedText.Fold(name))];

    private static async Task InsertAsync(SqliteConnection connection, SqliteTransaction transaction, string table, (string Column, object? Value)[] values)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        // Names of tables and columns come from the model, values are parameters.
#pragma warning disable CA2100
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", values.Select(value => value.Column))}) "
            + $"VALUES ({string.Join(", ", values.Select((_, index) => $"@p{index}"))})";
#pragma warning restore CA2100
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters.AddWithValue($"@p{index}", values[index].Value ?? DBNull.Value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
