using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Notices;

/// <param name="Notices">Those the person saw.</param>
public sealed record MarkNoticesReadRequest(ClientRef Client, IReadOnlyCollection<Guid> Notices);

/// <summary>A person has seen notices of the client they work for. Said twice, or in two tabs, it counts once.</summary>
public sealed class MarkNoticesRead(UnitsOfWork unitsOfWork)
{
    public async Task<Result<Done>> HandleAsync(Actor actor, MarkNoticesReadRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.AcknowledgeNotices, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var asked = request.Notices.Take(ListNotices.Most).ToList();
        var notices = await ListNotices.Unseen(work.Db, actor).Where(row => asked.Contains(row.NoticeId)).ToListAsync(cancellationToken);
        if (notices.Count == 0)
        {
            return new Done();
        }

        work.Db.AddRange(notices.Select(notice => NoticeRead.Create(notice, actor.PersonId)));
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.NoticesRead)
        {
            Client = request.Client,
            Provider = notices.Select(notice => notice.Provider).Distinct(StringComparer.Ordinal).Count() == 1 ? notices[0].Provider : null,
        });

        // Another tab of the same person was faster: they are seen all the same.
        await work.CommitAsync(cancellationToken);
        return new Done();
    }
}
