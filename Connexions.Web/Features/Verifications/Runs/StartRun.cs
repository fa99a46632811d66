using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Runs;

public static class RunErrors
{
    /// <summary>No key of the network or of its agencies can be tried.</summary>
    public static readonly Error NothingToVerify = new("Verification.NothingInFamily");
}

/// <summary>A director has every connexion of the network and its agencies tried; while that is under way, they are shown it instead of a second one.</summary>
public sealed class StartRun(UnitsOfWork unitsOfWork, KeyRing ring, VerificationSignal signal)
{
    /// <param name="client">The network the page was opened for.</param>
    public async Task<Result<RunView>> HandleAsync(Actor actor, ClientRef client, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.VerifyFamily, client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<RunView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        if (await work.Db.Set<VerificationRun>().AnyAsync(run => run.EndedAt == null, cancellationToken))
        {
            return (await GetRun.LatestAsync(work.Db, ring, client, cancellationToken))!;
        }

        var total = 0;
        foreach (var provider in DueConnexions.Probed)
        {
            total += await DueConnexions.OfFamily(work.Db, ring, provider, client.Id).CountAsync(cancellationToken);
        }

        if (total == 0)
        {
            return RunErrors.NothingToVerify;
        }

        work.Db.Add(VerificationRun.Start(actor.OrganisationId, client, actor.PersonId, total, work.Now));
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.VerificationRunStarted) { Client = client });
        // Another of the network's directors may have been faster: theirs is shown.
        await work.CommitAsync(cancellationToken);
        signal.Wake();
        return (await GetRun.LatestAsync(work.Db, ring, client, cancellationToken))!;
    }
}
