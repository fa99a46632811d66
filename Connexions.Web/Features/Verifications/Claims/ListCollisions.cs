using Connexions.Domain.Access;
using Connexions.Domain.Claims;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Pages;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Claims;

/// <param name="Settled">The settled ones, newest first, instead of those that wait.</param>
/// <param name="CollisionId">This one alone, open or settled.</param>
public sealed record ListCollisionsRequest(bool Settled = false, int Page = 1, Guid? CollisionId = null);

/// <summary>The collisions that wait to be settled, the contested ones first and the oldest before the others; or those that were.</summary>
public sealed class ListCollisions(UnitsOfWork unitsOfWork, CollisionReads reads)
{
    public const int PageSize = 10;

    public async Task<Result<PageOf<CollisionView>>> HandleAsync(Actor actor, ListCollisionsRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewCollisions, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<PageOf<CollisionView>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        // Each a query of its own: none of them is found by an index when one tells them apart by a parameter.
        var all = work.Db.Across<Collision>();
        var found = request.CollisionId is { } one ? all.Where(row => row.CollisionId == one)
            : request.Settled ? all.Where(row => row.SettledAt != null)
            : all.Where(row => row.SettledAt == null);
        var total = await found.CountAsync(cancellationToken);
        var number = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        // The id only keeps collisions of one moment from changing places between pages.
        var rows = await found.OrderByDescending(row => row.SettledAt).ThenBy(row => row.ContestedAt == null).ThenBy(row => row.ContestedAt)
            .ThenBy(row => row.CreatedAt).ThenBy(row => row.CollisionId)
            .Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new PageOf<CollisionView>(await reads.ViewAsync(work.Db, rows, cancellationToken), total, number, PageSize);
    }
}

/// <summary>How many collisions wait to be settled.</summary>
public sealed class CountCollisions(UnitsOfWork unitsOfWork)
{
    public async Task<Result<int>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewCollisions, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<int>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        return await work.Db.Across<Collision>().CountAsync(row => row.SettledAt == null, cancellationToken);
    }
}
