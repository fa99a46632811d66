using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Web.Security;

/// <summary>
/// Carries stored keys from the form that did not name their client into the one that does, and seals the service tokens
/// of before: a part of migrating, which only the application can do, since only it has the key ring. It alone knows
/// the old form, and reads it only in a database whose peppers still testify to it (<see cref="PepperStore"/>).
/// </summary>
/// <remarks>
/// Like a migration it goes past the filters and the guard and leaves no journal entry. In batches, each in a transaction
/// that holds the testimony; what is done reads in the new form and is passed over, so that it may be killed and begun
/// again, and several servers may be at it at once.
/// </remarks>
public sealed partial class SecretCarryOver(
    ContextFactory contexts, IDataProtectionProvider protection, SecretVault vault, TokenSeals seals, PepperStore peppers, KeyRing ring, ILogger<SecretCarryOver> log)
{
    private const int BatchSize = 500;

    private readonly ConcurrentDictionary<Guid, bool> readable = new();

    private sealed record StoredKey(Provider Provider, SecretPlace Place, ProtectedSecret Secret);

    /// <param name="Missed">Rows that were changed between reading and writing: to be looked at again.</param>
    private sealed record Carried(int Done, int Missed, List<StoredKey> Left);

    /// <summary>Whether the old form is still to be left behind.</summary>
    public async Task<bool> IsDueAsync(CancellationToken cancellationToken) =>
        (await peppers.TestifyAsync(cancellationToken)).Form is SecretForm.WithoutClient or SecretForm.BeingCarried;

    /// <summary>Before the schema is changed: under a key ring that opens nothing it could not be told what form the keys are in.</summary>
    /// <exception cref="SettingException">The database has peppers, and the certificate that opens them is not named.</exception>
    public async Task RequireRingAsync(CancellationToken cancellationToken)
    {
        if ((await peppers.TestifyAsync(cancellationToken)).Form is null)
        {
            Require(await peppers.RingKeysAsync(cancellationToken));
        }
    }

    /// <exception cref="SettingException">Stored keys need keys of the ring whose certificate is not named.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await peppers.TestifyAsync(cancellationToken) is { Form: SecretForm.WithoutClient or SecretForm.BeingCarried } testimony)
        {
            Require(await RingKeysAsync(cancellationToken));
            if (testimony.Form == SecretForm.WithoutClient)
            {
                if (!await HasNewFormAsync(cancellationToken))
                {
                    await peppers.RestateAsync(testimony, SecretForm.BeingCarried, cancellationToken);
                }
                else if (await peppers.RestateAsync(testimony, SecretForm.WithClient, cancellationToken))
                {
                    OldTestimony(log);
                }

                continue;
            }

            // What was missed is looked at again, unless there was nothing else.
            if (await CarryKeysAsync(testimony, cancellationToken) is { } keys && (keys.Missed == 0 || keys.Done == 0)
                && await SealTokensAsync(testimony, cancellationToken) is { } tokens
                && await peppers.RestateAsync(testimony, SecretForm.WithClient, cancellationToken))
            {
                keys.Left.ForEach(key => Left(log, key.Provider.Table, key.Place.ConnexionId));
                Done(log, keys.Done, tokens, keys.Left.Count);
            }
        }
    }

    private void Require(IEnumerable<Guid> needed)
    {
        var missing = ring.UnopenedKeys().Intersect(needed).ToList();
        if (missing.Count > 0)
        {
            throw new SettingException("KeyRing:PreviousCertificates", $"""
                This version carries stored API keys over to another form, and {missing.Count} key(s) of the key ring that they need cannot be opened here.
                Name the certificate that opens them and start again. If it is lost, what they protect is lost as well: take them out of the
                table data_protection_keys first ({string.Join(", ", missing)}), and have those API keys entered anew.
                """);
        }
    }

    /// <summary>What no database of before holds: its testimony was put back, and its keys of before with it perhaps.</summary>
    private async Task<bool> HasNewFormAsync(CancellationToken cancellationToken)
    {
        await using (var db = Everything())
        {
            var sealedTokens = db.Across<ServiceToken>().Where(token => token.Seal != null).AsAsyncEnumerable();
            if (await sealedTokens.AnyAsync(seals.IsGenuine, cancellationToken))
            {
                return true;
            }
        }

        await foreach (var batch in BatchesAsync(cancellationToken))
        {
            if (batch.Exists(key => ReadNew(key) is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Null when the testimony changed meanwhile.</returns>
    private async Task<Carried?> CarryKeysAsync(Testimony testimony, CancellationToken cancellationToken)
    {
        var (done, missed, left) = (0, 0, new List<StoredKey>());
        await foreach (var batch in BatchesAsync(cancellationToken))
        {
            var carried = new List<(StoredKey Before, ProtectedSecret After)>();
            foreach (var key in batch.Where(key => ReadNew(key) is null))
            {
                if (ReadOld(key) is { } secret)
                {
                    carried.Add((key, vault.Protect(key.Place, secret)));
                }
                else
                {
                    left.Add(key);
                }
            }

            var written = await WriteAsync(testimony, carried.Select(key => new Statement(
                $"""
                UPDATE {key.Before.Provider.Table} SET {key.Before.Place.Column} = @after, api_key_ring_key_id = @key
                WHERE id = @id AND client_id = @client AND {key.Before.Place.Column} = @before
                """,
                [
                    ("@after", key.After.Ciphertext), ("@key", key.After.KeyId),
                    ("@id", key.Before.Place.ConnexionId), ("@client", key.Before.Place.ClientId), ("@before", key.Before.Secret.Ciphertext),
                ])), cancellationToken);
            if (written is not { } count)
            {
                return null;
            }

            (done, missed) = (done + count, missed + carried.Count - count);
        }

        return new Carried(done, missed, left);
    }

    /// <returns>How many; null when the testimony changed meanwhile.</returns>
    private async Task<int?> SealTokensAsync(Testimony testimony, CancellationToken cancellationToken)
    {
        for (var done = 0; ;)
        {
            List<ServiceToken> tokens;
            await using (var db = Everything())
            {
                tokens = await db.Across<ServiceToken>().Where(token => token.Seal == null && token.RevokedAt == null)
                    .OrderBy(token => token.TokenId).Take(BatchSize).ToListAsync(cancellationToken);
            }

            if (tokens.Count == 0)
            {
                return done;
            }

            var written = await WriteAsync(testimony, tokens.Select(token => new Statement(
                "UPDATE service_tokens SET seal = @seal WHERE token_id = @id AND client_id = @client AND seal IS NULL AND revoked_at IS NULL",
                [("@seal", seals.Seal(token)), ("@id", token.TokenId), ("@client", token.ClientId)])), cancellationToken);
            if (written is not { } count)
            {
                return null;
            }

            done += count;
            if (count == 0)
            {
                // Others were faster, or no statement finds these rows: they stay as they are, and open nothing.
                return done;
            }
        }
    }

    /// <summary>Each statement changes one row, or none that was changed meanwhile.</summary>
    private sealed record Statement(string Sql, (string Name, object Value)[] Parameters);

    /// <summary>In one transaction that first changes the testimony's row, to what it is: nobody else changes it before the end.</summary>
    /// <returns>How many rows were changed; null when the testimony is no longer what it was, and nothing was written.</returns>
    private async Task<int?> WriteAsync(Testimony testimony, IEnumerable<Statement> statements, CancellationToken cancellationToken)
    {
        var witness = testimony.Witnesses[0];
        await using var db = contexts.CreateUnstamped();
        await using var transaction = await db.BeginWritingAsync([], cancellationToken);
        var holds = new Statement(
            "UPDATE fingerprint_peppers SET protected = @protected WHERE version = @version AND protected = @protected",
            [("@protected", witness.Protected), ("@version", witness.Version)]);
        if (await RunAsync(db, holds, cancellationToken) != 1)
        {
            return null;
        }

        var changed = 0;
        foreach (var statement in statements)
        {
            changed += await RunAsync(db, statement, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    private static async Task<int> RunAsync(ConnexionsDbContext db, Statement statement, CancellationToken cancellationToken)
    {
        await using var command = Command(db, statement);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(ConnexionsDbContext db, Statement statement)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Names of tables and columns come from the providers' descriptors, values are parameters.
        command.CommandText = statement.Sql;
#pragma warning restore CA2100
        foreach (var (name, value) in statement.Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Every stored key of every provider, a batch at a time; no connection is held in between.</summary>
    private async IAsyncEnumerable<List<StoredKey>> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var provider in ProviderCatalogue.All)
        {
            List<StoredKey> batch;
            Guid? last = null;
            do
            {
                batch = await ReadAsync(provider, last, cancellationToken);
                last = batch.LastOrDefault()?.Place.ConnexionId;
                yield return batch;
            }
            while (batch.Count == BatchSize);
        }
    }

    /// <param name="after">Where the batch before ended, in the database's own order of ids.</param>
    private async Task<List<StoredKey>> ReadAsync(Provider provider, Guid? after, CancellationToken cancellationToken)
    {
        var column = SecretPlace.ColumnOf(provider);
        await using var db = contexts.CreateUnstamped();
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = Command(db, new Statement(
            $"""
            SELECT id, organisation_id, client_id, {column}, api_key_ring_key_id FROM {provider.Table}
            WHERE {column} IS NOT NULL{(after is null ? "" : " AND id > @after")}
            ORDER BY id {(contexts.Settings.Provider == DatabaseProvider.Sqlite ? "LIMIT @size" : "OFFSET 0 ROWS FETCH NEXT @size ROWS ONLY")}
            """,
            [("@size", BatchSize), .. after is { } id ? [("@after", id)] : Array.Empty<(string, object)>()]));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var batch = new List<StoredKey>();
        while (await rows.ReadAsync(cancellationToken))
        {
            batch.Add(new StoredKey(
                provider, new SecretPlace(rows.GetGuid(1), rows.GetGuid(2), rows.GetGuid(0), column),
                new ProtectedSecret(rows.GetString(3), await rows.IsDBNullAsync(4, cancellationToken) ? Guid.Empty : rows.GetGuid(4))));
        }

        return batch;
    }

    private async Task<List<Guid>> RingKeysAsync(CancellationToken cancellationToken)
    {
        await using var db = Everything();
        return await ConnexionRows.Across(db).Where(row => row.RingKeyId != null).Select(row => row.RingKeyId!.Value).Distinct().ToListAsync(cancellationToken);
    }

    private SecretText? ReadNew(StoredKey key) => CanRead(key.Secret.KeyId) ? vault.Unprotect(key.Place, key.Secret) : null;

    private SecretText? ReadOld(StoredKey key)
    {
        if (!CanRead(key.Secret.KeyId))
        {
            return null;
        }

        try
        {
            return SecretText.From(protection
                .CreateProtector("Connexions.Secret.v1", $"organisation:{key.Place.OrganisationId:N}", $"connexion:{key.Place.ConnexionId:N}", $"column:{key.Place.Column}")
                .Unprotect(key.Secret.Ciphertext));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Asked once for each key: one that the ring does not know would have it read anew at each try.</summary>
    private bool CanRead(Guid ringKeyId) => readable.GetOrAdd(ringKeyId, ring.CanRead);

    private ConnexionsDbContext Everything() => contexts.Create(new ActingScope.Job("secrets", Organisation.Platform));

    [LoggerMessage(LogLevel.Warning, "The stored API key of {Table} {Id} cannot be read and was left as it is: it has to be entered again.")]
    private static partial void Left(ILogger logger, string table, Guid id);

    [LoggerMessage(LogLevel.Information, "Stored API keys are bound to their client now: {Keys} carried over, {Tokens} service tokens sealed, {Left} keys left that cannot be read.")]
    private static partial void Done(ILogger logger, int keys, int tokens, int left);

    [LoggerMessage(LogLevel.Critical, "The peppers of this database say that its keys were stored before they were bound to their client, and others are bound: somebody put "
        + "older peppers back. Nothing was carried over; what is stored in the older form stays unreadable.")]
    private static partial void OldTestimony(ILogger logger);
}
