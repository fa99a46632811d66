using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Text;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Administration;

internal static class PlatformJournal
{
    /// <summary>
    /// Records in the journal of the organisation concerned and, when an administrator acts elsewhere, in the
    /// platform's as well, where administrators see each other's actions.
    /// </summary>
    /// <param name="place">Names the organisation or the client for readers of the platform's journal.</param>
    public static void RecordWithPlatform(this UnitOfWork work, Actor actor, AuditFacts facts, string? place = null)
    {
        work.Record(facts);
        if (actor.Role == Role.Administrateur && facts.OrganisationId != Organisation.Platform)
        {
            work.Record(facts with { OrganisationId = Organisation.Platform, Client = null, Subject = Subject(facts.Subject, place) });
        }
    }

    /// <summary>Names, in the part of the entry that can be erased; cut to the length of its column.</summary>
    public static string? Subject(params string?[] names)
    {
        var text = string.Join(" · ", names.Where(name => !string.IsNullOrEmpty(name)).Distinct());
        return text.Length == 0 ? null : text.Length > PlainText.EmailMaxLength ? text[..PlainText.EmailMaxLength] : text;
    }
}
