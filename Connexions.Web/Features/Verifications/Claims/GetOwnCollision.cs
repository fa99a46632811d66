using Connexions.Domain.Access;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Claims;

/// <summary>How one's own contest stands. Names nobody; the settlement's sentence is <see cref="CollisionTexts"/>' <c>Own.…</c>.</summary>
/// <param name="ContestedAt">Null when the application found the conflict and nobody contested yet. UTC.</param>
/// <param name="Contest">One's own words.</param>
/// <param name="Settlement">Null while it is open.</param>
public sealed record OwnCollision(DateTime CreatedAt, DateTime? ContestedAt, string? Contest, Settlement? Settlement, DateTime? SettledAt, string? Reason)
{
    public bool IsOpen => SettledAt is null;

    /// <summary>The sentence that tells where it stands, in the resources of <see cref="CollisionTexts"/>.</summary>
    public string Sentence => this switch
    {
        { Settlement: { } settlement } => $"Own.{settlement}",
        { ContestedAt: not null } => "Own.Contested",
        _ => "Own.Found",
    };
}

/// <param name="Collision">The open one, else the last; null when there never was one.</param>
public sealed record OwnCollisionAnswer(OwnCollision? Collision);

/// <summary>The open contest of the client one works for at one provider, or the last settled one.</summary>
public sealed class GetOwnCollision(UnitsOfWork unitsOfWork)
{
    public async Task<Result<OwnCollisionAnswer>> HandleAsync(Actor actor, string providerCode, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(providerCode) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewConnexion, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<OwnCollisionAnswer>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        return new OwnCollisionAnswer(await work.Db.Set<Collision>().AsNoTracking().Where(row => row.Provider == provider.Code)
            .OrderBy(row => row.SettledAt != null).ThenByDescending(row => row.SettledAt)
            .Select(row => new OwnCollision(row.CreatedAt, row.ContestedAt, row.Contest, row.Settlement, row.SettledAt, row.SettlementReason))
            .FirstOrDefaultAsync(cancellationToken));
    }
}
