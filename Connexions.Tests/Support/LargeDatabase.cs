using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Search;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Support;

/// <summary>
/// Fills a SQLite file with as many rows as a whole country's agencies make. It goes past the application, because the
/// walls, which it is not about, would take minutes for as many rows; the database's own constraints hold.
/// </summary>
public static class LargeDatabase
{
    private const int RowsAtOnce = 10_000;

    private static readonly string[] Villes =
        ["Lyon", "Nantes", "Évreux", "Besançon", "Béziers", "Saint-Étienne", "Orléans", "Troyes", "Nîmes", "Hyères", "Œuilly", "Fréjus"];

    private sealed record Client(Guid OrganisationId, ClientRef Reference, Guid? FamilyId, string Name);

    /// <summary>
    /// Each organisation holds a network, two of its agencies and an independent agency; connexions are dealt out over
    /// clients and providers until there are as many as asked for (at most one per client and provider).
    /// </summary>
    /// <param name="entries">Of journals: dealt out over the organisations, one in ten the platform's.</param>
    /// <param name="people">Dealt out over the clients, each with a right.</param>
    public static async Task FillAsync(TestDatabase database, int organisations, int connexions, int entries = 0, int people = 0)
    {
        // Before the transaction: the key ring writes its first key over a connection of its own.
        var ringKey = RingKey(database);
        var clients = new List<Client>();
        await using (var connection = new SqliteConnection(database.Settings.ConnectionString))
        {
            await connection.OpenAsync();
            await using var inserts = new Inserts(connection, (SqliteTransaction)await connection.BeginTransactionAsync());
            var indices = connexions > 100_000 ? await inserts.DropIndicesAsync() : [];
            for (var number = 1; number <= organisations; number++)
            {
                await AddOrganisationAsync(inserts, number, clients);
            }

            for (var number = 0; number < connexions; number++)
            {
                await AddConnexionAsync(inserts, ProviderCatalogue.All[number / clients.Count], clients[number % clients.Count], number, ringKey, database.Clock.UtcNow.AddMinutes(-number));
            }

            await inserts.RunAsync(Documents());
            foreach (var index in indices)
            {
                await inserts.RunAsync(index);
            }

            await inserts.CommitAsync();
        }

        await AddPeopleAsync(database, clients, people);
        await AddEntriesAsync(database, clients, entries);
    }

    private static Guid RingKey(TestDatabase database)
    {
        var provider = ProviderCatalogue.All[0];
        var any = provider.NewConnexion(Guid.NewGuid(), new ClientRef(ClientType.Reseau, Guid.NewGuid()), database.Clock.UtcNow);
        return database.Vault.Protect(any, Planted.KeyFor(provider)).KeyId;
    }

    private static async Task AddOrganisationAsync(Inserts inserts, int number, List<Client> clients)
    {
        var (organisation, reseau) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var ville = Villes[number % Villes.Length];
        await inserts.InsertAsync("organisations", [("organisation_id", organisation), .. Named("nom", $"Organisation {ville} {number}")]);
        await inserts.InsertAsync("reseau", [("reseau_id", reseau), ("organisation_id", organisation), .. Named("reseau_nom", $"Réseau {ville} {number}")]);
        clients.Add(new(organisation, new ClientRef(ClientType.Reseau, reseau), reseau, $"Réseau {ville} {number}"));
        for (var agence = 1; agence <= 2; agence++)
        {
            var (id, name) = (Guid.CreateVersion7(), $"Agence {ville} {number} n° {agence}");
            await inserts.InsertAsync("reseau_agence", [("reseau_agence_id", id), ("reseau_id", reseau), ("organisation_id", organisation), .. Named("agence_nom", name)]);
            clients.Add(new(organisation, new ClientRef(ClientType.ReseauAgence, id), reseau, name));
        }

        var independante = Guid.CreateVersion7();
        await inserts.InsertAsync("agence_independante",
            [("agence_independante_id", independante), ("organisation_id", organisation), .. Named("agence_nom", $"Indépendante {ville} {number}")]);
        clients.Add(new(organisation, new ClientRef(ClientType.AgenceIndependante, independante), null, $"Indépendante {ville} {number}"));
    }

    private static Task AddConnexionAsync(Inserts inserts, Provider provider, Client client, int number, Guid ringKey, DateTime at)
    {
        // One in ten has no key; one in fifty has a key that the ring does not read.
        var hasKey = number % 10 != 0;
        var values = provider.Fields.Select(field => (field.Column, (object?)(field.Kind switch
        {
            FieldKind.ApiKey => hasKey ? "protected" : null,
            FieldKind.AccountEmail or FieldKind.SenderEmail => $"compte{number}@exemple.test",
            _ => client.Name,
        })));
        // Most are tried each day and work; some the provider refuses, or did not answer of late.
        VerificationVerdict? verdict = !hasKey ? null : number % 7 == 0 ? VerificationVerdict.Rejected : number % 11 == 0 ? VerificationVerdict.NoCredit : VerificationVerdict.Valid;
        var tried = verdict is null ? (DateTime?)null : at;
        return inserts.InsertAsync(provider.Table,
        [
            .. values,
            ("id", Guid.CreateVersion7()), ("organisation_id", client.OrganisationId), ("client_type", client.Reference.Type.ToText()), ("client_id", client.Reference.Id),
            ("family_id", client.FamilyId),
            ("api_key_ring_key_id", !hasKey ? null : number % 50 == 1 ? Guid.NewGuid() : ringKey), ("api_key_suffix", hasKey ? "abcd" : null),
            ("verdict", verdict?.ToString()), ("verdict_at", tried), ("last_try", number % 13 == 0 ? nameof(VerificationVerdict.RateLimited) : verdict?.ToString()), ("last_try_at", tried),
            ("next_check_at", tried?.AddDays(365)), ("fruitless_tries", 0),
            ("search_text", FoldedText.Fold($"compte{number}@exemple.test {client.Name}")),
            ("created_at", at), ("updated_at", at), ("updated_by", Guid.Empty), ("version", Guid.NewGuid()),
        ]);
    }

    /// <summary>What is searched, as far as it is not there yet; a word that stands in two names stands there twice.</summary>
    private static string Documents()
    {
        var clients = Enum.GetValues<ClientType>().Select(type =>
        {
            var (table, name) = (type.ToText(), type == ClientType.Reseau ? "reseau_nom_folded" : "agence_nom_folded");
            var labels = ProviderCatalogue.All.Select(provider =>
                $"coalesce((SELECT ' ' || search_text FROM {provider.Table} WHERE organisation_id = c.organisation_id AND client_type = '{table}' AND client_id = c.{table}_id), '')");
            return $"SELECT c.organisation_id, '{SearchKinds.Of(type)}', c.{table}_id, ' ' || o.nom_folded || ' ' || c.{name}, {string.Join(" || ", labels)} FROM {table} AS c JOIN organisations AS o USING (organisation_id)";
        });
        return $"""
            INSERT OR IGNORE INTO search_documents (organisation_id, kind, subject_id, names, labels)
            SELECT organisation_id, kind, subject_id, replace(names, ' ', '  '), replace(labels, ' ', '  ') FROM (
                SELECT organisation_id, '{SearchKinds.Organisation}' AS kind, organisation_id AS subject_id, ' ' || nom_folded AS names, '' AS labels FROM organisations
                UNION ALL {string.Join(" UNION ALL ", clients)})
            """;
    }

    private static async Task AddPeopleAsync(TestDatabase database, List<Client> clients, int count)
    {
        foreach (var numbers in Enumerable.Range(0, count).Chunk(RowsAtOnce))
        {
            var people = numbers.Select(number =>
            {
                var person = Person.Create($"habitant{number}@exemple.test", $"Prénom{number % 500} Nom{number}", database.Clock.UtcNow);
                (person.NormalizedEmail, person.NormalizedUserName, person.SecurityStamp) = (person.Email!.ToUpperInvariant(), person.Email.ToUpperInvariant(), "scale");
                return person;
            }).ToList();
            await using var db = database.Open(new ActingScope.Administration(Guid.Empty));
            await using (var transaction = await db.Database.BeginTransactionAsync())
            {
                await InsertMany.RunAsync(db, people, 1, CancellationToken.None);
                await transaction.CommitAsync();
            }

            var connection = (SqliteConnection)db.Database.GetDbConnection();
            await connection.OpenAsync();
            await using var inserts = new Inserts(connection, (SqliteTransaction)await connection.BeginTransactionAsync());
            foreach (var (person, number) in people.Zip(numbers))
            {
                var client = clients[number % clients.Count];
                var membership = Membership.Create(person.Id, client.Reference.Type == ClientType.Reseau ? Role.Directeur : Role.Responsable, client.OrganisationId, client.Reference, database.Clock.UtcNow);
                await inserts.InsertAsync("memberships",
                [
                    ("membership_id", membership.MembershipId), ("organisation_id", client.OrganisationId), ("client_type", client.Reference.Type.ToText()), ("client_id", client.Reference.Id),
                    ("person_id", person.Id), ("role", membership.Role.ToText()), ("created_at", membership.CreatedAt),
                ]);
                await inserts.InsertAsync("search_documents",
                [
                    ("organisation_id", Organisation.Platform), ("kind", SearchKinds.Person), ("subject_id", person.Id), ("names", $"  {person.DisplayNameFolded.Replace(" ", "  ", StringComparison.Ordinal)}  {person.Email}"), ("labels", ""),
                ]);
            }

            await inserts.CommitAsync();
        }
    }

    /// <summary>Half of them uses. Each journal is numbered from one on, and its head says how far.</summary>
    private static async Task AddEntriesAsync(TestDatabase database, List<Client> clients, int count)
    {
        if (count == 0)
        {
            return;
        }

        var journals = clients.GroupBy(client => client.OrganisationId, (organisation, of) => (Organisation: organisation, Client: (ClientRef?)of.First().Reference)).ToList();
        var platforms = count / 10;
        var each = (count - platforms) / journals.Count;
        var entries = journals.SelectMany(journal => Enumerable.Range(1, each).Select(sequence => Entry(journal.Organisation, journal.Client, sequence)))
            .Concat(Enumerable.Range(1, platforms).Select(sequence => Entry(Organisation.Platform, null, sequence)));
        await using var db = database.Open(new ActingScope.Administration(Guid.Empty));
        foreach (var some in entries.Chunk(RowsAtOnce))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await InsertMany.RunAsync(db, some, 1, CancellationToken.None);
            await transaction.CommitAsync();
        }

        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var inserts = new Inserts(connection, (SqliteTransaction)await connection.BeginTransactionAsync());
        await inserts.RunAsync("INSERT OR REPLACE INTO audit_heads (organisation_id, sequence) SELECT organisation_id, max(sequence) FROM audit_entries GROUP BY organisation_id");
        await inserts.CommitAsync();

        AuditEntry Entry(Guid organisation, ClientRef? client, int sequence)
        {
            var at = database.Clock.UtcNow.AddMinutes(-sequence);
            var entry = sequence % 2 == 0 && client is not null
                ? AuditEntry.ForUse(new AuditFacts(organisation, AuditAction.ConnexionUsed) { Client = client, Provider = "brevo" }, new UseFacts("email.send", UseResult.Sent), Guid.CreateVersion7(), Guid.Empty, null, at)
                : AuditEntry.Create(new AuditFacts(organisation, client is null ? AuditAction.SupportListed : AuditAction.ConnexionEdited) { Client = client }, Guid.Empty, null, Guid.CreateVersion7(), Origin.Unknown, at);
            entry.Number(sequence);
            return entry;
        }
    }

    private static (string, object?)[] Named(string column, string name) => [(column, name), (column + "_folded", FoldedText.Fold(name))];

    /// <summary>One prepared statement for each table.</summary>
    private sealed class Inserts(SqliteConnection connection, SqliteTransaction transaction) : IAsyncDisposable
    {
        private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);

        public async Task InsertAsync(string table, (string Column, object? Value)[] values)
        {
            if (!commands.TryGetValue(table, out var command))
            {
                // Names of tables and columns come from the model, values are parameters.
                command = Command($"INSERT INTO {table} ({string.Join(", ", values.Select(value => value.Column))}) VALUES ({string.Join(", ", values.Select((_, index) => $"@p{index}"))})");
                command.Parameters.AddRange(values.Select((_, index) => new SqliteParameter($"@p{index}", null)));
                commands.Add(table, command);
            }

            for (var index = 0; index < values.Length; index++)
            {
                command.Parameters[index].Value = values[index].Value ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync();
        }

        public async Task RunAsync(string sql)
        {
            await using var command = Command(sql);
            await command.ExecuteNonQueryAsync();
        }

        /// <summary>Those that nothing depends on while rows come: to make them at the end takes a fraction.</summary>
        /// <returns>What makes them again.</returns>
        public async Task<IReadOnlyList<string>> DropIndicesAsync()
        {
            var indices = new List<(string Name, string Sql)>();
            await using (var command = Command("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%' AND tbl_name LIKE '%connexion'"))
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    indices.Add((reader.GetString(0), reader.GetString(1)));
                }
            }

            foreach (var (name, _) in indices)
            {
                await RunAsync(string.Create(CultureInfo.InvariantCulture, $"DROP INDEX \"{name}\""));
            }

            return indices.ConvertAll(index => index.Sql);
        }

        public Task CommitAsync() => transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            foreach (var command in commands.Values)
            {
                await command.DisposeAsync();
            }

            await transaction.DisposeAsync();
        }

        private SqliteCommand Command(string sql)
        {
            var command = connection.CreateCommand();
            command.Transaction = transaction;
#pragma warning disable CA2100 // The callers' own constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            return command;
        }
    }
}
