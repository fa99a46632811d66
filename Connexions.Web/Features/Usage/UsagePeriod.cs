using Connexions.Domain.Gateway;
using Connexions.Web.Shared.Times;

namespace Connexions.Web.Features.Usage;

/// <summary>How far back figures go.</summary>
public enum UsagePeriod
{
    /// <summary>24 hours, hour by hour.</summary>
    Day,

    /// <summary>Seven days in Paris, today among them.</summary>
    Week,

    /// <summary>Thirty days in Paris, today among them.</summary>
    Month,
}

/// <summary>A period's beginning, end and steps. Days are those of Paris, whose midnights are whole hours UTC.</summary>
internal static class UsagePeriods
{
    public const UsagePeriod Usual = UsagePeriod.Week;

    private const int Hours = 24;

    /// <summary>The period an address names, the usual one where it names none; null for a name that means nothing.</summary>
    public static UsagePeriod? Find(string? name) => string.IsNullOrEmpty(name) ? Usual
        // By name alone: where names are parsed, numbers and lists of names are periods as well.
        : Enum.GetValues<UsagePeriod>().Cast<UsagePeriod?>().FirstOrDefault(period => string.Equals(period.ToString(), name, StringComparison.OrdinalIgnoreCase));

    public static DateTime Start(this UsagePeriod period, DateTime now) => period.Steps(now)[0];

    /// <summary>The first hour that is not over at the beginning of the next.</summary>
    public static DateTime End(DateTime now) => UsageHour.HourOf(now).AddHours(1);

    /// <summary>The beginnings of the hours or days, UTC, the oldest first.</summary>
    public static IReadOnlyList<DateTime> Steps(this UsagePeriod period, DateTime now)
    {
        if (period == UsagePeriod.Day)
        {
            var last = UsageHour.HourOf(now);
            return [.. Enumerable.Range(1 - Hours, Hours).Select(offset => last.AddHours(offset))];
        }

        var (today, days) = (ParisDay.Of(now), period == UsagePeriod.Week ? 7 : 30);
        return [.. Enumerable.Range(1 - days, days).Select(offset => ParisDay.Start(today.AddDays(offset)))];
    }

    /// <summary>The step that an hour lies in.</summary>
    public static DateTime StepOf(this UsagePeriod period, DateTime hour) =>
        period == UsagePeriod.Day ? hour : ParisDay.Start(ParisDay.Of(hour));
}
