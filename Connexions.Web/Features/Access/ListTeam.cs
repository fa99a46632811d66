using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Pages;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Access;

/// <param name="Page">Of the network's agencies; counts from 1.</param>
public sealed record ListTeamRequest(string? Search = null, int Page = 1);

public sealed record TeamMember(Guid MembershipId, Guid PersonId, Role Role, string Name, string Email, DateTime Since, bool IsDisabled);

/// <param name="Email">Null for the first administrator, who gives an address on arrival.</param>
public sealed record OpenInvitation(Guid InvitationId, Role Role, ClientRef? Client, string? Email, DateTime CreatedAt, DateTime ExpiresAt);

public sealed record ClientTeam(ClientRef Client, string Name, IReadOnlyList<TeamMember> Members, IReadOnlyList<OpenInvitation> Invitations);

/// <param name="Agencies">Null for an agency.</param>
public sealed record Team(ClientTeam Own, PageOf<ClientTeam>? Agencies);

/// <summary>Who works for the client, and who is invited to; for a director, page by page, for the network's agencies too.</summary>
public sealed class ListTeam(UnitsOfWork unitsOfWork)
{
    private const int PageSize = 20;

    public async Task<Result<Team>> HandleAsync(Actor actor, ListTeamRequest request, CancellationToken cancellationToken)
    {
        var search = PlainText.Optional(request.Search, nameof(request.Search), PlainText.SearchMaxLength);
        if (!search.Succeeded)
        {
            return Result<Team>.Failure(search.Errors);
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewTeam, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Team>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var db = work.Db;
        if (actor.Client is not { } client || await db.FindClientAsync(client, cancellationToken) is not { } own)
        {
            return Error.NotFound;
        }

        var ownTeams = await TeamsAsync(work, [own], db.Memberships, db.Invitations, cancellationToken);
        return new Team(ownTeams[0], db.Scope is ActingScope.Network ? await AgenciesAsync(work, search.Value, request.Page, cancellationToken) : null);
    }

    private static async Task<PageOf<ClientTeam>> AgenciesAsync(UnitOfWork work, string? search, int page, CancellationToken cancellationToken)
    {
        var folded = FoldedText.Fold(search);
        var agences = work.Db.Across<ReseauAgence>().Where(row => row.NomFolded.Contains(folded));
        var total = await agences.CountAsync(cancellationToken);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        // The id only keeps agencies of the same name from changing places between pages.
        var rows = await agences.OrderBy(row => row.NomFolded).ThenBy(row => row.ReseauAgenceId)
            .Skip((number - 1) * PageSize).Take(PageSize)
            .Select(row => new { row.ReseauAgenceId, row.OrganisationId, row.Nom }).ToListAsync(cancellationToken);
        var clients = rows.Select(row => new NamedClient(new(ClientType.ReseauAgence, row.ReseauAgenceId), row.OrganisationId, row.Nom)).ToList();
        var teams = await TeamsAsync(work, clients, work.Db.Across<Membership>(), work.Db.Across<Invitation>(), cancellationToken);
        return new PageOf<ClientTeam>(teams, total, number, PageSize);
    }

    private static async Task<List<ClientTeam>> TeamsAsync(
        UnitOfWork work, List<NamedClient> clients, IQueryable<Membership> memberships, IQueryable<Invitation> invitations, CancellationToken cancellationToken)
    {
        var ids = clients.Select(client => (Guid?)client.Client.Id).ToList();
        var members = await MembersAsync(work.Db, memberships.Where(row => ids.Contains(row.ClientId)), cancellationToken);
        var open = await OpenAsync(invitations.Where(row => ids.Contains(row.ClientId)), work.Now, cancellationToken);
        return clients.ConvertAll(client => new ClientTeam(
            client.Client,
            client.Name,
            [.. members.Where(member => member.Client == client.Client).Select(member => member.Member)],
            [.. open.Where(invitation => invitation.Client == client.Client)]));
    }

    internal static async Task<List<(ClientRef? Client, TeamMember Member)>> MembersAsync(
        ConnexionsDbContext db, IQueryable<Membership> memberships, CancellationToken cancellationToken)
    {
        var rows = await memberships.Join(db.Set<Person>(), row => row.PersonId, person => person.Id, (row, person) => new { row, person })
            .OrderBy(it => it.person.DisplayNameFolded)
            .Select(it => new
            {
                it.row.ClientType,
                it.row.ClientId,
                Member = new TeamMember(it.row.MembershipId, it.row.PersonId, it.row.Role, it.person.DisplayName, it.person.Email ?? "",
                    it.row.CreatedAt, it.person.LockoutEnd == DateTimeOffset.MaxValue),
            })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (ClientRef.From(row.ClientType, row.ClientId), row.Member));
    }

    internal static async Task<List<OpenInvitation>> OpenAsync(IQueryable<Invitation> invitations, DateTime now, CancellationToken cancellationToken)
    {
        var rows = await invitations
            .Where(row => row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now)
            .OrderByDescending(row => row.CreatedAt)
            .Select(row => new { row.InvitationId, row.Role, row.ClientType, row.ClientId, row.Email, row.CreatedAt, row.ExpiresAt })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new OpenInvitation(
            row.InvitationId, row.Role, ClientRef.From(row.ClientType, row.ClientId), row.Email, row.CreatedAt, row.ExpiresAt));
    }
}
