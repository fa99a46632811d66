using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Usage;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Times;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Gateway.Limits;

/// <summary>
/// What the figures tell of a quota's day: the same number that the screens show. Read with each portion, not with each
/// call, so that a limit that is set, or set again, in the course of a day begins with what was used before it.
/// </summary>
internal sealed class UsedToday(ContextFactory contexts)
{
    public async Task<int> ReadAsync(QuotaPart part)
    {
        var (key, by) = (part.Key, part.By);
        var ofOne = key.AgencyId != Guid.Empty;
        // An agency's own rows are a few; its network's, which name all agencies, are read for what all use together.
        await using var db = contexts.Create(ofOne
            ? new ActingScope.Gateway(by.OrganisationId, by.Agency)
            : new ActingScope.Gateway(by.Lender.OrganisationId, new ClientRef(ClientType.Reseau, by.Lender.ReseauId)));
        var rows = UsageReads.Rows(db, ParisDay.Start(key.Day), ParisDay.Start(key.Day.AddDays(1)), provider: null)
            .Where(row => row.ConnexionId == key.ConnexionId && (ofOne || row.AgencyId != Guid.Empty));
        return part.IsEmails ? await rows.SumAsync(row => row.Emails) : await rows.SumAsync(row => row.Calls);
    }
}
