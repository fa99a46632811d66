using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Usage;

/// <summary>Whose key was used, seen from whoever reads of it.</summary>
public enum KeyOwner
{
    Own,
    Network,

    /// <summary>None was in effect: everything was refused.</summary>
    None,

    /// <summary>A connexion that was deleted since.</summary>
    Gone,
}

/// <param name="NetworkName">Where the key is the network's.</param>
public sealed record KeyName(KeyOwner Owner, string? NetworkName = null);

/// <summary>
/// Figures of the client that the context works for. The rows' key begins with whose they are and with the hour: every
/// query seeks it, and the database adds up.
/// </summary>
internal static class UsageReads
{
    /// <param name="from">The first hour, UTC.</param>
    /// <param name="until">The first hour that is left out.</param>
    /// <param name="provider">Null for all of them.</param>
    public static IQueryable<UsageHour> Rows(ConnexionsDbContext db, DateTime from, DateTime until, Provider? provider)
    {
        // The filter says the same with an "or", by which no database seeks the hour: said once more, it does.
        var client = db.Scope?.Client ?? throw new ForbiddenScopeException(db.Scope, "read figures of no client");
        var rows = db.Set<UsageHour>().AsNoTracking().Where(row => row.ClientType == client.Type && row.ClientId == client.Id && row.Hour >= from && row.Hour < until);
        var code = provider?.Code;
        return code is null ? rows : rows.Where(row => row.Provider == code);
    }

    public static IQueryable<HourSum> ByHour(IQueryable<UsageHour> rows) =>
        from row in rows
        group row by row.Hour into hour
        select new HourSum(hour.Key, new UsageCounts
        {
            Calls = hour.Sum(row => row.Calls),
            Emails = hour.Sum(row => row.Emails),
            Refused = hour.Sum(row => row.Refused),
            Errors = hour.Sum(row => row.Errors),
            InputTokens = hour.Sum(row => row.InputTokens),
            OutputTokens = hour.Sum(row => row.OutputTokens),
            TokensTold = hour.Sum(row => row.TokensTold),
            TokensUntold = hour.Sum(row => row.TokensUntold),
        });

    public static IQueryable<KeySum> ByKey(IQueryable<UsageHour> rows) =>
        from row in rows
        group row by new { row.Provider, row.ConnexionId } into key
        select new KeySum(key.Key.Provider, key.Key.ConnexionId, key.Max(row => row.Hour), new UsageCounts
        {
            Calls = key.Sum(row => row.Calls),
            Emails = key.Sum(row => row.Emails),
            Refused = key.Sum(row => row.Refused),
            Errors = key.Sum(row => row.Errors),
            InputTokens = key.Sum(row => row.InputTokens),
            OutputTokens = key.Sum(row => row.OutputTokens),
            TokensTold = key.Sum(row => row.TokensTold),
            TokensUntold = key.Sum(row => row.TokensUntold),
            Throttled = key.Sum(row => row.Throttled),
            NoCredit = key.Sum(row => row.NoCredit),
            KeyRefused = key.Sum(row => row.KeyRefused),
        });

    /// <summary>Of the agencies that used the network's keys, the busiest first; two that used as much in the order of their ids.</summary>
    public static IQueryable<AgencySum> ByAgency(IQueryable<UsageHour> rows) =>
        from row in rows
        where row.AgencyId != Guid.Empty
        group row by row.AgencyId into agency
        orderby agency.Sum(row => row.Calls) descending, agency.Key
        select new AgencySum(agency.Key, agency.Max(row => row.Hour), new UsageCounts
        {
            Calls = agency.Sum(row => row.Calls),
            Emails = agency.Sum(row => row.Emails),
            Refused = agency.Sum(row => row.Refused),
            Errors = agency.Sum(row => row.Errors),
            InputTokens = agency.Sum(row => row.InputTokens),
            OutputTokens = agency.Sum(row => row.OutputTokens),
            TokensTold = agency.Sum(row => row.TokensTold),
            TokensUntold = agency.Sum(row => row.TokensUntold),
        });

    /// <summary>What decides which connexion is in effect for the client, at each provider.</summary>
    public static async Task<IReadOnlyDictionary<Provider, SharingFacts>> FactsAsync(ConnexionsDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var all = new OrderedDictionary<Provider, SharingFacts>();
        foreach (var provider in ProviderCatalogue.All)
        {
            all.Add(provider, await SharingReads.FactsAsync(db, provider, now, cancellationToken));
        }

        return all;
    }

    /// <summary>The connexions that can be in effect for the client, by their ids.</summary>
    public static IReadOnlyDictionary<Guid, KeyName> Keys(IEnumerable<SharingFacts> all)
    {
        var keys = new Dictionary<Guid, KeyName> { [Guid.Empty] = new(KeyOwner.None) };
        foreach (var facts in all)
        {
            if (facts.Own?.Id is { } own)
            {
                keys[own] = new KeyName(KeyOwner.Own);
            }

            if (facts.Network?.Id is { } network)
            {
                keys[network] = new KeyName(KeyOwner.Network, facts.NetworkName);
            }
        }

        return keys;
    }

    internal sealed record HourSum(DateTime Hour, UsageCounts Counts);

    internal sealed record KeySum(string Provider, Guid ConnexionId, DateTime LastHour, UsageCounts Counts);

    internal sealed record AgencySum(Guid AgencyId, DateTime LastHour, UsageCounts Counts);
}
