using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Organisations;

public sealed record AddClientRequest(Guid OrganisationId, ClientDraft Client);

/// <summary>Adds a network or an agency to an organisation that exists.</summary>
public sealed class AddClient(UnitsOfWork unitsOfWork)
{
    public async Task<Result<ClientRef>> HandleAsync(Actor actor, AddClientRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.Administer, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<ClientRef>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var organisation = await work.Db.Across<Organisation>().Where(row => row.OrganisationId == request.OrganisationId)
            .Select(row => row.Nom).SingleOrDefaultAsync(cancellationToken);
        if (organisation is null)
        {
            return Error.NotFound;
        }

        var client = await request.Client.CreateAsync(work.Db, request.OrganisationId, cancellationToken);
        if (!client.Succeeded)
        {
            return Result<ClientRef>.Failure(client.Errors);
        }

        ClientDraft.Add(work, actor, client.Value, organisation);
        return await work.CommitAsync(cancellationToken) ? client.Value.Reference : AdministrationErrors.ChangedMeanwhile;
    }
}
