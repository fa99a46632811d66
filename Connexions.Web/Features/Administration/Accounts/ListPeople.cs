using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Search;
using Connexions.Web.Shared.Pages;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Accounts;

public sealed record ListPeopleRequest(string? Search = null, int Page = 1);

/// <param name="ClientName">Null for support and administrators.</param>
public sealed record PersonMembership(Guid MembershipId, Role Role, Guid OrganisationId, string? ClientName);

public sealed record PersonRow(Guid PersonId, string Name, string Email, bool IsDisabled, DateTime CreatedAt, IReadOnlyList<PersonMembership> Memberships);

/// <param name="PlatformInvitations">Open invitations to support and administration, which no organisation's page shows.</param>
public sealed record PeopleList(PageOf<PersonRow> People, IReadOnlyList<OpenInvitation> PlatformInvitations);

/// <summary>All accounts, searched by name and address, and what each may do.</summary>
public sealed class ListPeople(UnitsOfWork unitsOfWork)
{
    private const int PageSize = 25;

    /// <summary>So many are paged through: nobody reads more, and to count them all takes longer the more there are.</summary>
    private const int Most = 1000;

    public async Task<Result<PeopleList>> HandleAsync(Actor actor, ListPeopleRequest request, CancellationToken cancellationToken)
    {
        var search = PlainText.Optional(request.Search, nameof(request.Search), PlainText.SearchMaxLength);
        if (!search.Succeeded)
        {
            return Result<PeopleList>.Failure(search.Errors);
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewAdministration, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<PeopleList>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var db = work.Db;
        var (found, isMore) = await FindAsync(db, SearchQuery.For(search.Value), cancellationToken);
        var counted = await found.OrderBy(person => person.DisplayNameFolded).Take(Most + 1).CountAsync(cancellationToken);
        var total = Math.Min(counted, Most);
        var number = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await found.OrderBy(person => person.DisplayNameFolded).ThenBy(person => person.NormalizedEmail)
            .Skip((number - 1) * PageSize).Take(PageSize)
            .Select(person => new { person.Id, person.DisplayName, person.Email, person.LockoutEnd, person.CreatedAt }).ToListAsync(cancellationToken);

        var memberships = await MembershipsAsync(db, rows.ConvertAll(row => row.Id), cancellationToken);
        var people = rows.ConvertAll(row => new PersonRow(
            row.Id, row.DisplayName, row.Email ?? "", row.LockoutEnd == DateTimeOffset.MaxValue, row.CreatedAt, [.. memberships[row.Id]]));
        // The filter leaves the platform's own.
        var invitations = await ListTeam.OpenAsync(db.Invitations, work.Now, cancellationToken);
        return new PeopleList(new PageOf<PersonRow>(people, total, number, PageSize) { IsMore = isMore || counted > Most }, invitations);
    }

    private static async Task<(IQueryable<Person> Found, bool IsMore)> FindAsync(ConnexionsDbContext db, SearchQuery query, CancellationToken cancellationToken)
    {
        var people = db.Set<Person>().AsNoTracking();
        if (query.IsEmpty)
        {
            return (people, false);
        }

        var found = await SearchIndex.FindPeopleAsync(db, query, Most, cancellationToken);
        return (people.Where(person => found.Rows.Contains(person.Id)), found.IsMore);
    }

    private static async Task<ILookup<Guid, PersonMembership>> MembershipsAsync(ConnexionsDbContext db, List<Guid> people, CancellationToken cancellationToken)
    {
        var rows = await db.Across<Membership>().Where(row => people.Contains(row.PersonId))
            .Select(row => new { row.PersonId, row.MembershipId, row.Role, row.OrganisationId, row.ClientType, row.ClientId }).ToListAsync(cancellationToken);
        var clients = (await db.ClientsOfAsync([.. rows.Select(row => row.OrganisationId).Distinct()], cancellationToken))
            .ToDictionary(client => client.Client, client => client.Name);
        return rows
            .Select(row => new
            {
                row.PersonId,
                Membership = new PersonMembership(row.MembershipId, row.Role, row.OrganisationId,
                    ClientRef.From(row.ClientType, row.ClientId) is { } client ? clients.GetValueOrDefault(client) : null),
            })
            .OrderBy(row => row.Membership.Role).ThenBy(row => row.Membership.ClientName, StringComparer.CurrentCulture)
            .ToLookup(row => row.PersonId, row => row.Membership);
    }
}
