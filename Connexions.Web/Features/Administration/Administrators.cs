using Connexions.Domain.Access;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration;

internal static class Administrators
{
    /// <summary>
    /// Whether somebody remains who can administer. Asked after the change was stored and before it is committed: the
    /// platform's journal, which every such change writes to, lets one after the other through, so that two
    /// administrators who remove each other at once cannot both succeed.
    /// </summary>
    public static Task<bool> RemainAsync(ConnexionsDbContext db, CancellationToken cancellationToken) =>
        db.Memberships.Where(row => row.Role == Role.Administrateur)
            .Join(db.Set<Person>(), row => row.PersonId, person => person.Id, (row, person) => person)
            .AnyAsync(person => person.LockoutEnd == null || person.LockoutEnd != DateTimeOffset.MaxValue, cancellationToken);
}
