using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration;

public sealed record NetworkChoice(Guid ReseauId, string Name);

/// <summary>The networks an agency can be created in.</summary>
public sealed class ListNetworks(UnitsOfWork unitsOfWork)
{
    public async Task<Result<IReadOnlyList<NetworkChoice>>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewAdministration, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<NetworkChoice>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        return await work.Db.Across<Reseau>().OrderBy(row => row.NomFolded)
            .Select(row => new NetworkChoice(row.ReseauId, row.Nom)).ToListAsync(cancellationToken);
    }
}
