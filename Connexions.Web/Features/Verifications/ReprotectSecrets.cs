using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications;

/// <param name="Done">Protected anew, or carried to the newest pepper.</param>
/// <param name="Unreadable">Those the key ring cannot read: keys have to be entered again, tokens made anew.</param>
/// <param name="Failed">Those that kept changing meanwhile: running the command again takes them up.</param>
public sealed record ReprotectOutcome(int Done, int Skipped, IReadOnlyList<Guid> Unreadable, IReadOnlyList<Guid> Failed);

/// <summary>
/// Protects stored keys with the ring's current key, seals service tokens with it and carries fingerprints and claims to the
/// newest pepper, one row and one short transaction at a time, beside running servers. What is done is skipped, so it can be
/// stopped and run again.
/// </summary>
public sealed class ReprotectSecrets(ContextFactory contexts, SecretVault vault, TokenSeals seals, PepperStore peppers, IKeyManager keys, TimeProvider clock)
{
    /// <summary>The name of its job: the one that may read a key before.</summary>
    internal const string JobName = "reprotection";

    private const int Attempts = 5;
    private static readonly TimeSpan NewKeyLifetime = TimeSpan.FromDays(90);

    private enum Fate
    {
        Done,
        Skipped,
        Unreadable,
        Failed,
    }

    private sealed record SealedToken(Guid OrganisationId, ClientRef Client, Guid Id, string Seal);

    private sealed record Row(Guid Id, ClientType ClientType, Guid ClientId, Guid? RingKeyId, int? PepperVersion, Guid? BeforeRingKeyId, int? BeforePepperVersion);

    /// <param name="progress">How many were looked at, of how many.</param>
    public async Task<ReprotectOutcome> HandleAsync(bool newKey, bool newPepper, Action<int, int> progress, CancellationToken cancellationToken)
    {
        if (newKey)
        {
            // The key ring goes by the machine's clock.
            var now = TimeProvider.System.GetUtcNow();
            keys.CreateNewKey(now, now + NewKeyLifetime);
        }

        var current = vault.CurrentKey();
        await peppers.ReprotectAsync(current, cancellationToken);
        var pepper = newPepper ? await peppers.AddAsync(cancellationToken) : await peppers.CurrentAsync(cancellationToken);
        var all = await peppers.AllAsync(cancellationToken);
        var organisations = await OrganisationsAsync(cancellationToken);
        var tokens = await TokensAsync(cancellationToken);
        var total = organisations.Sum(organisation => organisation.Count) + tokens.Count;
        var fates = new List<(Guid Id, Fate Fate)>();
        foreach (var (organisationId, _) in organisations)
        {
            foreach (var provider in ProviderCatalogue.All)
            {
                foreach (var (id, isDone) in await RowsAsync(provider, organisationId, current, pepper, cancellationToken))
                {
                    fates.Add((id.Id, isDone ? Fate.Skipped : await RepeatedAsync(() => ReprotectAsync(id, pepper, all, cancellationToken))));
                    progress(fates.Count, Math.Max(total, fates.Count));
                }
            }
        }

        foreach (var token in tokens)
        {
            fates.Add((token.Id, SecretVault.FindKeyId(token.Seal) == current ? Fate.Skipped : await RepeatedAsync(() => SealAsync(token, cancellationToken))));
            progress(fates.Count, Math.Max(total, fates.Count));
        }

        return new ReprotectOutcome(
            fates.Count(one => one.Fate == Fate.Done), fates.Count(one => one.Fate == Fate.Skipped), Ids(Fate.Unreadable), Ids(Fate.Failed));

        List<Guid> Ids(Fate fate) => [.. fates.Where(one => one.Fate == fate).Select(one => one.Id)];
    }

    private async Task<List<(Guid OrganisationId, int Count)>> OrganisationsAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(DueConnexions.Scope);
        var counts = await ConnexionRows.Across(db).Where(row => row.RingKeyId != null || row.BeforeUntil != null)
            .GroupBy(row => row.OrganisationId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        return [.. counts.Select(count => (count.Key, count.Count))];
    }

    private async Task<List<(ConnexionId Id, bool IsDone)>> RowsAsync(
        Provider provider, Guid organisationId, Guid currentKey, Pepper pepper, CancellationToken cancellationToken)
    {
        await using var db = Open(organisationId);
        var rows = await db.ConnexionsOf(provider).AsNoTracking().Where(row => row.ApiKeyRingKeyId != null || row.BeforeRingKeyId != null)
            .Select(row => new Row(row.Id, row.ClientType, row.ClientId, row.ApiKeyRingKeyId, row.ApiKeyPepperVersion, row.BeforeRingKeyId, row.BeforePepperVersion)).ToListAsync(cancellationToken);
        var old = (await db.Set<Claim>().Where(claim => claim.PepperVersion != pepper.Version).Select(claim => claim.ConnexionId).ToListAsync(cancellationToken)).ToHashSet();
        return [.. rows.Select(row => (
            new ConnexionId(provider, organisationId, new ClientRef(row.ClientType, row.ClientId), row.Id),
            (row.RingKeyId ?? currentKey) == currentKey && (row.BeforeRingKeyId ?? currentKey) == currentKey
                && (row.PepperVersion ?? pepper.Version) == pepper.Version && (row.BeforePepperVersion ?? pepper.Version) == pepper.Version && !old.Contains(row.Id)))];
    }

    /// <summary>Tokens that still open something.</summary>
    private async Task<List<SealedToken>> TokensAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(DueConnexions.Scope);
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = await db.Across<ServiceToken>().Where(row => row.RevokedAt == null && row.ExpiresAt > now)
            .Select(row => new { row.OrganisationId, row.ClientType, row.ClientId, row.TokenId, row.Seal }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SealedToken(row.OrganisationId, new ClientRef(row.ClientType, row.ClientId), row.TokenId, row.Seal ?? ""))];
    }

    private static async Task<Fate> RepeatedAsync(Func<Task<Fate>> once)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await once();
            }
            catch (Exception e) when (e is DbUpdateConcurrencyException || DatabaseErrors.IsDuplicate(e) || DatabaseErrors.IsDeadlock(e))
            {
                // Somebody saved it meanwhile: looked at again, as it is now.
                if (attempt == Attempts)
                {
                    return Fate.Failed;
                }
            }
        }
    }

    private async Task<Fate> SealAsync(SealedToken id, CancellationToken cancellationToken)
    {
        await using var db = Open(id.OrganisationId);
        await using var transaction = await db.BeginWritingAsync([Turn.OfFamily(id.Client)], cancellationToken);
        var token = await db.ServiceTokens.SingleOrDefaultAsync(row => row.TokenId == id.Id && row.RevokedAt == null, cancellationToken);
        if (token is null)
        {
            return Fate.Skipped;
        }

        if (!seals.IsGenuine(token))
        {
            return Fate.Unreadable;
        }

        token.SealWith(seals.Seal(token));
        await SaveAsync(db, new AuditFacts(id.OrganisationId, AuditAction.SecretsReprotected) { Client = token.Client, Subject = token.Nom }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Fate.Done;
    }

    private async Task<Fate> ReprotectAsync(ConnexionId id, Pepper pepper, IReadOnlyList<Pepper> all, CancellationToken cancellationToken)
    {
        var provider = id.Provider;
        await using var db = Open(id.OrganisationId);
        await using var transaction = await db.BeginWritingAsync([Turn.OfFamily(id.Client)], cancellationToken);
        var connexion = await db.ConnexionsOf(provider).SingleOrDefaultAsync(row => row.Id == id.Id, cancellationToken);
        if (connexion is not { Secret: not null } and not { SecretBefore: not null })
        {
            return Fate.Skipped;
        }

        var key = vault.Unprotect(connexion);
        if (connexion.Secret is not null && key is null)
        {
            return Fate.Unreadable;
        }

        // Before the stored key: claims are told apart by the fingerprints they were made of.
        if (connexion.SecretBefore is not null)
        {
            await ReprotectBeforeAsync(db, provider, connexion, pepper, all, cancellationToken);
        }

        if (key is not null)
        {
            // A key of no known shape that never worked has no fingerprint, and gets none now.
            var fingerprint = connexion.ApiKeyFingerprint is null ? null : KeyFingerprint.Compute(pepper, provider.Code, key);
            connexion.Reprotect(vault.Protect(connexion, key), fingerprint);
            await CarryClaimsAsync(db, provider, connexion, fingerprint, pepper, cancellationToken);
        }

        await SaveAsync(
            db, new AuditFacts(id.OrganisationId, AuditAction.SecretsReprotected) { Client = connexion.Client, Provider = provider.Code, ConnexionId = id.Id }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Fate.Done;
    }

    /// <summary>One that the ring cannot read any more could never be put back, and goes.</summary>
    private async Task ReprotectBeforeAsync(
        ConnexionsDbContext db, Provider provider, Connexion connexion, Pepper pepper, IReadOnlyList<Pepper> all, CancellationToken cancellationToken)
    {
        if (vault.UnprotectBefore(db.Scope!, connexion) is not { } key)
        {
            connexion.LetKeyBeforeGo();
            return;
        }

        var (old, accountId) = (connexion.BeforeFingerprint, connexion.BeforeAccountId is { } id && id != connexion.ProviderAccountId ? id : null);
        var accounts = accountId is null ? [] : all.Select(one => ClaimValue.OfAccount(one, provider.Code, accountId).Value).ToHashSet();
        var fingerprint = old is null ? null : KeyFingerprint.Compute(pepper, provider.Code, key);
        connexion.ReprotectKeyBefore(vault.ProtectBefore(connexion, key), fingerprint);
        foreach (var claim in await db.Set<Claim>().Where(claim => claim.ConnexionId == connexion.Id && claim.PepperVersion != pepper.Version).ToListAsync(cancellationToken))
        {
            var value = claim.Kind == ClaimKind.Key && claim.Value == old && fingerprint is not null ? ClaimValue.OfKey(fingerprint)
                : claim.Kind == ClaimKind.Account && accounts.Contains(claim.Value) ? ClaimValue.OfAccount(pepper, provider.Code, accountId!)
                : null;
            if (value is not null)
            {
                db.Remove(claim);
                db.Add(Claim.Create(connexion, provider.Code, value, claim.Slot, claim.CreatedAt));
            }
        }
    }

    /// <summary>The same claims, in the same slots, under another pepper.</summary>
    private static async Task CarryClaimsAsync(
        ConnexionsDbContext db, Provider provider, Connexion connexion, KeyFingerprint? fingerprint, Pepper pepper, CancellationToken cancellationToken)
    {
        foreach (var claim in await db.Set<Claim>().Where(claim => claim.ConnexionId == connexion.Id && claim.PepperVersion != pepper.Version).ToListAsync(cancellationToken))
        {
            if (db.Entry(claim).State == EntityState.Deleted)
            {
                continue;
            }

            var value = (claim.Kind, fingerprint, connexion.ProviderAccountId) switch
            {
                (ClaimKind.Key, { } print, _) => ClaimValue.OfKey(print),
                (ClaimKind.Account, _, { } accountId) => ClaimValue.OfAccount(pepper, provider.Code, accountId),
                _ => null,
            };
            if (value is not null)
            {
                db.Remove(claim);
                db.Add(Claim.Create(connexion, provider.Code, value, claim.Slot, claim.CreatedAt));
            }
        }
    }

    private Task<int> SaveAsync(ConnexionsDbContext db, AuditFacts facts, CancellationToken cancellationToken)
    {
        db.Record(AuditEntry.Create(facts, personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, clock.GetUtcNow().UtcDateTime));
        return db.SaveChangesAsync(cancellationToken);
    }

    private ConnexionsDbContext Open(Guid organisationId) => contexts.Create(new ActingScope.Job(JobName, organisationId));
}
