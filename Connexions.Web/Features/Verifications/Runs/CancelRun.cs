using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Runs;

/// <summary>Calls a run off: what was tried keeps its verdict, the rest is tried at its own time.</summary>
public sealed class CancelRun(UnitsOfWork unitsOfWork, KeyRing ring, LiveVerdicts live)
{
    public async Task<Result<RunView>> HandleAsync(Actor actor, ClientRef client, Guid runId, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.VerifyFamily, client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<RunView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        if (await work.Db.Set<VerificationRun>().SingleOrDefaultAsync(run => run.RunId == runId && run.EndedAt == null, cancellationToken) is { } run)
        {
            run.End(cancelled: true, work.Now);
            work.Record(new AuditFacts(actor.OrganisationId, AuditAction.VerificationRunEnded) { Client = client });
            // It may have ended by itself at the same moment: that is shown.
            await work.CommitAsync(cancellationToken);
            live.Changed(client, "");
        }

        return await GetRun.LatestAsync(work.Db, ring, client, cancellationToken) is { } view ? view : Error.NotFound;
    }
}
