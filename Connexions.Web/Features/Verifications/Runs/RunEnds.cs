using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Runs;

/// <summary>Ends the runs that have nothing left to try, or nothing that could be tried soon.</summary>
internal sealed class RunEnds(ContextFactory contexts, KeyRing ring, LiveVerdicts live, TimeProvider clock)
{
    /// <summary>After this, what is held back by a limit is left to its own time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>No run lasts longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <param name="held">What was held back, by when to come back.</param>
    public async Task HandleAsync(IReadOnlyDictionary<Guid, DateTime> held, CancellationToken cancellationToken)
    {
        List<(OpenRun Run, bool IsOver)> runs = [];
        await using (var db = contexts.Create(DueConnexions.Scope))
        {
            foreach (var run in await DueConnexions.OpenRunsAsync(db, cancellationToken))
            {
                var left = await DueConnexions.LeftAsync(db, ring, run, held.Count + 1, cancellationToken);
                var age = clock.GetUtcNow().UtcDateTime - run.StartedAt;
                runs.Add((run, age >= Longest || (left.TrueForAll(due => held.ContainsKey(due.Id.Id)) && (left.Count == 0 || age >= Patience))));
            }
        }

        foreach (var (run, _) in runs.Where(run => run.IsOver))
        {
            await EndAsync(run, cancellationToken);
        }
    }

    private async Task EndAsync(OpenRun open, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Job(VerificationJob.Name, open.OrganisationId));
        await using var transaction = await db.BeginWritingAsync([Turn.OfFamily(new ClientRef(ClientType.Reseau, open.ReseauId))], cancellationToken);
        var run = await db.Set<VerificationRun>().SingleAsync(row => row.RunId == open.RunId, cancellationToken);
        if (run.EndedAt is not null)
        {
            return;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var network = new ClientRef(run.ClientType, run.ClientId);
        run.End(cancelled: false, now);
        db.Record(AuditEntry.Create(
            new AuditFacts(open.OrganisationId, AuditAction.VerificationRunEnded) { Client = network }, personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, now));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The director called it off at the same moment.
            return;
        }

        live.Changed(network, "");
    }
}
