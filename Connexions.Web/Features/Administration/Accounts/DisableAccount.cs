using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Accounts;

/// <summary>Closes an account: nobody signs in to it any more, and whoever is signed in no longer is.</summary>
public sealed class DisableAccount(UnitsOfWork unitsOfWork, LiveSessions live)
{
    public Task<Result<Done>> HandleAsync(Actor actor, Guid personId, CancellationToken cancellationToken) =>
        Deadlocks.RepeatAsync(() => DisableAsync(actor, personId, cancellationToken));

    private async Task<Result<Done>> DisableAsync(Actor actor, Guid personId, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.Administer, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        IReadOnlyList<PersonSession> ended;
        await using (var work = begun.Value)
        {
            var person = await work.Db.Set<Person>().SingleOrDefaultAsync(row => row.Id == personId, cancellationToken);
            if (person is null)
            {
                return Error.NotFound;
            }

            if (person.IsDisabled)
            {
                return new Done();
            }

            person.Disable();
            ended = await work.Db.EndSessionsOfAsync(personId, SessionEnd.AccountDisabled, work.Now, cancellationToken);
            await work.RecordAboutAsync(person, AuditAction.AccountDisabled, cancellationToken);
            if (!await work.SaveAsync(cancellationToken))
            {
                return AdministrationErrors.ChangedMeanwhile;
            }

            if (!await Administrators.RemainAsync(work.Db, cancellationToken))
            {
                return AdministrationErrors.LastAdministrator;
            }

            if (!await work.CommitAsync(cancellationToken))
            {
                return AdministrationErrors.ChangedMeanwhile;
            }
        }

        live.EndSessions(ended);
        return new Done();
    }
}
