using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Accounts;

/// <summary>Opens a disabled account again, with the password and the rights it had.</summary>
public sealed class EnableAccount(UnitsOfWork unitsOfWork)
{
    public Task<Result<Done>> HandleAsync(Actor actor, Guid personId, CancellationToken cancellationToken) =>
        Deadlocks.RepeatAsync(() => EnableAsync(actor, personId, cancellationToken));

    private async Task<Result<Done>> EnableAsync(Actor actor, Guid personId, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.Administer, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var person = await work.Db.Set<Person>().SingleOrDefaultAsync(row => row.Id == personId, cancellationToken);
        if (person is null)
        {
            return Error.NotFound;
        }

        if (!person.IsDisabled)
        {
            return new Done();
        }

        person.Enable();
        await work.RecordAboutAsync(person, AuditAction.AccountEnabled, cancellationToken);
        return await work.CommitAsync(cancellationToken) ? new Done() : AdministrationErrors.ChangedMeanwhile;
    }
}
