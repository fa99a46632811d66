using Connexions.Domain.Access;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Persistence;

/// <summary>
/// Whose rights a save takes or changes. Such a save waits for what these people are writing, and they for it: a right that
/// was checked lasts until the commit of what it was checked for. What <see cref="UnitsOfWork.Held"/> reads belongs here.
/// </summary>
internal static class ChangedRights
{
    public static IReadOnlyList<Turn> In(ConnexionsDbContext db)
    {
        var people = new HashSet<Guid>();
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Modified or EntityState.Deleted))
        {
            switch (entry.Entity)
            {
                case Membership membership:
                    people.Add(membership.PersonId);
                    break;
                case PersonSession session when entry.Property(nameof(PersonSession.EndedAt)) is { OriginalValue: null } end && (end.IsModified || entry.State == EntityState.Deleted):
                    people.Add(session.PersonId);
                    break;
            }
        }

        return [.. people.Select(Turn.OfPerson)];
    }
}
