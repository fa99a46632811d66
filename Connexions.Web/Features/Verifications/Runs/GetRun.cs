using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Runs;

/// <summary>How a run is getting on, as the database tells it: nothing of a key, nor of which agency.</summary>
/// <param name="Total">How many there were to try when it began.</param>
public sealed record RunView(Guid RunId, DateTime StartedAt, int Total, DateTime? EndedAt, bool IsCancelled)
{
    public int Works { get; init; }

    public int Refused { get; init; }

    /// <summary>Refused, which alone is not believed yet.</summary>
    public int RefusedOnce { get; init; }

    /// <summary>Tried, and nothing can be said: no answer, or this server is not let in.</summary>
    public int Unclear { get; init; }

    /// <summary>Not tried since it began, by provider.</summary>
    public required IReadOnlyList<(Provider Provider, int Count)> Left { get; init; }

    public int Tried => Math.Min(Works + Refused + RefusedOnce + Unclear, Total);

    public bool IsOpen => EndedAt is null;
}

/// <summary>The network's latest run; nothing while there was none.</summary>
public sealed record LatestRun(RunView? Run);

public sealed class GetRun(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<LatestRun>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        // A look, asked for every few seconds: not one that takes the database's turn to write.
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewSharing, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<LatestRun>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        return new LatestRun(await LatestAsync(work.Db, ring, actor.Client!.Value, cancellationToken));
    }

    internal static async Task<RunView?> LatestAsync(ConnexionsDbContext db, KeyRing ring, ClientRef network, CancellationToken cancellationToken)
    {
        var run = await db.Set<VerificationRun>().AsNoTracking().OrderByDescending(row => row.StartedAt).FirstOrDefaultAsync(cancellationToken);
        if (run is null)
        {
            return null;
        }

        var (works, refused, refusedOnce, unclear) = (0, 0, 0, 0);
        var left = new List<(Provider, int)>();
        foreach (var provider in DueConnexions.Probed)
        {
            var waiting = 0;
            var groups = await DueConnexions.OfFamily(db, ring, provider, network.Id)
                .GroupBy(row => new { row.LastTry, RefusedOnce = row.RefusedOnceAt != null, IsTried = row.LastTryAt != null && row.LastTryAt >= run.StartedAt })
                .Select(group => new { group.Key.LastTry, group.Key.RefusedOnce, group.Key.IsTried, Count = group.Count() }).ToListAsync(cancellationToken);
            foreach (var group in groups)
            {
                // What counts is what this try said; a verdict of before says nothing of it.
                _ = !group.IsTried ? waiting += group.Count
                    : group.LastTry is { } said && said.IsAlive() ? works += group.Count
                    : group is { LastTry: VerificationVerdict.Rejected, RefusedOnce: true } ? refusedOnce += group.Count
                    : group.LastTry == VerificationVerdict.Rejected ? refused += group.Count
                    : unclear += group.Count;
            }

            if (waiting > 0)
            {
                left.Add((provider, waiting));
            }
        }

        return new RunView(run.RunId, run.StartedAt, run.Total, run.EndedAt, run.Cancelled) { Works = works, Refused = refused, RefusedOnce = refusedOnce, Unclear = unclear, Left = left };
    }
}
