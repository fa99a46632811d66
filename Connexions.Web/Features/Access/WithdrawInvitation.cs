using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Administration;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Access;

public sealed record WithdrawInvitationRequest(ClientRef? Client, Guid InvitationId);

/// <summary>Makes an invitation's link useless.</summary>
public sealed class WithdrawInvitation(UnitsOfWork unitsOfWork)
{
    public async Task<Result<Done>> HandleAsync(Actor actor, WithdrawInvitationRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.Invite, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var (type, id) = (request.Client?.Type, request.Client?.Id);
        var invitation = await work.Db.Reach<Invitation>()
            .SingleOrDefaultAsync(row => row.InvitationId == request.InvitationId && row.ClientType == type && row.ClientId == id, cancellationToken);
        if (invitation is null)
        {
            return Error.NotFound;
        }

        if (!invitation.IsOpen(work.Now))
        {
            return InvitationErrors.NoLongerOpen;
        }

        var client = request.Client is { } named ? await work.Db.FindClientAsync(named, cancellationToken) : null;
        work.Db.Attach(invitation);
        invitation.Withdraw(work.Now);
        work.RecordWithPlatform(actor, new AuditFacts(invitation.OrganisationId, AuditAction.InvitationWithdrawn)
        {
            Client = request.Client,
            Subject = invitation.Email,
        }, client?.Name);
        return await work.CommitAsync(cancellationToken) ? new Done() : InvitationErrors.NoLongerOpen;
    }
}
