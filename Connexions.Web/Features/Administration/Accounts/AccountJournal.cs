using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Accounts;

internal static class AccountJournal
{
    /// <summary>What happens to an account concerns every client its person works for, and the platform once.</summary>
    public static async Task RecordAboutAsync(this UnitOfWork work, Person person, AuditAction action, CancellationToken cancellationToken)
    {
        var places = await work.Db.Across<Membership>().Where(row => row.PersonId == person.Id && row.OrganisationId != Organisation.Platform)
            .Select(row => new { row.OrganisationId, row.ClientType, row.ClientId }).Distinct().ToListAsync(cancellationToken);
        foreach (var place in places)
        {
            work.Record(new AuditFacts(place.OrganisationId, action) { Client = ClientRef.From(place.ClientType, place.ClientId), Subject = person.DisplayName });
        }

        work.Record(new AuditFacts(Organisation.Platform, action) { Subject = PlatformJournal.Subject(person.DisplayName, person.Email) });
    }
}
