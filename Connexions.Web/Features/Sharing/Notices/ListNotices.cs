using Connexions.Domain.Access;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Notices;

/// <param name="Provider">The provider's code.</param>
/// <param name="Text">See <see cref="Notice.Text"/>.</param>
public sealed record NoticeLine(Guid NoticeId, NoticeKind Kind, string Provider, string? Text, DateTime? EffectiveFrom, DateTime CreatedAt)
{
    /// <summary>How the terms change; null for a notice of something else.</summary>
    public TermsChange? Terms { get; } = TellsTerms(Kind) && Text is not null ? TermsChange.Parse(Text) : null;

    /// <summary>A reason or an answer, in the words of whoever gave it.</summary>
    public string? Words => TellsTerms(Kind) ? null : Text;

    private static bool TellsTerms(NoticeKind kind) =>
        kind is NoticeKind.PurposesChanged or NoticeKind.LimitsChanged or NoticeKind.Switched or NoticeKind.Announced;
}

/// <summary>What the client one works for was told and this person has not yet seen, newest first.</summary>
public sealed class ListNotices(UnitsOfWork unitsOfWork)
{
    /// <summary>More at once nobody reads; the rest follows when these are seen.</summary>
    public const int Most = 20;

    public async Task<Result<IReadOnlyList<NoticeLine>>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewConnexion, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<NoticeLine>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        return await Unseen(work.Db, actor)
            .OrderByDescending(row => row.CreatedAt)
            .Take(Most)
            .Select(row => new NoticeLine(row.NoticeId, row.Kind, row.Provider, row.Text, row.EffectiveFrom, row.CreatedAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Since this person works for the client: what was told before is no news to them.</summary>
    internal static IQueryable<Notice> Unseen(ConnexionsDbContext db, Actor actor) => db.Set<Notice>().AsNoTracking()
        .Where(row => !db.Set<NoticeRead>().Any(read => read.NoticeId == row.NoticeId && read.PersonId == actor.PersonId)
            && db.Memberships.Any(membership => membership.MembershipId == actor.MembershipId && membership.CreatedAt <= row.CreatedAt));
}
