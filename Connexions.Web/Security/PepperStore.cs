using System.Globalization;
using System.Security.Cryptography;
using Connexions.Domain.Secrets;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Security;

/// <summary>How what the key ring protects in a database is bound to its place.</summary>
public enum SecretForm
{
    /// <summary>API keys to organisation, connexion and column; service tokens not at all.</summary>
    WithoutClient,

    /// <summary>On the way from one to the other.</summary>
    BeingCarried,

    /// <summary>API keys and service tokens to their client as well: the one form that the application reads.</summary>
    WithClient,
}

/// <summary>What the peppers that can be read here say.</summary>
/// <param name="Form">Null when none can be read, or when there is none.</param>
/// <param name="Witnesses">As they are stored.</param>
internal sealed record Testimony(SecretForm? Form, IReadOnlyList<StoredPepper> Witnesses);

/// <summary>A version of the pepper, protected by the key ring.</summary>
public sealed class StoredPepper
{
    public int Version { get; init; }

    public string Protected { get; set; } = "";

    public DateTime CreatedAt { get; init; }
}

/// <summary>
/// Keeps the pepper of fingerprints. It is the canary of the key ring as well: when the stored peppers cannot be read,
/// neither can the keys. And the witness of the form that keys are stored in: it was protected in other words before
/// they were bound to their client, which nobody can make it say again without the key ring; a pepper that is gone says nothing.
/// </summary>
public sealed class PepperStore(ContextFactory contexts, IDataProtectionProvider protection, RingMemory ring, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private Loaded? current;

    // Another server, or the re-protection command, may make a newer one.
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    /// <summary>The newest readable pepper; made if there is none.</summary>
    public async Task<Pepper> CurrentAsync(CancellationToken cancellationToken)
    {
        if (Known() is { } known)
        {
            return known;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (Known() is { } meanwhile)
            {
                return meanwhile;
            }

            var (pepper, last) = await LoadAsync(cancellationToken);
            pepper ??= await CreateAsync(last + 1, cancellationToken);
            current = new Loaded(clock.GetUtcNow(), pepper);
            return pepper;
        }
        finally
        {
            gate.Release();
        }
    }

    private sealed record Loaded(DateTimeOffset At, Pepper Pepper);

    private Pepper? Known() => current is { } known && clock.GetUtcNow() - known.At < Freshness ? known.Pepper : null;

    /// <summary>Makes a newer pepper than any there is; what is fingerprinted from now on is so under it.</summary>
    public async Task<Pepper> AddAsync(CancellationToken cancellationToken)
    {
        var (_, last) = await LoadAsync(cancellationToken);
        var made = await CreateAsync(last + 1, cancellationToken);
        current = new Loaded(clock.GetUtcNow(), made);
        return made;
    }

    /// <summary>Protects the peppers with the ring's current key; those that cannot be read stay as they are.</summary>
    public async Task ReprotectAsync(Guid currentKey, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        foreach (var stored in await db.Set<StoredPepper>().ToListAsync(cancellationToken))
        {
            if (SecretVault.FindKeyId(stored.Protected) != currentKey && Read(stored) is { } found)
            {
                stored.Protected = Protect(found.Pepper, found.Form);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>In which form the database's secrets are, as its peppers say: one that says the newest is enough.</summary>
    internal async Task<Testimony> TestifyAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var stored = await db.Set<StoredPepper>().AsNoTracking().OrderBy(pepper => pepper.Version).ToListAsync(cancellationToken);
        var read = stored.Select(pepper => (Stored: pepper, Read(pepper)?.Form)).Where(pepper => pepper.Form is not null).ToList();
        return new Testimony(read.Max(pepper => pepper.Form), [.. read.Select(pepper => pepper.Stored)]);
    }

    /// <summary>The keys of the ring that the stored peppers need.</summary>
    internal async Task<IReadOnlyList<Guid>> RingKeysAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var stored = await db.Set<StoredPepper>().Select(pepper => pepper.Protected).ToListAsync(cancellationToken);
        return [.. stored.Select(SecretVault.FindKeyId).OfType<Guid>()];
    }

    /// <summary>Has all that gave a testimony say another form.</summary>
    /// <returns>False when one of them was changed meanwhile; nothing was written then.</returns>
    internal async Task<bool> RestateAsync(Testimony testimony, SecretForm form, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        foreach (var stored in testimony.Witnesses)
        {
            if (Read(stored) is not { } found)
            {
                return false;
            }

            db.Attach(stored);
            stored.Protected = Protect(found.Pepper, form);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    /// <summary>Every readable pepper: what was fingerprinted under an older one is found by it.</summary>
    public async Task<IReadOnlyList<Pepper>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var stored = await db.Set<StoredPepper>().AsNoTracking().OrderBy(pepper => pepper.Version).ToListAsync(cancellationToken);
        return [.. stored.Select(Read).Where(found => found is not null).Select(found => found!.Value.Pepper)];
    }

    /// <summary>Whether the key ring reads what was protected with it: false when any stored pepper is unreadable.</summary>
    public async Task<bool> FitsAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var stored = await db.Set<StoredPepper>().AsNoTracking().ToListAsync(cancellationToken);
        return stored.TrueForAll(pepper => Read(pepper) is not null);
    }

    /// <summary>Tells this database from any other and goes with its copies: the moment of its first pepper, which is now when there is none.</summary>
    public async Task<string> MarkAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        if (await FindMarkAsync(db, cancellationToken) is { } mark)
        {
            return mark;
        }

        await CurrentAsync(cancellationToken);
        return await FindMarkAsync(db, cancellationToken) ?? "";
    }

    /// <summary>The same within a transaction; null when there is no pepper.</summary>
    internal static async Task<string?> FindMarkAsync(ConnexionsDbContext db, CancellationToken cancellationToken) =>
        (await db.Set<StoredPepper>().OrderBy(pepper => pepper.Version).Select(pepper => (DateTime?)pepper.CreatedAt).FirstOrDefaultAsync(cancellationToken))
            ?.ToString("yyyyMMdd'T'HHmmssfffffff", CultureInfo.InvariantCulture);

    public void Dispose() => gate.Dispose();

    /// <returns>The newest readable pepper, and the newest version there is.</returns>
    private async Task<(Pepper? Pepper, int Last)> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var stored = await db.Set<StoredPepper>().AsNoTracking().OrderByDescending(pepper => pepper.Version).ToListAsync(cancellationToken);
        return (stored.Select(Read).FirstOrDefault(found => found is not null)?.Pepper, stored.Select(pepper => pepper.Version).FirstOrDefault());
    }

    /// <param name="version">The one after the newest that was loaded: whoever loaded the same makes the same, and only one of them is stored.</param>
    private async Task<Pepper> CreateAsync(int version, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var made = new Pepper(version, RandomNumberGenerator.GetBytes(Pepper.Length));
        db.Add(new StoredPepper
        {
            Version = made.Version,
            Protected = Protect(made, SecretForm.WithClient),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return made;
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsDuplicate(e))
        {
            // Another server made the same version first: theirs counts.
            return (await LoadAsync(cancellationToken)).Pepper ?? throw new InvalidOperationException("The pepper another server made cannot be read here.", e);
        }
    }

    private (Pepper Pepper, SecretForm Form)? Read(StoredPepper stored) =>
        ReadOnce(stored) ?? (SecretVault.FindKeyId(stored.Protected) is { } key && ring.LooksAgainFor(key) ? ReadOnce(stored) : null);

    private (Pepper Pepper, SecretForm Form)? ReadOnce(StoredPepper stored)
    {
        foreach (var form in Enum.GetValues<SecretForm>().Reverse())
        {
            try
            {
                return (new Pepper(stored.Version, Convert.FromBase64String(Protector(stored.Version, form).Unprotect(stored.Protected))), form);
            }
            catch (CryptographicException)
            {
                // It says another form, or nothing.
            }
        }

        return null;
    }

    private string Protect(Pepper pepper, SecretForm form) => Protector(pepper.Version, form).Protect(Convert.ToBase64String(pepper.Bytes.Span));

    private IDataProtector Protector(int version, SecretForm form) => protection.CreateProtector(
        form switch
        {
            SecretForm.WithoutClient => "Connexions.Pepper.v1",
            SecretForm.BeingCarried => "Connexions.Pepper.v1 to v2",
            _ => "Connexions.Pepper.v2",
        },
        version.ToString(CultureInfo.InvariantCulture));
}
