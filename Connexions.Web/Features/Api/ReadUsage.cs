using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Web.Features.Gateway.Callers;
using Connexions.Web.Features.Usage;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Times;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Api;

/// <summary>How much a token's client used, by the day.</summary>
internal sealed class ReadUsage(ContextFactory contexts, TimeProvider clock)
{
    /// <summary>Days in one answer.</summary>
    public const int MaxDays = 92;

    private const int UsualDays = 30;

    /// <param name="from">The first day, such as 2027-03-01; null for thirty days before the end.</param>
    /// <param name="to">The last day; null for today in Paris.</param>
    public async Task<Result<ApiUsage>> HandleAsync(TokenFacts token, string? provider, string? from, string? to, CancellationToken cancellationToken)
    {
        if (provider is not null && ApiReads.Find(token, provider) is null)
        {
            return GatewayErrors.NothingHere;
        }

        if (!TryRead(from, out var first) | !TryRead(to, out var last))
        {
            return new[] { (Value: from, Field: "from"), (Value: to, Field: "to") }.Where(day => !TryRead(day.Value, out _)).Select(day => ApiErrors.DayInvalid.On(day.Field)).ToList();
        }

        var end = last ?? ParisDay.Of(clock.GetUtcNow().UtcDateTime);
        var start = first ?? end.AddDays(1 - UsualDays);
        if (start > end)
        {
            return ApiErrors.DaysReversed;
        }

        return end.DayNumber - start.DayNumber >= MaxDays
            ? ApiErrors.TooManyDays with { Arguments = [MaxDays] }
            : new ApiUsage(start, end, await ReadAsync(token, provider, start, end, cancellationToken));
    }

    /// <summary>The database adds up the hours; which day of Paris an hour lies in changes twice a year, and is told here.</summary>
    private async Task<IReadOnlyList<ApiUsageDay>> ReadAsync(TokenFacts token, string? provider, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        await using var db = ApiReads.Open(contexts, token);
        var (start, end) = (ParisDay.Start(first), ParisDay.Start(last.AddDays(1)));
        var providers = ApiReads.Providers(token).Select(known => known.Code).Where(code => provider is null || code == provider).ToList();
        // A network's rows that name an agency are the agency's use.
        var hours = await UsageReads.Rows(db, start, end, provider: null)
            .Where(row => row.AgencyId == Guid.Empty && providers.Contains(row.Provider))
            .GroupBy(row => new { row.Hour, row.Provider })
            .Select(hour => new
            {
                hour.Key.Hour,
                hour.Key.Provider,
                Calls = hour.Sum(row => (long)row.Calls),
                Emails = hour.Sum(row => (long)row.Emails),
                Refused = hour.Sum(row => (long)row.Refused),
                Errors = hour.Sum(row => (long)row.Errors),
                Sent = hour.Sum(row => row.BytesSent),
                Received = hour.Sum(row => row.BytesReceived),
                Input = hour.Sum(row => row.InputTokens),
                Output = hour.Sum(row => row.OutputTokens),
                Told = hour.Sum(row => (long)row.TokensTold),
                Untold = hour.Sum(row => (long)row.TokensUntold),
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. hours.GroupBy(hour => (Day: ParisDay.Of(hour.Hour), hour.Provider)).OrderBy(day => day.Key.Day).ThenBy(day => day.Key.Provider, StringComparer.Ordinal)
                .Select(day => new ApiUsageDay(
                    day.Key.Day, day.Key.Provider, day.Sum(hour => hour.Calls), day.Sum(hour => hour.Emails), day.Sum(hour => hour.Refused), day.Sum(hour => hour.Errors),
                    day.Sum(hour => hour.Sent), day.Sum(hour => hour.Received),
                    IsUntold(day.Sum(hour => hour.Told), day.Sum(hour => hour.Untold)) ? null : day.Sum(hour => hour.Input),
                    IsUntold(day.Sum(hour => hour.Told), day.Sum(hour => hour.Untold)) ? null : day.Sum(hour => hour.Output),
                    day.Sum(hour => hour.Untold))),
        ];
    }

    /// <summary>Nothing told is not none.</summary>
    private static bool IsUntold(long told, long untold) => told == 0 && untold > 0;

    private static bool TryRead(string? text, out DateOnly? day)
    {
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is > 2000 and < 3000;
        day = isDay ? read : null;
        return isDay || string.IsNullOrEmpty(text);
    }
}
