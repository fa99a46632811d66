using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Verifications.Http;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Background;

/// <summary>Tries one stored key at its provider, for the background job: within its own organisation, and without ever waiting for a turn.</summary>
internal sealed class TryConnexion(
    ContextFactory contexts, SecretVault vault, ProviderClient providers, VerdictBook book, VerificationOptions options, TimeProvider clock)
{
    /// <returns>When to come back, where this was no time to ask; null when it is done.</returns>
    public async Task<DateTime?> HandleAsync(DueConnexion due, CancellationToken cancellationToken)
    {
        var connexion = await FindAsync(due, cancellationToken);
        if (connexion is null)
        {
            return null;
        }

        var now = Now;
        if (vault.Unprotect(connexion) is not { } key)
        {
            // The key ring may be completed one day: until then it is not worth more than a look now and then.
            await PostponeAsync(due.Id, now + options.Interval, cancellationToken);
            return now + options.Interval;
        }

        var finding = await AskAsync(due.Id, connexion, key, cancellationToken);
        if (finding.Cause == VerificationCause.OwnLimit)
        {
            var turn = now + (finding.RetryAfter is { } wait && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
            await PostponeAsync(due.Id, turn, cancellationToken);
            return turn;
        }

        await book.WriteAsync(due.Id, new Learnt(finding, key, connexion.ApiKeyChangedAt), cancellationToken);
        return null;
    }

    /// <summary>Tries it again later; nothing was learnt, and it counts as no try.</summary>
    public async Task PostponeAsync(ConnexionId id, DateTime until, CancellationToken cancellationToken)
    {
        await using var db = Open(id);
        if (await db.ConnexionsOf(id.Provider).SingleOrDefaultAsync(row => row.Id == id.Id, cancellationToken) is not { } connexion)
        {
            return;
        }

        connexion.AskAgain(until);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody saved it meanwhile, and with it when it is to be tried.
        }
    }

    private Task<Verification> AskAsync(ConnexionId id, Connexion connexion, SecretText key, CancellationToken cancellationToken) =>
        providers.VerifyAsync(id.Provider, key, id.OrganisationId, WantsSenders(connexion, Now), longestWait: TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// Senders cost a second call of a small hourly budget, and change seldom: asked for once a day, however often the
    /// key is tried. Each connexion's day begins at an hour of its own, so that they do not all ask at midnight.
    /// </summary>
    internal static bool WantsSenders(Connexion connexion, DateTime now)
    {
        var offset = connexion.Id.ToByteArray()[15] * (TimeSpan.TicksPerDay / 256);
        return connexion.VerdictAt is not { } at || Day(at) != Day(now);

        long Day(DateTime moment) => (moment.Ticks + offset) / TimeSpan.TicksPerDay;
    }

    /// <summary>Null when there is nothing to try any more: its key went, or somebody tried it a moment ago.</summary>
    private async Task<Connexion?> FindAsync(DueConnexion due, CancellationToken cancellationToken)
    {
        await using var db = Open(due.Id);
        var connexion = await db.ConnexionsOf(due.Id.Provider).AsNoTracking().SingleOrDefaultAsync(row => row.Id == due.Id.Id, cancellationToken);
        return connexion?.Secret is null || (!due.ForRun && (connexion.NextCheckAt is null || connexion.NextCheckAt > Now)) ? null : connexion;
    }

    private ConnexionsDbContext Open(ConnexionId id) => contexts.Create(new ActingScope.Job(VerificationJob.Name, id.OrganisationId));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
