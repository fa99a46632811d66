using System.Globalization;
using System.Text;
using Bunit;
using Connexions.Domain.Gateway;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;
using Connexions.Web.Shared;
using Connexions.Web.Shared.Times;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Connexions.Tests.Features;

/// <summary>Days of 23 and of 25 hours: in Paris clocks are put forward on 29 March 2026, and back on 25 October.</summary>
public sealed class LocalTimeTests : ComponentTests
{
    private static readonly DateTime SummerTwo = new(2026, 10, 25, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime WinterTwo = SummerTwo.AddHours(1);
    private static readonly int[] MinutesPast = [-1, 0, 59, 60, 119, 120];

    [Fact]
    public void Clock_InTheHourShownTwice_SaysWhichOfTheTwo()
    {
        Assert.Equal(
            ["01:59", "02:00, heure d’été", "02:59, heure d’été", "02:00, heure d’hiver", "02:59, heure d’hiver", "03:00"],
            MinutesPast.Select(minutes => ParisTime.Clock(SummerTwo.AddMinutes(minutes))));
        Assert.Equal(("01:59", "03:00"), (ParisTime.Clock(new DateTime(2026, 3, 29, 0, 59, 0, DateTimeKind.Utc)), ParisTime.Clock(new DateTime(2026, 3, 29, 1, 0, 0, DateTimeKind.Utc))));

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        Assert.Equal(("02:00, summer time", "02:00 winter"), (ParisTime.Clock(SummerTwo), ParisTime.ShortClock(WinterTwo)));
    }

    [Theory]
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-10-25", 25)]
    [InlineData("2026-10-26", 24)]
    public void Day_FromMidnightToMidnight_HasTheHoursItHas(string day, int hours)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var (start, end) = (ParisDay.Start(date), ParisDay.Start(date.AddDays(1)));

        Assert.Equal(hours, (end - start).TotalHours);
        Assert.All(Enumerable.Range(0, hours), hour => Assert.Equal(date, ParisDay.Of(start.AddHours(hour))));
        Assert.Equal(hours, Enumerable.Range(0, hours).Select(hour => ParisTime.ForFiles(start.AddHours(hour))).Distinct().Count());
        Assert.Equal(9, ParisTime.Of(ParisTime.At(date, new TimeOnly(9, 0))).Hour);
    }

    [Fact]
    public void HourlyFile_InTheNightOfThe25Hours_HasNoRowTwice()
    {
        var now = new DateTime(2026, 10, 25, 8, 20, 0, DateTimeKind.Utc);
        var rows = Encoding.UTF8.GetString(UsageCsv.Write(View(UsagePeriod.Day, now), Services.GetRequiredService<IStringLocalizer<UsagePage>>()))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(';')[0].Trim('"')).ToList();

        Assert.Equal(24, rows.Distinct().Count());
        Assert.Equal(["2026-10-25 01:00", "2026-10-25 02:00, heure d’été", "2026-10-25 02:00, heure d’hiver", "2026-10-25 03:00"], rows.SkipWhile(row => row != "2026-10-25 01:00").Take(4));
    }

    [Fact]
    public void Chart_InTheNightOfThe25Hours_NamesEveryHourOnce()
    {
        Services.AddSharedComponents();
        var chart = Render<UsageChart>(part => part.Add(one => one.View, View(UsagePeriod.Day, new DateTime(2026, 10, 25, 8, 20, 0, DateTimeKind.Utc))));

        var hours = chart.FindAll("tbody th").Select(cell => cell.TextContent).ToList();
        Assert.Equal(24, hours.Distinct().Count());
        Assert.Contains("dimanche 25 octobre, 02:00, heure d’hiver", hours);
    }

    [Fact]
    public void Week_AcrossTheChange_GroupsEachHourUnderItsDay()
    {
        var steps = UsagePeriod.Week.Steps(new DateTime(2026, 10, 27, 12, 0, 0, DateTimeKind.Utc));

        Assert.Equal(Enumerable.Range(21, 7), steps.Select(step => ParisDay.Of(step).Day));
        Assert.All(steps, step => Assert.Equal(0, ParisTime.Of(step).Hour));
        Assert.Equal(25, Enumerable.Range(0, 24 * 7).Count(hour => UsagePeriod.Week.StepOf(steps[0].AddHours(hour)) == steps[4]));
    }

    [Fact]
    public void Moment_OfYesterdayInTheHourShownTwice_SaysWhich()
    {
        var clock = new ManualTime();
        clock.Advance(new DateTime(2026, 10, 26, 9, 0, 0, DateTimeKind.Utc) - clock.UtcNow);
        Services.AddSharedComponents().AddSingleton<TimeProvider>(clock);

        Assert.Equal(
            "25 octobre 2026 à 02:30, heure d’hiver (hier à 02:30, heure d’hiver)",
            Render<When>(when => when.Add(part => part.At, WinterTwo.AddMinutes(30)).Add(part => part.Exact, true)).Find("time").TextContent);
    }

    private static UsageView View(UsagePeriod period, DateTime now) =>
        new(period, [.. period.Steps(now).Select(step => new UsageStep(step, new UsageCounts { Calls = 1 }))], new UsageCounts { Calls = 24 }, []);
}
