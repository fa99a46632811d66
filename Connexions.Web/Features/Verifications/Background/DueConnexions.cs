using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Background;

/// <summary>A connexion to try: whose it is and nothing of its key.</summary>
/// <param name="ForRun">A director asked for it, whenever its own time is.</param>
internal sealed record DueConnexion(ConnexionId Id, DateTime? NextCheckAt, bool ForRun);

/// <summary>A run that is not over.</summary>
internal sealed record OpenRun(Guid RunId, Guid OrganisationId, Guid ReseauId, DateTime StartedAt);

/// <summary>What there is to try, across organisations: ids and owners only, a small page at a time.</summary>
internal static class DueConnexions
{
    public static readonly ActingScope.Job Scope = new(VerificationJob.Name, Organisation.Platform);

    private sealed record Row(Guid Id, Guid OrganisationId, ClientType ClientType, Guid ClientId, DateTime? NextCheckAt);

    /// <summary>One provider's keys whose time has come, the longest waiting first.</summary>
    public static IQueryable<ConnexionRow> Due(ConnexionsDbContext db, Provider provider, DateTime now) =>
        ConnexionRows.Of(provider, new AcrossSource(db)).Where(row => row.NextCheckAt <= now).OrderBy(row => row.NextCheckAt);

    /// <summary>
    /// One provider's keys in a network and its agencies that can be tried: readable, at a provider that can be asked.
    /// Under the network's scope or a job's.
    /// </summary>
    public static IQueryable<ConnexionRow> OfFamily(ConnexionsDbContext db, KeyRing ring, Provider provider, Guid reseauId)
    {
        var keys = ring.ReadableKeys();
        // Not the column itself: SQLite would begin with what the ring protects, which is nearly everything, and look for the family in it.
        return ConnexionRows.Of(provider, new FamilySource(db, reseauId)).Where(row => keys.Contains(row.RingKeyId ?? Guid.Empty));
    }

    /// <summary>The providers that tell something without anything being done.</summary>
    public static IEnumerable<Provider> Probed => ProviderCatalogue.All.Where(provider => provider.Verifier.CanProbe);

    public static Task<List<OpenRun>> OpenRunsAsync(ConnexionsDbContext db, CancellationToken cancellationToken) => db.Across<VerificationRun>()
        .Where(run => run.EndedAt == null).OrderBy(run => run.StartedAt)
        .Select(run => new OpenRun(run.RunId, run.OrganisationId, run.ClientId, run.StartedAt)).ToListAsync(cancellationToken);

    /// <summary>What a run has not tried yet.</summary>
    public static async Task<List<DueConnexion>> LeftAsync(ConnexionsDbContext db, KeyRing ring, OpenRun run, int most, CancellationToken cancellationToken)
    {
        var left = new List<DueConnexion>();
        foreach (var provider in Probed)
        {
            var untried = OfFamily(db, ring, provider, run.ReseauId).Where(row => row.LastTryAt == null || row.LastTryAt < run.StartedAt);
            left.AddRange(await ReadAsync(untried, provider, most, forRun: true, cancellationToken));
        }

        return left;
    }

    /// <summary>What to try now: what somebody waits for before what is merely stale.</summary>
    /// <param name="except">What is being tried, or was held back or failed a moment ago.</param>
    public static async Task<List<DueConnexion>> NextAsync(
        ConnexionsDbContext db, KeyRing ring, int page, IReadOnlySet<Guid> except, DateTime now, CancellationToken cancellationToken)
    {
        var next = new List<DueConnexion>();
        foreach (var run in await OpenRunsAsync(db, cancellationToken))
        {
            next.AddRange((await LeftAsync(db, ring, run, page + except.Count, cancellationToken)).Where(due => !except.Contains(due.Id.Id)).Take(page));
            if (next.Count >= page)
            {
                return next;
            }
        }

        var due = new List<DueConnexion>();
        foreach (var provider in ProviderCatalogue.All)
        {
            due.AddRange(await ReadAsync(Due(db, provider, now), provider, page + except.Count, forRun: false, cancellationToken));
        }

        var chosen = next.Select(one => one.Id.Id).ToHashSet();
        next.AddRange(due.Where(one => !except.Contains(one.Id.Id) && chosen.Add(one.Id.Id)).OrderBy(one => one.NextCheckAt).Take(page - next.Count));
        return next;
    }

    private static async Task<IEnumerable<DueConnexion>> ReadAsync(
        IQueryable<ConnexionRow> rows, Provider provider, int most, bool forRun, CancellationToken cancellationToken) =>
        (await rows.Take(most).Select(row => new Row(row.Id, row.OrganisationId, row.ClientType, row.ClientId, row.NextCheckAt)).ToListAsync(cancellationToken))
            .Select(row => new DueConnexion(
                new ConnexionId(provider, row.OrganisationId, new ClientRef(row.ClientType, row.ClientId), row.Id), row.NextCheckAt, forRun));

    /// <summary>What a network and its agencies own, found by the family that each row names.</summary>
    private sealed class FamilySource(ConnexionsDbContext db, Guid reseauId) : ConnexionSource
    {
        public override IQueryable<TConnexion> Rows<TConnexion>() => db.Across<TConnexion>().Where(row => EF.Property<Guid?>(row, nameof(Connexion.FamilyId)) == reseauId);
    }
}
