using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Features.Access;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Search;
using Connexions.Web.Shared.Pages;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Organisations;

public sealed record ListOrganisationsRequest(string? Search = null, int Page = 1);

/// <param name="People">How many different people hold a membership there.</param>
public sealed record OrganisationRow(Guid OrganisationId, string Name, IReadOnlyList<NamedClient> Clients, int People);

/// <summary>All organisations, searched by their own name and by those of their networks and agencies.</summary>
public sealed class ListOrganisations(UnitsOfWork unitsOfWork)
{
    private const int PageSize = 25;

    /// <summary>So many are paged through: nobody reads more, and to count them all takes longer the more there are.</summary>
    private const int Most = 1000;

    public async Task<Result<PageOf<OrganisationRow>>> HandleAsync(Actor actor, ListOrganisationsRequest request, CancellationToken cancellationToken)
    {
        var search = PlainText.Optional(request.Search, nameof(request.Search), PlainText.SearchMaxLength);
        if (!search.Succeeded)
        {
            return Result<PageOf<OrganisationRow>>.Failure(search.Errors);
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewAdministration, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<PageOf<OrganisationRow>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var db = work.Db;
        var (found, isMore) = await FindAsync(db, SearchQuery.For(search.Value), cancellationToken);
        var counted = await found.OrderBy(row => row.NomFolded).Take(Most + 1).CountAsync(cancellationToken);
        var total = Math.Min(counted, Most);
        var number = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        // The id only keeps organisations of the same name from changing places between pages.
        var rows = await found.OrderBy(row => row.NomFolded).ThenBy(row => row.OrganisationId)
            .Skip((number - 1) * PageSize).Take(PageSize)
            .Select(row => new { row.OrganisationId, row.Nom }).ToListAsync(cancellationToken);

        var ids = rows.ConvertAll(row => row.OrganisationId);
        var clients = (await db.ClientsOfAsync(ids, cancellationToken)).ToLookup(client => client.OrganisationId);
        var people = await db.Across<Membership>().Where(row => ids.Contains(row.OrganisationId))
            .GroupBy(row => row.OrganisationId)
            .Select(group => new { group.Key, Count = group.Select(row => row.PersonId).Distinct().Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return new PageOf<OrganisationRow>(
            rows.ConvertAll(row => new OrganisationRow(row.OrganisationId, row.Nom, [.. clients[row.OrganisationId]], people.GetValueOrDefault(row.OrganisationId))),
            total, number, PageSize)
        {
            IsMore = isMore || counted > Most,
        };
    }

    private static async Task<(IQueryable<Organisation> Found, bool IsMore)> FindAsync(ConnexionsDbContext db, SearchQuery query, CancellationToken cancellationToken)
    {
        if (query.IsEmpty)
        {
            return (db.Across<Organisation>(), false);
        }

        var found = await SearchIndex.FindAsync(db, query, Most, cancellationToken);
        var ids = found.Rows.Select(row => row.OrganisationId).Distinct().ToList();
        return (db.Across<Organisation>().Where(row => ids.Contains(row.OrganisationId)), found.IsMore);
    }
}
