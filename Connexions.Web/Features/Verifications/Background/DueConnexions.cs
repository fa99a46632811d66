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
    /// Under the network's scope or a job's. By way of the agencies, so that each is found by its index.
    /// </summary>
    public static IReadOnlyList<IQueryable<ConnexionRow>> OfFamily(ConnexionsDbContext db, KeyRing ring, Provider provider, Guid organisationId, Guid reseauId)
    {
        var keys = ring.ReadableKeys().Select(key => (Guid?)key).ToList();
        var rows = ConnexionRows.Of(provider, new AcrossSource(db)).Where(row => row.RingKeyId != null && keys.Contains(row.RingKeyId));
        return
        [
            rows.Where(row => row.OrganisationId == organisationId && row.ClientType == ClientType.Reseau && row.ClientId == reseauId),
            db.Across<ReseauAgence>().Where(agence => agence.ReseauId == reseauId).SelectMany(agence => rows.Where(row =>
                row.OrganisationId == agence.OrganisationId && row.ClientType == ClientType.ReseauAgence && row.ClientId == agence.ReseauAgenceId)),
        ];
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
            foreach (var part in OfFamily(db, ring, provider, run.OrganisationId, run.ReseauId))
            {
                left.AddRange(await ReadAsync(part.Where(row => row.LastTryAt == null || row.LastTryAt < run.StartedAt), provider, most, forRun: true, cancellationToken));
            }
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
}
