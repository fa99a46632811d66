using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Accounts;

/// <summary>Withdraws a right at once: tabs that work under it end, and nothing they still send is done.</summary>
public sealed class WithdrawMembership(UnitsOfWork unitsOfWork, LiveSessions live)
{
    public Task<Result<Done>> HandleAsync(Actor actor, Guid membershipId, CancellationToken cancellationToken) =>
        Deadlocks.RepeatAsync(() => WithdrawAsync(actor, membershipId, cancellationToken));

    private async Task<Result<Done>> WithdrawAsync(Actor actor, Guid membershipId, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.Administer, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        await using (var work = begun.Value)
        {
            var membership = await work.Db.Across<Membership>().SingleOrDefaultAsync(row => row.MembershipId == membershipId, cancellationToken);
            if (membership is null)
            {
                return Error.NotFound;
            }

            var name = await work.Db.Set<Person>().Where(person => person.Id == membership.PersonId).Select(person => person.DisplayName).SingleAsync(cancellationToken);
            var client = membership.Owner is { } owner ? await work.Db.FindClientAsync(owner, cancellationToken) : null;
            work.Db.Remove(membership);
            work.RecordWithPlatform(actor, new AuditFacts(membership.OrganisationId, AuditAction.MembershipWithdrawn)
            {
                Client = membership.Owner,
                Subject = name,
            }, client?.Name);
            if (!await work.SaveAsync(cancellationToken))
            {
                return AdministrationErrors.ChangedMeanwhile;
            }

            if (membership.Role == Role.Administrateur && !await Administrators.RemainAsync(work.Db, cancellationToken))
            {
                return AdministrationErrors.LastAdministrator;
            }

            if (!await work.CommitAsync(cancellationToken))
            {
                return AdministrationErrors.ChangedMeanwhile;
            }
        }

        live.EndMembership(membershipId);
        return new Done();
    }
}
