using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Verdicts;

/// <summary>One stored connexion, by all that tells it from another.</summary>
public sealed record ConnexionId(Provider Provider, Guid OrganisationId, ClientRef Client, Guid Id);

/// <param name="Finding">What the provider said; null to look at the claims alone.</param>
/// <param name="Key">The key that was tried.</param>
/// <param name="KeyChangedAt">When the tried key was stored: what is learnt of a key since replaced is nobody's.</param>
public sealed record Learnt(Verification? Finding, SecretText? Key, DateTime? KeyChangedAt);

/// <summary>
/// Writes down what a provider said of a stored key, with all that follows: verdict, account, claims, conflict, journal,
/// and notices to those concerned, in one transaction.
/// </summary>
public sealed partial class VerdictBook(
    ContextFactory contexts, ClaimDesk desk, KeyRing ring, VerificationOptions options, LiveNotices liveNotices, LiveVerdicts liveVerdicts, TimeProvider clock,
    ILogger<VerdictBook> logger)
{
    /// <summary>What the journal calls the word of the provider on a key.</summary>
    public const string VerdictChange = "Verdict";

    private const int Attempts = 5;

    /// <returns>Null when the key was replaced or removed meanwhile: nothing was written.</returns>
    public async Task<ConnexionState?> WriteAsync(ConnexionId id, Learnt learnt, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(id, learnt, cancellationToken);
            }
            catch (Exception e) when (attempt < Attempts && (e is DbUpdateConcurrencyException || DatabaseErrors.IsDuplicate(e) || DatabaseErrors.IsDeadlock(e)))
            {
                // A person saved the row, or another client made the claim first: looked at again, as it is now.
            }
        }
    }

    /// <summary>
    /// For what cannot be taken back, as a mail that is on its way: that the database does not take what it taught is no
    /// reason to say that it failed. It is learnt the next time.
    /// </summary>
    /// <returns>As <see cref="WriteAsync"/>; null as well when the database took nothing.</returns>
    public async Task<ConnexionState?> TryWriteAsync(ConnexionId id, Learnt learnt, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(id, learnt, cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateException || DatabaseErrors.Find(e) is not null)
        {
            NotWritten(id.Id, e.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "What a mail taught of connexion {Connexion} could not be written ({Reason}).")]
    private partial void NotWritten(Guid connexion, string reason);

    private async Task<ConnexionState?> WriteOnceAsync(ConnexionId id, Learnt learnt, CancellationToken cancellationToken)
    {
        // The agencies that use a network's connexion are told: they live in other organisations.
        await using var db = contexts.Create(id.Client.Type == ClientType.Reseau
            ? new ActingScope.Network(Person: null, id.OrganisationId, id.Client.Id)
            : new ActingScope.Job("verification", id.OrganisationId));
        // Before the transaction: what is read over another connection, the ring's keys now and then among it.
        var peppers = await desk.PeppersAsync(cancellationToken);
        ring.ReadableKeys();
        await using var transaction = await db.BeginWritingAsync([Turn.OfFamily(id.Client)], cancellationToken);
        var connexion = await db.ConnexionsOf(id.Provider).SingleOrDefaultAsync(row => row.Id == id.Id, cancellationToken);
        if (connexion?.Secret is null || (learnt.KeyChangedAt is { } at && connexion.ApiKeyChangedAt != at))
        {
            return null;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var before = (State: ring.StateOf(connexion), Word: WordOf(connexion));
        var filled = Learn(id.Provider, connexion, learnt, peppers.Current, now);
        var displaced = await ClaimAsync(db, id, connexion, peppers, now, cancellationToken);
        var after = ring.StateOf(connexion);
        if (connexion.InConflictSince is not null && (connexion.NextCheckAt is null || connexion.NextCheckAt > now + options.ConflictInterval))
        {
            connexion.AskAgain(now + options.ConflictInterval);
        }

        var told = Told(before.State, after) is { } news ? await TellAsync(db, id, news, now, cancellationToken) : [];
        Record(db, id, connexion, before, after, filled, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        liveNotices.Changed(told);
        liveVerdicts.Changed(id.Client, id.Provider.Code);
        foreach (var holder in displaced)
        {
            await ReviewAsync(id.Provider, holder, cancellationToken);
        }

        return after;
    }

    /// <summary>Looks at a client's claims again, after another's moved.</summary>
    internal async Task ReviewAsync(Provider provider, (Guid OrganisationId, ClientRef Client) owner, CancellationToken cancellationToken)
    {
        Guid? found;
        await using (var db = contexts.Create(new ActingScope.Job("verification", owner.OrganisationId)))
        {
            found = await db.ConnexionsOf(provider).Where(row => row.ClientType == owner.Client.Type && row.ClientId == owner.Client.Id)
                .Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken);
        }

        if (found is { } connexionId)
        {
            await WriteAsync(new ConnexionId(provider, owner.OrganisationId, owner.Client, connexionId), new Learnt(null, null, null), cancellationToken);
        }
    }

    private List<FieldKind> Learn(Provider provider, Connexion connexion, Learnt learnt, Pepper pepper, DateTime now)
    {
        if (learnt.Finding is not { } finding)
        {
            return [];
        }

        var isFirst = connexion.Verdict is null;
        if (!connexion.Learn(finding, now))
        {
            return [];
        }

        connexion.AskAgain(options.NextAfter(provider, connexion, finding, now));
        if (finding.Verdict.IsAlive() && connexion.ApiKeyFingerprint is null && learnt.Key is { } key)
        {
            // A key that works is one, whatever its shape: from now on it is told apart.
            connexion.Recognise(KeyFingerprint.Compute(pepper, provider.Code, key));
        }

        // Once for each key: a field that somebody emptied afterwards stays empty.
        return isFirst ? connexion.FillFromAccount() : [];
    }

    /// <returns>Those whose claims were taken over.</returns>
    private async Task<IReadOnlyList<(Guid, ClientRef)>> ClaimAsync(
        ConnexionsDbContext db, ConnexionId id, Connexion connexion, Peppers peppers, DateTime now, CancellationToken cancellationToken)
    {
        var values = ClaimDesk.ValuesOf(id.Provider, connexion, peppers);
        var look = await desk.LookAsync(id.Provider, id.Client, values, personId: null, cancellationToken, within: db);
        var open = await ClaimDesk.OpenCollisionAsync(db, id.Provider, id.Client, cancellationToken);
        if (look.Relation is ClaimRelation.Free or ClaimRelation.OwnAgency)
        {
            await ClaimDesk.ClaimAsync(db, id.Provider, connexion, values, look, now, cancellationToken);
            if (connexion.InConflictSince is not null)
            {
                connexion.LeaveConflict();
                open?.Settle(Settlement.Gone, reason: null, personId: null, now);
            }

            return [.. look.Displaced];
        }

        var since = connexion.InConflictSince;
        connexion.EnterConflict(now);
        if (open is null && !await IsDecidedAsync(db, id, since, look, cancellationToken))
        {
            var (key, account, pepperVersion) = ClaimDesk.Contended(values, look);
            var collision = Collision.Create(id.OrganisationId, id.Client, id.Provider.Code, key, account, pepperVersion, now);
            collision.BeAbout(connexion.ApiKeySuffix, new ProviderAccount(connexion.ProviderAccountId, connexion.ProviderAccountEmail, connexion.ProviderAccountName));
            db.Add(collision);
        }

        return [];
    }

    /// <summary>Whether an administrator settled this very conflict, against this client: there is nothing to settle anew.</summary>
    private static async Task<bool> IsDecidedAsync(ConnexionsDbContext db, ConnexionId id, DateTime? since, ClaimLook look, CancellationToken cancellationToken) =>
        look.Holders.All(holder => holder.IsSettled)
        || (since is not null && await db.Set<Collision>().AnyAsync(
            row => row.ClientType == id.Client.Type && row.ClientId == id.Client.Id && row.Provider == id.Provider.Code
                && row.Settlement == Settlement.KeepFirst && row.SettledAt >= since,
            cancellationToken));

    private sealed record News(NoticeKind Own, NoticeKind? Users);

    private static News? Told(ConnexionState before, ConnexionState after) => (before, after) switch
    {
        _ when before == after => null,
        (_, ConnexionState.Refused) => new News(NoticeKind.KeyRefused, NoticeKind.NetworkKeyRefused),
        (_, ConnexionState.InConflict) => new News(NoticeKind.ConflictFound, NoticeKind.Lost),
        (ConnexionState.Refused, ConnexionState.Works or ConnexionState.Limited) => new News(NoticeKind.KeyRecovered, NoticeKind.NetworkKeyRecovered),
        (ConnexionState.InConflict, _) => new News(NoticeKind.ConflictOver, NoticeKind.Gained),
        _ => null,
    };

    private async Task<List<ClientRef>> TellAsync(ConnexionsDbContext db, ConnexionId id, News news, DateTime now, CancellationToken cancellationToken)
    {
        db.Add(Notice.Create(id.OrganisationId, id.Client, news.Own, id.Provider.Code, now));
        var users = news.Users is null ? [] : await ListDependents.LoadAsync(db, ring, id.Provider, now, cancellationToken, ifItWorked: true);
        db.AddRange(users.Select(agency => Notice.Create(agency.OrganisationId, agency.Client, news.Users!.Value, id.Provider.Code, now)));
        return [id.Client, .. users.Select(agency => agency.Client)];
    }

    private static void Record(
        ConnexionsDbContext db, ConnexionId id, Connexion connexion, (ConnexionState State, string? Word) before, ConnexionState after, List<FieldKind> filled, DateTime now)
    {
        var correlation = Guid.CreateVersion7();
        if (WordOf(connexion) != before.Word || filled.Count > 0)
        {
            Add(new AuditFacts(id.OrganisationId, AuditAction.VerdictChanged)
            {
                Fields = filled,
                Changes = filled.ToDictionary(kind => kind, kind => new Change(null, connexion.Get(kind))),
                OtherChanges = new Dictionary<string, Change> { [VerdictChange] = new(before.Word, WordOf(connexion)) },
            });
        }

        if ((before.State == ConnexionState.InConflict) != (after == ConnexionState.InConflict))
        {
            Add(new AuditFacts(id.OrganisationId, after == ConnexionState.InConflict ? AuditAction.ConflictEntered : AuditAction.ConflictLeft));
        }

        // Claims and the account's data change now and then without any of that.
        if (!db.HasRecorded && NeedsEntry(db))
        {
            Add(new AuditFacts(id.OrganisationId, AuditAction.VerdictChanged));
        }

        void Add(AuditFacts facts) => db.Record(AuditEntry.Create(
            facts with { Client = id.Client, Provider = id.Provider.Code, ConnexionId = id.Id }, personId: null, role: null, correlation, Origin.Unknown, now));
    }

    /// <summary>What the provider last said of the key, as the journal has it.</summary>
    internal static string? WordOf(Connexion connexion) => connexion.RefusedOnceAt is null ? connexion.Verdict?.ToString() : nameof(ConnexionState.RefusedOnce);

    private static bool NeedsEntry(ConnexionsDbContext db) => db.ChangeTracker.Entries()
        .Any(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && !WriteGuard.IsRoutine(entry));
}
