using System.Security.Cryptography;
using Connexions.Domain.Secrets;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Security;

/// <summary>A version of the pepper, protected by the key ring.</summary>
public sealed class StoredPepper
{
    public int Version { get; init; }

    public string Protected { get; set; } = "";

    public DateTime CreatedAt { get; init; }
}

/// <summary>
/// Keeps the pepper of fingerprints. It is the canary of the key ring as well: when the stored peppers cannot be read,
/// neither can the keys.
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
            if (SecretVault.KeyIdOf(stored.Protected) != currentKey && Read(stored) is { } pepper)
            {
                stored.Protected = Protect(pepper);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Every readable pepper: what was fingerprinted under an older one is found by it.</summary>
    public async Task<IReadOnlyList<Pepper>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var stored = await db.Set<StoredPepper>().AsNoTracking().OrderBy(pepper => pepper.Version).ToListAsync(cancellationToken);
        return [.. stored.Select(Read).OfType<Pepper>()];
    }

    /// <summary>Whether the key ring reads what was protected with it: false when any stored pepper is unreadable.</summary>
    public async Task<bool> FitsAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var stored = await db.Set<StoredPepper>().AsNoTracking().ToListAsync(cancellationToken);
        return stored.TrueForAll(pepper => Read(pepper) is not null);
    }

    public void Dispose() => gate.Dispose();

    /// <returns>The newest readable pepper, and the newest version there is.</returns>
    private async Task<(Pepper? Pepper, int Last)> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var stored = await db.Set<StoredPepper>().AsNoTracking().OrderByDescending(pepper => pepper.Version).ToListAsync(cancellationToken);
        return (stored.Select(Read).FirstOrDefault(pepper => pepper is not null), stored.Select(pepper => pepper.Version).FirstOrDefault());
    }

    /// <param name="version">The one after the newest that was loaded: whoever loaded the same makes the same, and only one of them is stored.</param>
    private async Task<Pepper> CreateAsync(int version, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateUnstamped();
        var made = new Pepper(version, RandomNumberGenerator.GetBytes(Pepper.Length));
        db.Add(new StoredPepper
        {
            Version = made.Version,
            Protected = Protect(made),
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

    private Pepper? Read(StoredPepper stored) =>
        ReadOnce(stored) ?? (ring.LooksAgainFor(SecretVault.KeyIdOf(stored.Protected)) ? ReadOnce(stored) : null);

    private Pepper? ReadOnce(StoredPepper stored)
    {
        try
        {
            return new Pepper(stored.Version, Convert.FromBase64String(Protector(stored.Version).Unprotect(stored.Protected)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private string Protect(Pepper pepper) => Protector(pepper.Version).Protect(Convert.ToBase64String(pepper.Bytes.Span));

    private IDataProtector Protector(int version) =>
        protection.CreateProtector("Connexions.Pepper.v1", version.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
