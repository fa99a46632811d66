using BenchmarkDotNet.Attributes;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing.InEffect;
using Microsoft.Data.Sqlite;

namespace Connexions.Bench;

/// <summary>
/// What is in effect for one agency and provider, through the handler with its check of the right, on SQLite with
/// 100,000 connexions; against reading the same rows by bare ADO.NET, on a connection of the same pool.
/// </summary>
public class ResolveBenchmarks
{
    private TestDatabase database = null!;
    private GetEffective handler = null!;
    private Actor actor = null!;
    private Guid network;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        database = await TestDatabase.CreateAsync();
        await LargeDatabase.FillAsync(database, organisations: 8_400, connexions: 100_000);
        var place = await database.Given.NetworkAsync();
        var agency = await database.Given.AgencyAsync(place);
        var brevo = ProviderCatalogue.Find("brevo")!;
        await database.Given.ConnexionWithKeyAsync(brevo, place);
        await database.Given.PolicyAsync(place, brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true));
        actor = await database.Given.ActorAsync(agency);
        network = place.Reference.Id;
        handler = new GetEffective(database.UnitsOfWork, database.KeyRing);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await database.DisposeAsync();

    [Benchmark]
    public async Task<Source> Handler() => (await handler.HandleAsync(actor, "brevo", CancellationToken.None)).Require().Effective.Source;

    [Benchmark(Baseline = true)]
    public async Task<int> BareAdoNet()
    {
        await using var connection = new SqliteConnection(database.Settings.ConnectionString);
        await connection.OpenAsync();
        var read = await ReadAsync(connection, """
            SELECT m.membership_id, s.session_id FROM memberships m JOIN sessions s ON s.person_id = m.person_id WHERE m.membership_id = $id
            """, actor.MembershipId);
        read += await ReadAsync(connection, "SELECT agence_nom, reseau_id, organisation_id FROM reseau_agence WHERE reseau_agence_id = $id", actor.Client!.Value.Id);
        read += await ReadAsync(connection, "SELECT reseau_nom, organisation_id FROM reseau WHERE reseau_id = $id", network);
        read += await ReadAsync(connection, "SELECT policy_id, mode, own_allowed, own_sender_allowed, effective_from FROM sharing_policies WHERE reseau_id = $id AND provider = 'brevo'", network);
        read += await ReadAsync(connection, Columns + "reseau_id = $id", network);
        return read + await ReadAsync(connection, Columns + "reseau_agence_id = $id", actor.Client!.Value.Id);
    }

    private const string Columns = """
        SELECT id, brevo_email_compte, brevo_nom_compte, brevo_expediteur_email, brevo_expediteur_nom, api_key_ring_key_id, set_aside_at, frozen_at, frozen_reason,
            in_conflict_since, verdict, verdict_at, last_try, last_try_at, version
        FROM brevo_connexion WHERE 
        """;

#pragma warning disable CA2100 // Constants of this file.
    private static async Task<int> ReadAsync(SqliteConnection connection, string sql, Guid id)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", id);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new object[20];
        var rows = 0;
        while (await reader.ReadAsync())
        {
            reader.GetValues(values);
            rows++;
        }

        return rows;
    }
#pragma warning restore CA2100
}
