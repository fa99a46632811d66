using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Search;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Organisations;

public sealed record NetworkChoice(Guid ReseauId, string Name);

/// <param name="IsMore">Whether there are others, which a search finds.</param>
public sealed record NetworkChoices(IReadOnlyList<NetworkChoice> Networks, bool IsMore);

/// <summary>The networks an agency can be created in: as many as one chooses from, the others by a search.</summary>
public sealed class ListNetworks(UnitsOfWork unitsOfWork)
{
    private const int Most = 100;

    public async Task<Result<NetworkChoices>> HandleAsync(Actor actor, string? search, CancellationToken cancellationToken)
    {
        var text = PlainText.Optional(search, nameof(search), PlainText.SearchMaxLength);
        if (!text.Succeeded)
        {
            return Result<NetworkChoices>.Failure(text.Errors);
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewAdministration, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<NetworkChoices>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var networks = work.Db.Across<Reseau>();
        var (query, isMore) = (SearchQuery.For(text.Value), false);
        if (!query.IsEmpty)
        {
            var found = await SearchIndex.FindAsync(work.Db, query with { Type = ClientType.Reseau }, Most, cancellationToken);
            var ids = found.Rows.Select(row => row.Client!.Value.Id).ToList();
            (networks, isMore) = (networks.Where(row => ids.Contains(row.ReseauId)), found.IsMore);
        }

        var rows = await networks.OrderBy(row => row.NomFolded).Take(Most + 1).Select(row => new NetworkChoice(row.ReseauId, row.Nom)).ToListAsync(cancellationToken);
        return new NetworkChoices([.. rows.Take(Most)], isMore || rows.Count > Most);
    }
}
