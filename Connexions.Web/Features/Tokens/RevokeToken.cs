using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Tokens;

/// <param name="Client">The client the list was opened for.</param>
public sealed record RevokeTokenRequest(ClientRef Client, Guid TokenId);

/// <summary>Ends a token for good: the tool that calls with it is refused from the next call on.</summary>
public sealed class RevokeToken(UnitsOfWork unitsOfWork)
{
    public async Task<Result<Done>> HandleAsync(Actor actor, RevokeTokenRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditTokens, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var token = await work.Db.ServiceTokens.SingleOrDefaultAsync(row => row.TokenId == request.TokenId, cancellationToken);
        if (token is null)
        {
            return Error.NotFound;
        }

        if (token.RevokedAt is not null)
        {
            return TokenErrors.AlreadyRevoked;
        }

        token.Revoke(actor.PersonId, work.Now);
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.ServiceTokenRevoked) { Client = request.Client, Subject = token.Nom });
        return await work.CommitAsync(cancellationToken) ? new Done() : TokenErrors.AlreadyRevoked;
    }
}
