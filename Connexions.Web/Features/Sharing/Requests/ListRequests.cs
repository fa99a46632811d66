using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Requests;

/// <param name="AskedBy">Null for a person who was erased since.</param>
public sealed record OpenRequest(Guid RequestId, ClientRef Agency, string AgencyName, Provider Provider, string? Message, string? AskedBy, DateTime At);

/// <summary>What the network's agencies have asked for and nobody has answered yet, the oldest first.</summary>
public sealed class ListRequests(UnitsOfWork unitsOfWork)
{
    public async Task<Result<IReadOnlyList<OpenRequest>>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewSharing, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<OpenRequest>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var rows = await (
            from request in work.Db.Across<SharingRequest>()
            where request.AnsweredAt == null
            join agency in work.Db.Across<ReseauAgence>() on request.ClientId equals agency.ReseauAgenceId
            from person in work.Db.Set<Person>().Where(person => person.Id == request.CreatedBy).DefaultIfEmpty()
            orderby request.CreatedAt
            select new { request.RequestId, request.ClientId, agency.Nom, request.Provider, request.Message, request.CreatedAt, AskedBy = person.DisplayName })
            .ToListAsync(cancellationToken);
        return Result<IReadOnlyList<OpenRequest>>.Success(
        [
            .. from row in rows
               let provider = ProviderCatalogue.Find(row.Provider)
               where provider is not null
               select new OpenRequest(row.RequestId, new ClientRef(ClientType.ReseauAgence, row.ClientId), row.Nom, provider, row.Message, row.AskedBy, row.CreatedAt),
        ]);
    }
}
