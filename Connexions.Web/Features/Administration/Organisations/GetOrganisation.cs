using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Access;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Organisations;

/// <param name="NetworkName">The network of an agency that belongs to one.</param>
public sealed record ClientSheet(ClientRef Client, string Name, string? NetworkName, IReadOnlyList<TeamMember> Members, IReadOnlyList<OpenInvitation> Invitations);

public sealed record OrganisationSheet(Guid OrganisationId, string Name, IReadOnlyList<ClientSheet> Clients);

/// <summary>One organisation: its networks and agencies, who works for each, and who is invited to.</summary>
public sealed class GetOrganisation(UnitsOfWork unitsOfWork)
{
    public async Task<Result<OrganisationSheet>> HandleAsync(Actor actor, Guid organisationId, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewAdministration, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<OrganisationSheet>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var db = work.Db;
        var name = await db.Across<Organisation>().Where(row => row.OrganisationId == organisationId).Select(row => row.Nom).SingleOrDefaultAsync(cancellationToken);
        if (name is null)
        {
            return Error.NotFound;
        }

        var clients = await db.ClientsOfAsync([organisationId], cancellationToken);
        var networks = await NetworkNamesAsync(db, organisationId, cancellationToken);
        var members = await ListTeam.MembersAsync(db, db.Across<Membership>().Where(row => row.OrganisationId == organisationId), cancellationToken);
        var invitations = await ListTeam.OpenAsync(db.Across<Invitation>().Where(row => row.OrganisationId == organisationId), work.Now, cancellationToken);
        return new OrganisationSheet(organisationId, name,
        [
            .. clients.OrderBy(client => client.Client.Type).ThenBy(client => client.Name, StringComparer.CurrentCulture).Select(client => new ClientSheet(
                client.Client,
                client.Name,
                networks.GetValueOrDefault(client.Client.Id),
                [.. members.Where(member => member.Client == client.Client).Select(member => member.Member)],
                [.. invitations.Where(invitation => invitation.Client == client.Client)])),
        ]);
    }

    private static Task<Dictionary<Guid, string>> NetworkNamesAsync(ConnexionsDbContext db, Guid organisationId, CancellationToken cancellationToken) =>
        db.Across<ReseauAgence>().Where(row => row.OrganisationId == organisationId)
            .Join(db.Across<Reseau>(), agence => agence.ReseauId, reseau => reseau.ReseauId, (agence, reseau) => new { agence.ReseauAgenceId, reseau.Nom })
            .ToDictionaryAsync(row => row.ReseauAgenceId, row => row.Nom, cancellationToken);
}
